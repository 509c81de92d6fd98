/**
 * Carries out approved decisions on terms whose day has come: in bounded batches every stored signal of the municipality gets its earlier
 * due dates, its fields hang on the keys of those days, and the keys of before are put down to be ended in this same sweep.
 */
import type { Tx } from '../../db/database.ts'
import { termsToCarryOut } from '../../legal/own-terms.ts'
import {
  gevolgenOf,
  isShortened,
  type Shortened,
  type Shortening,
  shorten,
  tallyOf,
  tallyShortened,
} from '../../legal/shorten.ts'
import type { Bewaarbesluit, Bewaargevolg, Bewaaruitvoering } from '../../model/bewaarbesluit.ts'
import { startOfDayInAmsterdam } from '../../model/calendar.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import type { Veld } from '../../model/veld.ts'
import {
  lockToCarryOut,
  saveUitvoering,
  type Uitvoeringsstand,
} from '../../retention/bewaarbesluit.store.ts'
import { listGemeenten } from '../../retention/due.store.ts'
import { putDownKeys } from '../../retention/early-end.store.ts'
import {
  lockNextStored,
  type Opgeslagen,
  setDueDates,
} from '../../retention/stored-signals.store.ts'
import { KeysAtHand, lockSealed, rehang } from '../../sealing/rehang.store.ts'
import type { DueOf } from '../../sealing/rehang.ts'
import { type Batch, bewaringOf, record, type Sweep, sweepBatches } from './sweep.ts'

/** A request that came in before midnight may still be under way: no decision is carried out within this time of its day. */
const UNDER_WAY_MS = 15 * 60_000

/** Every decision whose day has come, municipality by municipality. */
export async function carryOutDecisions(sweep: Sweep): Promise<void> {
  const { deps } = sweep
  for (const gemeentecode of await deps.db.transaction(bewaringOf(), listGemeenten))
    await sweepBatches(sweep, bewaringOf(gemeentecode), 'vervroegdeSignalen', (tx) =>
      carryOutBatch(sweep, tx, gemeentecode),
    )
}

async function carryOutBatch(sweep: Sweep, tx: Tx, gemeentecode: Gemeentecode): Promise<Batch> {
  const { deps, dag, at } = sweep
  const stand = await lockToCarryOut(tx, gemeentecode, dag)
  if (stand === undefined || !hasBegun(stand.besluit, at)) return { found: 0, gone: 0 }
  const { besluit } = stand
  const signals = await lockNextStored(tx, gemeentecode, stand.totSignaal, deps.batchSize)
  const done = await shortenAll(sweep, tx, besluit, signals)
  const klaar = signals.length < deps.batchSize
  const uitvoering = addToRecord(sweep, stand, done)
  const totSignaal = signals.at(-1)?.id
  await saveUitvoering(tx, besluit, { totSignaal, uitvoering, klaar })
  if (klaar) {
    const { voorzien, nagekomen } = uitvoering
    const event = {
      soort: 'bewaarbesluit-van-kracht',
      gemeentecode,
      besluitId: besluit.id,
    } as const
    await record(deps, tx, { ...event, voorzien, nagekomen }, { gemeentecode })
  }
  return { found: signals.length, gone: done.length }
}

const hasBegun = ({ ingangsdatum }: Bewaarbesluit, at: Date): boolean =>
  at.getTime() - startOfDayInAmsterdam(ingangsdatum).getTime() >= UNDER_WAY_MS

/** A signal that got earlier due dates. */
type Done = { readonly before: Opgeslagen; readonly after: Shortened }

async function shortenAll(
  sweep: Sweep,
  tx: Tx,
  besluit: Bewaarbesluit,
  signals: readonly Opgeslagen[],
): Promise<readonly Done[]> {
  const { deps } = sweep
  const policies = deps.policies()
  const terms = termsToCarryOut(policies, besluit.termijnen)
  const shortening: Shortening = { terms, ingangsdatum: besluit.ingangsdatum }
  const done = signals
    .map((before) => ({ before, after: shorten(policies, shortening, before) }))
    .filter(({ before, after }) => isShortened(before, after))
  const { gemeentecode } = besluit
  const ids = done.map(({ before }) => before.id)
  const rowsOf = Map.groupBy(await lockSealed(tx, gemeentecode, ids), (row) => row.signaalId)
  const datums = done.map(({ before: { id }, after: { vervaldatum, bevestigd } }) => ({
    id,
    vervaldatum,
    velden: bevestigd?.vervaldatum,
  }))
  await setDueDates(tx, gemeentecode, datums)
  const keys = new KeysAtHand(deps.keyring)
  try {
    const tools = { fieldBox: deps.fieldBox, keys }
    const moving = done.map((one) => ({
      rows: rowsOf.get(one.before.id) ?? [],
      dueOf: dueOf(sweep, one),
    }))
    await putDownKeys(tx, gemeentecode, await rehang(tx, tools, gemeentecode, moving))
  } finally {
    keys.forget()
  }
  return done
}

/** What is due today goes at once, unless it is held. */
function dueOf({ dag }: Sweep, { before, after }: Done): DueOf {
  const { bevrorenTot } = before
  const own = new Map<Veld, string>(
    after.velden.map(({ veld, vervaldatum }) => [veld, vervaldatum]),
  )
  return (veld, now, oorspronkelijk) => {
    const due = own.get(veld) ?? oorspronkelijk
    const held = bevrorenTot !== undefined && bevrorenTot > due && bevrorenTot > dag
    if (held) return { vervaldatum: bevrorenTot, oorspronkelijk: due }
    return due <= dag && due < now ? undefined : { vervaldatum: due }
  }
}

/** Counted apart: what the preview saw as it is now, and what changed since. */
function addToRecord(
  { deps, at }: Sweep,
  { besluit }: Uitvoeringsstand,
  done: readonly Done[],
): Bewaaruitvoering {
  const { ingangsdatum, termijnen, voorvertoning, uitvoering } = besluit
  const peil = new Date(voorvertoning?.peiltijdstip ?? 0)
  const isNew = ({ before }: Done): boolean =>
    before.aangeleverdTijdstip > peil || (before.ontvangenTijdstip ?? peil) > peil
  const categories = termijnen.map(({ categorie }) => categorie)
  const count = (earlier: readonly Bewaargevolg[], some: readonly Done[]): Bewaargevolg[] => {
    const tally = tallyOf(earlier)
    for (const { before, after } of some) {
      const { bevrorenTot } = before
      tallyShortened(tally, deps.policies(), { before, after, ingangsdatum, bevrorenTot, count: 1 })
    }
    return gevolgenOf(tally, categories)
  }
  return {
    tijdstip: at.toISOString(),
    voorzien: count(
      uitvoering?.voorzien ?? [],
      done.filter((one) => !isNew(one)),
    ),
    nagekomen: count(uitvoering?.nagekomen ?? [], done.filter(isNew)),
  }
}
