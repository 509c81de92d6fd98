/**
 * What the sender itself signalled of this person before, in its own rows alone: asked for every signal (does it repeat one of this month, or did
 * the arrears grow) and where a rule wants it (was there an early signal); kept as keyed hashes for 31 days.
 */
import { toHex } from '../../crypto/bytes.ts'
import { sameBytes } from '../../crypto/hash.ts'
import type { Tx } from '../../db/database.ts'
import {
  type Eerder,
  findEerdere,
  findEerderMaanden,
  findOwnType,
  type Gezocht,
  insertEerdere,
  lockPersonen,
} from '../../intake/own-earlier.store.ts'
import { type Persoonhashes, personHashes } from '../../intake/person-hash.ts'
import { addDays } from '../../legal/calendar.ts'
import { dueDate, type Policies } from '../../legal/compile.ts'
import type { MinimisedSignaal } from '../../legal/minimise.ts'
import type { Dag } from '../../model/ids.ts'
import type { Accepted } from './accepted.ts'
import type { Delivery, EigenEerder, Known, Offered, ReceiveSignalDeps } from './request.ts'

/** Of each set once: a list asks at every row. */
const asked = new WeakMap<Policies, ReadonlySet<string>>()

/** The types that a rule in this set asks for before another signal. */
export function askedTypes(policies: Policies): ReadonlySet<string> {
  const known = asked.get(policies)
  if (known !== undefined) return known
  const types = new Set(
    [...policies.documents.wet.values()]
      .flatMap(({ voorwaarden }) => voorwaarden)
      .flatMap((one) => (one.voorwaarde === 'vroegsignaalVooraf' ? one.signaaltypen : [])),
  )
  asked.set(policies, types)
  return types
}

/** Whether a rule of this type asks for the sender's own earlier signals. */
export const asks = (policies: Policies, signaaltype: string): boolean =>
  (policies.regels.get(signaaltype) ?? []).some(({ voorwaarden }) =>
    voorwaarden.some(({ naam }) => naam === 'vroegsignaalVooraf'),
  )

/** A signal that is about to be decided, with what of it would pass. */
export type Asking = Offered & Pick<Known, 'earlier'> & { readonly offered: MinimisedSignaal }

/** More persons than these are held all at once: what a database holds is bounded. */
const FEW = 4

/** One signal under the key of one month. */
type Question = Gezocht & Persoonhashes & { readonly asking: Asking }

/**
 * Finds the sender's own earlier signals of the persons of a chunk, with one statement, and holds those persons until commit. By what may
 * pass, and not by what is withheld. Without an entry: too little of it may pass to know a person by.
 */
export async function findOwnEarlier(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller: { namens: oin }, dag, vastgehoudenTot }: Delivery,
  signals: readonly Asking[],
): Promise<ReadonlyMap<Asking, EigenEerder>> {
  const thisMonth = dag.slice(0, 7)
  const before = monthsBefore(deps.policies(), dag)
  const now = await questionsOf(deps, oin, [thisMonth], signals)
  if (now.length === 0) return new Map()
  const persons = now.map(({ persoonHmac }) => toHex(persoonHmac))
  await lockPersonen(tx, oin, persons, persons.length > FEW)
  // After the lock: what another request kept meanwhile is seen.
  const used = new Set(await findEerderMaanden(tx, oin, [thisMonth, ...before]))
  const earlier = await questionsOf(
    deps,
    oin,
    before.filter((month) => used.has(month)),
    signals,
  )
  const questions = used.has(thisMonth) ? [...now, ...earlier] : earlier
  const found = await findEerdere(tx, oin, questions, { dag, vastgehoudenTot })
  const answers = Map.groupBy(found, ({ nummer }) => questions[nummer]?.asking)
  return new Map(
    now.map(({ asking, persoonHmac, bedragHmac }) => {
      const own = { questions, hashes: { persoonHmac, bedragHmac } }
      return [asking, answerOf(asking, answers.get(asking) ?? [], own)]
    }),
  )
}

/** The months before that of `dag`, the latest first, in which what was kept can still live on `dag`. */
function monthsBefore(policies: Policies, dag: Dag): readonly string[] {
  const months: string[] = []
  for (let last = lastBefore(dag); dueDate(policies, 'eerderSignaal', last) > dag; ) {
    months.push(last.slice(0, 7))
    last = lastBefore(last)
  }
  return months
}

/** The last day of the month before that of `dag`. */
const lastBefore = (dag: Dag): Dag => addDays(`${dag.slice(0, 7)}-01`, -1)

async function questionsOf(
  { keyring }: ReceiveSignalDeps,
  oin: Delivery['caller']['namens'],
  months: readonly string[],
  signals: readonly Asking[],
): Promise<readonly Question[]> {
  const questions: Question[] = []
  for (const sleutelmaand of months) {
    const key = await keyring.monthKey(oin, sleutelmaand)
    for (const asking of signals) {
      const hashes = personHashes(key, asking.offered)
      if (hashes !== undefined) questions.push({ asking, sleutelmaand, ...hashes })
    }
  }
  return questions
}

type Own = {
  /** All that were asked: an answer names one of them by its number. */
  readonly questions: readonly Question[]
  /** Of this signal, under the key of its month. */
  readonly hashes: Persoonhashes
}

/** Of the signal itself, corrected, nothing counts; nor does what came after it. */
function answerOf(
  { signaal, earlier }: Asking,
  answers: readonly Eerder[],
  { questions, hashes }: Own,
): EigenEerder {
  const others = answers.filter(({ signaalId }) => signaalId !== earlier?.signaalId)
  const before = others
    .filter(
      ({ telt, bedragHmac, signaaltype }) =>
        telt && bedragHmac !== null && signaaltype === signaal.signaaltype,
    )
    .filter(({ signaalId }) => earlier === undefined || signaalId < earlier.signaalId)
    .toSorted((a, b) => (a.signaalId < b.signaalId ? 1 : -1))
  const isSame = ({ nummer, bedragHmac }: Eerder): boolean => {
    const asked = questions[nummer]?.bedragHmac
    return bedragHmac !== null && asked !== undefined && sameBytes(bedragHmac, asked)
  }
  return {
    soorten: new Set(others.map(({ signaaltype }) => signaaltype)),
    herhaald: hashes.bedragHmac === undefined ? undefined : before.some(isSame),
    vorige: before[0] && { bedragklasse: before[0].bedragklasse },
    hashes,
  }
}

/**
 * The types that count as early signals of this sender before this one: of the last 31 days, and of the one that it names as `vervolgOp`;
 * undefined when no rule of this type asks, or too little may pass to know the person by.
 */
export async function findEarlierTypes(
  deps: Pick<ReceiveSignalDeps, 'policies'>,
  tx: Tx,
  { caller: { namens: oin } }: Delivery,
  { signaal: { signaaltype, vervolgOp } }: Offered,
  own: EigenEerder | undefined,
): Promise<ReadonlySet<string> | undefined> {
  if (own === undefined || !asks(deps.policies(), signaaltype)) return undefined
  const named = vervolgOp && (await findOwnType(tx, oin, vervolgOp))
  return named === undefined ? own.soorten : new Set([...own.soorten, named])
}

/**
 * Keeps the hashes of each person. Of a repeat none that another could repeat, so that who is signalled month after month is not closed for
 * ever; below a municipality's threshold no field passes, and none is kept.
 */
export async function keepOwnEarlier(
  deps: ReceiveSignalDeps,
  tx: Tx,
  { caller, dag }: Delivery,
  accepted: readonly Accepted[],
): Promise<void> {
  const policies = deps.policies()
  const types = askedTypes(policies)
  const vervaldatum = dueDate(policies, 'eerderSignaal', dag)
  const regels = []
  for (const { signaal, eigen, place, afgeleid, sluiting } of accepted) {
    const { signaaltype } = signaal
    if (eigen === undefined || (sluiting !== undefined && !types.has(signaaltype))) continue
    const { id: signaalId, gemeentecode, sleutelmaand } = place
    const { persoonHmac } = eigen.hashes
    const bedragHmac = sluiting === undefined ? (eigen.hashes.bedragHmac ?? null) : null
    const bedragklasse = bedragHmac === null ? null : afgeleid.bedragklasse
    const row = { signaalId, gemeentecode, signaaltype, sleutelmaand, vervaldatum }
    regels.push({ ...row, persoonHmac, bedragHmac, bedragklasse })
  }
  await insertEerdere(tx, caller.namens, regels)
}
