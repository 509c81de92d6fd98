/**
 * A try-out of a whole list: rows become questions that hold facts and names of fields. Equal questions are asked once; those that differ in
 * the amount only are asked for the lowest and the highest, and in between only where these two get other answers: a verdict never falls
 * back as the amount grows, since the law's threshold and a municipality's own are both lower bounds.
 */
import { presentFields } from '../../intake/parse-signaal.ts'
import type { Besluit } from '../../model/besluit.ts'
import { REDENEN } from '../../model/reden.ts'
import type { Toetsing } from '../../model/toetsing.ts'
import type { FindGemeente } from './find-gemeente.ts'
import type { Goed } from './local-list.ts'
import type { Reden } from './send-rows.ts'

type Vraag = Omit<Toetsing, 'achterstand'> & { readonly achterstand: Toetsing['achterstand'] }

/** Rows of one question but for the amount; `bedragen` in cents, with the rows that have it. */
type Groep = { readonly vraag: Vraag; readonly bedragen: Map<number, Proefrij[]> }

/** What the answer will be told of: no value. */
export type Proefrij = {
  readonly regel: number
  readonly kenmerk?: string
}

/** `redenen` of an accepted row are remarks. */
export type Proefuitslag = {
  readonly rij: Proefrij
  readonly aanvaard: boolean
  readonly redenen: readonly Reden[]
}

const PARALLEL = 8

export class TryOut {
  readonly #groups = new Map<string, Groep>()
  readonly #nowhere: Proefrij[] = []
  readonly #find: FindGemeente

  constructor(find: FindGemeente) {
    this.#find = find
  }

  /** Keeps of a row its facts and its place; no value of a person. */
  add({ signaal, onbruikbaar, regel, kenmerk }: Goed): void {
    const rij = { regel, ...(kenmerk === undefined ? {} : { kenmerk }) }
    const gemeentecode = this.#find(signaal.adres)
    if (gemeentecode === undefined) {
      this.#nowhere.push(rij)
      return
    }
    const { bedragInCenten, ...rest } = signaal.achterstand
    const facts = questionOf(signaal, gemeentecode, [...presentFields(signaal), ...onbruikbaar])
    const key = JSON.stringify([facts, rest])
    const groep = this.#groups.get(key) ?? { vraag: facts, bedragen: new Map<number, Proefrij[]>() }
    this.#groups.set(key, groep)
    const same = groep.bedragen.get(bedragInCenten) ?? []
    same.push(rij)
    groep.bedragen.set(bedragInCenten, same)
  }

  /** Asks, and gives every row its answer. `vragen` counts what was asked. */
  async ask(
    toets: (vraag: Toetsing) => Promise<Besluit>,
  ): Promise<{ readonly vragen: number; readonly uitslagen: readonly Proefuitslag[] }> {
    let vragen = 0
    const counted = (vraag: Toetsing): Promise<Besluit> => {
      vragen += 1
      return toets(vraag)
    }
    const groups = [...this.#groups.values()]
    const uitslagen: Proefuitslag[] = this.#nowhere.map((rij) => ({
      rij,
      aanvaard: false,
      redenen: [reasonOf('postcode-onbekend')],
    }))
    const worker = async (): Promise<void> => {
      for (let groep = groups.pop(); groep !== undefined; groep = groups.pop())
        uitslagen.push(...(await askGroup(groep, counted)))
    }
    await Promise.all(Array.from({ length: PARALLEL }, worker))
    return { vragen, uitslagen: uitslagen.toSorted((a, b) => a.rij.regel - b.rij.regel) }
  }
}

function questionOf(
  signaal: Goed['signaal'],
  gemeentecode: Toetsing['gemeentecode'],
  velden: Toetsing['velden'],
): Vraag {
  const {
    signaaltype,
    signaaldatum,
    achterstand,
    inspanningen,
    eindeleveringDatum,
    bijzonderheden,
  } = signaal
  const { bedragInCenten: _amount, ...since } = achterstand
  return {
    signaaltype,
    signaaldatum,
    gemeentecode,
    natuurlijkPersoon: signaal.persoon.natuurlijkPersoon,
    achterstand: { ...since, bedragInCenten: 0 },
    ...(inspanningen === undefined ? {} : { inspanningen }),
    ...(eindeleveringDatum === undefined ? {} : { eindeleveringDatum }),
    ...(bijzonderheden === undefined ? {} : { bijzonderheden }),
    velden: [...new Set(velden)].toSorted(),
  }
}

/** The words of a reason that is given here, without asking. */
function reasonOf(code: keyof typeof REDENEN): Reden {
  const { zin, remedie } = REDENEN[code]
  return { kolom: '', code, uitleg: `${zin} ${remedie}` }
}

async function askGroup(
  { vraag, bedragen }: Groep,
  toets: (vraag: Toetsing) => Promise<Besluit>,
): Promise<readonly Proefuitslag[]> {
  const amounts = [...bedragen.keys()].toSorted((a, b) => a - b)
  const answers = new Map<number, Besluit>()
  const ask = async (at: number): Promise<Besluit> => {
    const bedragInCenten = amounts[at] ?? 0
    const known = answers.get(bedragInCenten)
    const answer =
      known ?? (await toets({ ...vraag, achterstand: { ...vraag.achterstand, bedragInCenten } }))
    answers.set(bedragInCenten, answer)
    return answer
  }
  const between = async (low: number, high: number): Promise<void> => {
    const [lowest, highest] = [await ask(low), await ask(high)]
    if (high - low < 2) return
    if (isSame(lowest, highest)) {
      for (let at = low + 1; at < high; at += 1) answers.set(amounts[at] ?? 0, lowest)
      return
    }
    const middle = Math.floor((low + high) / 2)
    await between(low, middle)
    await between(middle, high)
  }
  await between(0, amounts.length - 1)
  return amounts.flatMap((amount) => {
    const answer = answers.get(amount)
    return answer === undefined
      ? []
      : (bedragen.get(amount) ?? []).map((rij) => ({ rij, ...readBesluit(answer) }))
  })
}

const isSame = (a: Besluit, b: Besluit): boolean =>
  JSON.stringify([a.besluit, a.redenen, a.velden]) ===
  JSON.stringify([b.besluit, b.redenen, b.velden])

const readBesluit = ({ besluit, redenen }: Besluit): Omit<Proefuitslag, 'rij'> => ({
  aanvaard: besluit === 'aanvaard',
  redenen: redenen.map(({ code, zin, remedie }) => ({
    kolom: '',
    code,
    uitleg: `${zin} ${remedie}`,
  })),
})
