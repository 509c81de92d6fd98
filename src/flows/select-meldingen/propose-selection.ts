/** A municipality asks for a choice from its work list: a proposal that explains itself, and changes nothing. */
import { canonicalJson } from '../../crypto/canonical-json.ts'
import { uuidv7 } from '../../crypto/uuid.ts'
import type { Tx } from '../../db/database.ts'
import { dueDate, type Policies } from '../../legal/compile.ts'
import { werkwijzeOf } from '../../legal/werkwijze.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Caller } from '../../model/caller.ts'
import type { SignaalId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import {
  type Grenzen,
  type Selectie,
  SelectieId,
  type Selectievraag,
} from '../../model/selectie.ts'
import type { Rest, Werkwijze } from '../../model/werkwijze.ts'
import type { Lijstregel } from '../../selection/candidates.ts'
import { type Keuze, propose, type Voorstelregel } from '../../selection/propose.ts'
import {
  findKeuzeByKey,
  insertKeuze,
  type Keuzekop,
  type Keuzeregel,
  listKeuzeregels,
} from '../../selection/selectie.store.ts'
import { sharesOf } from '../../selection/shares.ts'
import { markShown } from '../../selection/werkvoorraad.store.ts'
import {
  countsOf,
  manner,
  readWorkList,
  recordChoice,
  refuseWhenLogIsBehind,
  type SelectingDeps,
  scopeOf,
  toSelectie,
} from './selecting.ts'

const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000

export type SelectionRequest = {
  readonly vraag: Selectievraag
  readonly idempotentiesleutel?: string
}

/**
 * Proposes over the work list of now; what waits gets its melding first. The same idempotency key and question within 24 hours gives the
 * first proposal.
 * @throws Problem `niet-gevonden` for another municipality; `verzoek-onjuist` for a threshold beside a class boundary, a weight of an
 *         unknown kind or a melding that does not wait; `idempotentiesleutel-hergebruikt`
 */
export async function proposeSelection(
  deps: SelectingDeps,
  caller: Caller,
  { vraag, idempotentiesleutel: sleutel }: SelectionRequest,
): Promise<{ readonly herhaald: boolean; readonly selectie: Selectie }> {
  const { gemeentecode } = vraag
  if (!caller.gemeenten.includes(gemeentecode)) throw new Problem('niet-gevonden')
  const at = deps.now()
  const dag = dayInAmsterdam(at)
  const policies = deps.policies()
  const werkwijze = werkwijzeOf(policies, gemeentecode, dag)
  const grenzen = limitsOf(policies, werkwijze, vraag)
  await refuseWhenLogIsBehind(deps)
  await deps.group([gemeentecode])
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const sinds = new Date(at.getTime() - KEY_LIFETIME_MS)
    const first =
      sleutel === undefined ? undefined : await findKeuzeByKey(tx, gemeentecode, sleutel, sinds)
    if (first !== undefined) return { herhaald: true, selectie: await again(tx, vraag, first) }
    await markShown(tx, gemeentecode, at)
    const list = await readWorkList(policies, tx, gemeentecode, dag)
    const proposed = propose(list, choiceOf(vraag, list), grenzen)
    const regels = keepable(proposed)
    const kop = {
      id: SelectieId.parse(uuidv7(at, deps.random)),
      toestand: 'voorgesteld',
      vraag,
      grenzen,
      rest: restOf(werkwijze, vraag),
      aandelen: sharesOf(proposed),
      voorgesteld: { door: caller.medewerker ?? 'systeem', tijdstip: at.toISOString() },
      vastgesteld: undefined,
      teruggedraaid: undefined,
    } as const
    const vervaldatum = dueDate(policies, 'gebeurtenisMedewerker', dag)
    const { door } = kop.voorgesteld
    await insertKeuze(tx, { ...kop, gemeentecode, door, at, sleutel, vervaldatum }, regels)
    await recordChoice(deps, tx, { caller, gemeentecode, at }, eventOf(kop, regels))
    return { herhaald: false, selectie: toSelectie(gemeentecode, kop, regels) }
  })
}

const eventOf = (kop: Keuzekop, regels: readonly Keuzeregel[]) =>
  ({
    soort: 'selectie-voorgesteld',
    selectieId: kop.id,
    wijze: manner(kop),
    ...(kop.grenzen.capaciteit === undefined ? {} : { capaciteit: kop.grenzen.capaciteit }),
    aantallen: countsOf(regels),
  }) as const

/** @throws Problem `idempotentiesleutel-hergebruikt` when the first question was another */
async function again(tx: Tx, vraag: Selectievraag, first: Keuzekop): Promise<Selectie> {
  if (canonicalJson(first.vraag) !== canonicalJson(vraag))
    throw new Problem('idempotentiesleutel-hergebruikt')
  const { gemeentecode } = vraag
  return toSelectie(gemeentecode, first, await listKeuzeregels(tx, gemeentecode, first.id))
}

/** Whoever names some decides nothing about the others; with everyone chosen there are none. */
function restOf({ rest }: Werkwijze, vraag: Selectievraag): Rest | undefined {
  return vraag.alles === true || vraag.meldingen !== undefined ? undefined : rest
}

function faultAt(pointer: string, detail: string): Problem {
  return new Problem('verzoek-onjuist', { errors: [{ pointer, code: 'onjuist', detail }] })
}

/** What the question leaves out is as the college decided; where everyone or some are named there is no limit. */
function limitsOf(policies: Policies, werkwijze: Werkwijze, vraag: Selectievraag): Grenzen {
  const isLimited = vraag.alles === undefined && vraag.meldingen === undefined
  const capaciteit = vraag.capaciteit ?? (isLimited ? werkwijze.capaciteit : undefined)
  const maximumPerWijk = vraag.maximumPerWijk ?? (isLimited ? werkwijze.maximumPerWijk : undefined)
  checkThreshold(policies, vraag)
  checkWeights(policies, vraag)
  return {
    ...(capaciteit === undefined ? {} : { capaciteit }),
    ...(maximumPerWijk === undefined ? {} : { maximumPerWijk }),
    ...(vraag.drempelInCenten === undefined ? {} : { drempelInCenten: vraag.drempelInCenten }),
    volgorde: [...(vraag.volgorde ?? werkwijze.volgorde)],
    gewichten: { ...(vraag.gewichten ?? werkwijze.gewichten) },
    uitsluitHerhaald: vraag.uitsluitHerhaald ?? (isLimited && werkwijze.uitsluitHerhaald),
  }
}

/** A threshold between two boundaries would say more of a signal than its class does. */
function checkThreshold(policies: Policies, { drempelInCenten }: Selectievraag): void {
  const bounds = policies.documents.klassen.bedrag.grenzenInCenten
  if (drempelInCenten === undefined || bounds.includes(drempelInCenten)) return
  throw faultAt('/drempelInCenten', `Kies een grens van de klassen: ${bounds.join(', ')}.`)
}

function checkWeights({ regels }: Policies, { gewichten }: Selectievraag): void {
  const shown = new Set([...regels.values()].flat().map(({ toonAls }) => toonAls))
  const unknown = Object.keys(gewichten ?? {}).find((soort) => !shown.has(soort))
  if (unknown === undefined) return
  const detail = `De werkvoorraad toont deze soort niet. Kies uit: ${[...shown].toSorted().join(', ')}.`
  throw faultAt(`/gewichten/${unknown}`, detail)
}

function choiceOf({ alles, meldingen }: Selectievraag, list: readonly Lijstregel[]): Keuze {
  if (alles === true) return { wijze: 'alles' }
  if (meldingen === undefined) return { wijze: 'grenzen' }
  const waiting = new Set(list.map(({ id }) => id))
  const unknown = meldingen.findIndex((id) => !waiting.has(id))
  if (unknown >= 0)
    throw faultAt(`/meldingen/${unknown}`, 'Deze melding wacht niet in uw werkvoorraad.')
  return { wijze: 'meldingen', ids: new Set<SignaalId>(meldingen) }
}

/** What is kept of a proposal: no class, and of a district only a number that means nothing outside it. */
function keepable(proposed: readonly Voorstelregel<Lijstregel>[]): readonly Keuzeregel[] {
  const groups = new Map<string, number>()
  const groupOf = (wijk: string | undefined): number | undefined => {
    if (wijk === undefined) return undefined
    const number = groups.get(wijk) ?? groups.size + 1
    groups.set(wijk, number)
    return number
  }
  return proposed.map(({ kandidaat, ...one }) => ({
    id: kandidaat.id,
    plaats: one.plaats,
    gekozen: one.gekozen,
    buitenGrenzen: one.buitenGrenzen,
    reden: one.reden,
    maatstaven: one.maatstaven,
    wijkgroep: groupOf(kandidaat.wijk),
    stand: kandidaat.stand,
  }))
}
