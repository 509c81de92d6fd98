/**
 * Which set of policies decides in this process: one holder, read once a request. A new set takes its place whole or not at all; what cannot be
 * taken over leaves the set of before in force (docs/decisions/0026-two-persons.md).
 */
import { readActivation } from './flows/activate-policies.ts'
import { PoliciesRefused } from './legal/approvers.ts'
import { comparePolicies } from './legal/compare-policies.ts'
import type { Policies } from './legal/compile.ts'
import { listQuestions } from './legal/read-questions.ts'
import { keepForForce, loadForForce, recallForForce } from './load-signed.ts'
import type { Beheerder } from './model/beheer.ts'
import type { Activeringsuitkomst, Beleidsfout, Beleidsstand } from './model/beleid.ts'
import { Problem } from './model/problem.ts'
import {
  type InForce,
  type PutInForceDeps,
  putInForce,
  readRecorded,
  takeOver,
} from './put-in-force.ts'

const MOST_STARTS = 3
/** Looks that are passed over once a set of another process could not be found: reading a folder is work. */
const LOOK_REST = 4

const AT_START =
  'het beleid in de map is niet overgenomen: het laatste goede beleid blijft beslissen; "signaalpoort beleid activeer" zegt wat eraan scheelt'
const IN_FORCE = 'ander beleid is in werking, door twee personen goedgekeurd'
const REFUSED = 'het beleid in de map is niet overgenomen; er is niets vervangen'
const FOLLOWED = 'beleid van een ander proces is overgenomen'
const BEHIND =
  'een ander proces nam beleid over dat hier niet is: er wordt niets meer besloten tot die map in SIGNAALPOORT_BELEID staat'
const OVERTAKEN =
  'een ander proces activeerde intussen ander beleid. Laat opnieuw ondertekenen, na dat van nu.'

type Failure = { readonly tijdstip: Date; readonly soort: Beleidsfout }
/** `failure`: why it is the last good set, and not what lies in the folder. */
type Started = {
  readonly inForce: InForce
  readonly failure?: Failure & { readonly fout: PoliciesRefused }
}

/**
 * Opens the policies of a starting gateway: the activation that stands recorded, or, where the folder holds something else, that after the same
 * checks as `activate`. When those fail the last good set decides on, and the stand says so.
 * @throws PolicyError, PoliciesRefused or what reading threw, when there is no good set
 */
export async function openPolicies(deps: PutInForceDeps): Promise<PoliciesInForce> {
  for (let start = 0; start < MOST_STARTS; start += 1) {
    const started = await startWith(deps)
    if (started !== undefined) return new PoliciesInForce(deps, started)
  }
  throw new Error('andere processen activeren steeds ander beleid: geef alle dezelfde map')
}

/** @returns undefined when another process was first */
async function startWith(deps: PutInForceDeps): Promise<Started | undefined> {
  const { activering, ondertekenaars } = await readRecorded(deps)
  const recorded = activering && ondertekenaars && { activering, ondertekenaars }
  try {
    const policies = loadForForce(deps.folder)
    if (recorded?.activering.hash === policies.hash) {
      keepForForce(deps.archive, deps.folder, policies)
      return { inForce: { policies, ...recorded } }
    }
    const order = { medewerker: 'systeem', start: true }
    const inForce = await putInForce(deps, policies, activering, order)
    return inForce && { inForce }
  } catch (error) {
    return startWithLastGood(deps, recorded, error)
  }
}

/** @throws what kept the folder from being taken over, when there is no last good set */
function startWithLastGood(
  deps: PutInForceDeps,
  recorded: Omit<InForce, 'policies'> | undefined,
  error: unknown,
): Started {
  if (!(error instanceof PoliciesRefused)) throw error
  const policies = recorded && recallForForce(deps.archive, recorded.activering.hash, deps.log)
  // What was thrown first says most to whoever starts a gateway.
  if (recorded === undefined || policies === undefined)
    throw error.cause instanceof Error ? error.cause : error
  const failure = { tijdstip: deps.now(), soort: error.soort, fout: error }
  return { inForce: { policies, ...recorded }, failure }
}

/** The holder. */
export class PoliciesInForce {
  readonly #deps: PutInForceDeps
  #inForce: InForce
  #failure: Failure | undefined
  /** Another process has a set that is not here. */
  #behind = false
  #rest = 0
  #atStart: PoliciesRefused | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(deps: PutInForceDeps, { inForce, failure }: Started) {
    this.#deps = deps
    this.#inForce = inForce
    this.#failure = failure
    this.#atStart = failure?.fout
  }

  /** Logs, once the gateway listens, that it began with the last good set. */
  announce(): void {
    const { policies } = this.#inForce
    if (this.#atStart !== undefined)
      this.#deps.log.error(AT_START, { beleid: policies.hash, fout: this.#atStart })
    this.#atStart = undefined
  }

  /**
   * The set to decide one request by.
   * @throws Problem `niet-beschikbaar` while another process has a newer set that this one could not take over
   */
  take(): Policies {
    if (this.#behind) throw new Problem('niet-beschikbaar', { retryAfterSeconds: 5 })
    return this.#inForce.policies
  }

  /** The set of terms and pages, also while nothing may be decided. */
  current(): Policies {
    return this.#inForce.policies
  }

  /** How it stands. */
  stand(): Beleidsstand {
    const { policies, activering, ondertekenaars } = this.#inForce
    const failure = this.#failure
    const usual = failure === undefined ? 'actueel' : 'verouderd'
    return {
      toestand: this.#behind ? 'achter' : usual,
      nummer: activering.nummer,
      hash: policies.hash,
      actiefTijdstip: activering.actief.toISOString(),
      ondertekenaars: [...ondertekenaars],
      ...(failure !== undefined && {
        laatsteMislukking: { tijdstip: failure.tijdstip.toISOString(), soort: failure.soort },
      }),
    }
  }

  /** Takes over what lies in the folder, if two persons approved it; refusing changes nothing but what `stand` says. */
  activate(medewerker: Beheerder): Promise<Activeringsuitkomst> {
    return this.#inTurn(async () => {
      try {
        return await this.#tryFolder(medewerker)
      } catch (error) {
        if (!(error instanceof PoliciesRefused)) throw error
        const { soort, faults } = error
        this.#fail(soort)
        this.#deps.log.warn(REFUSED, { fout: error })
        return { uitkomst: 'geweigerd', soort, fouten: [...faults], stand: this.stand() }
      }
    })
  }

  /** Looks whether another process activated a set, and takes it over when it is here. */
  poll(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#rest > 0) this.#rest -= 1
      else await this.#follow()
    })
  }

  async #tryFolder(medewerker: Beheerder): Promise<Activeringsuitkomst> {
    const policies = loadForForce(this.#deps.folder)
    await this.#follow()
    const before = this.#inForce.policies
    if (policies.hash === before.hash && !this.#behind) {
      this.#failure = undefined
      return { uitkomst: 'ongewijzigd', stand: this.stand() }
    }
    const recorded = await readActivation(this.#deps)
    const next = await putInForce(this.#deps, policies, recorded, { medewerker, start: false })
    if (next === undefined) throw new PoliciesRefused('ingehaald', [OVERTAKEN])
    this.#swap(next)
    this.#deps.log.info(IN_FORCE, { beleid: policies.hash })
    const changes = comparePolicies(before, policies)
    const open = listQuestions(policies)
    const known = new Set(listQuestions(before))
    return {
      uitkomst: 'geactiveerd',
      stand: this.stand(),
      veranderingen: changes.map(({ zin }) => zin),
      velden: [...new Set(changes.flatMap(({ velden }) => velden))],
      open: open.filter((one) => !known.has(one)),
      openTotaal: open.length,
    }
  }

  async #follow(): Promise<void> {
    const recorded = await readActivation(this.#deps)
    const { nummer, hash } = this.#inForce.activering
    if (recorded === undefined || (recorded.nummer === nummer && recorded.hash === hash)) {
      this.#behind = false
      return
    }
    const next = await takeOver(this.#deps, recorded, this.#inForce)
    if (next !== undefined) {
      this.#swap(next)
      this.#deps.log.info(FOLLOWED, { beleid: recorded.hash })
      return
    }
    if (!this.#behind) this.#deps.log.error(BEHIND, { beleid: recorded.hash })
    this.#behind = true
    this.#rest = LOOK_REST
    this.#fail('niet-hier')
  }

  /** The one place where a set takes the place of another: whoever took the old one keeps it, whoever comes after gets the new one. */
  #swap(next: InForce): void {
    this.#inForce = next
    this.#failure = undefined
    this.#behind = false
    this.#rest = 0
  }

  #fail(soort: Beleidsfout): void {
    this.#failure = { tijdstip: this.#deps.now(), soort }
  }

  /** One change at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }
}
