/** Rows of a table told to the gateway: all are looked at before one is sent, and what is there already is not sent again. */
import type { GatewayClient } from '../../../client/client.ts'
import { readError } from '../../../client/read-error.ts'
import type { SignaalId } from '../../../model/ids.ts'
import { Meldingverloop } from '../../../model/verloop.ts'
import { dataOf } from '../../municipality.ts'
import { inOrder, type Rijfout } from '../row-fault.ts'

/** One row that can be sent. */
export type Meldregel = { readonly regel: number; readonly melding: SignaalId }

/** What was read of a table. */
export type Meldtabel<R extends Meldregel> = {
  readonly rijen: readonly R[]
  readonly fouten: readonly Rijfout[]
}

/** `bekend`: the gateway has it; otherwise why it cannot be told now. */
export type Oordeel = 'nieuw' | 'bekend' | Omit<Rijfout, 'regel'>

/** One kind of rows. */
export type Soort<R extends Meldregel> = {
  /** Judges the rows of one melding, in their order, by how that melding stands. */
  readonly judge: (verloop: Meldingverloop, rijen: readonly R[]) => readonly Oordeel[]
  readonly send: (
    client: GatewayClient,
    rij: R,
    verloop: Meldingverloop,
  ) => Promise<{ readonly response: Response; readonly data?: unknown; readonly error?: unknown }>
}

export type Afloop = {
  readonly gemeld: number
  readonly bekend: number
  /** Not sent: there were wrong rows, or it was a try-out. */
  readonly nietGestuurd: number
  readonly fouten: readonly Rijfout[]
}

/** `proef`: looks only. `ookMetFouten`: sends the right rows although others are wrong. */
export type Wijze = { readonly proef: boolean; readonly ookMetFouten: boolean }

type Beoordeeld<R> = {
  readonly rij: R
  readonly verloop: Meldingverloop | undefined
  readonly oordeel: Oordeel
}

const GONE: Oordeel = { kolom: 'melding', waarom: 'Deze melding is er niet, of niet voor u.' }
/** The gateway looked at the row and says no: the others stand by themselves. Anything else ends the run. */
const REFUSED: ReadonlySet<number> = new Set([400, 404, 409, 412, 422])

/**
 * Tells the gateway what is new. May be run again over the same table: whatever was told stays told once.
 * @throws Error in one line when the gateway cannot go on, with what was told by then
 */
export async function tellRows<R extends Meldregel>(
  client: GatewayClient,
  tabel: Meldtabel<R>,
  soort: Soort<R>,
  { proef, ookMetFouten }: Wijze,
): Promise<Afloop> {
  const judged = await judgeAll(client, tabel.rijen, soort)
  const fouten = [...tabel.fouten, ...judged.flatMap(faultsOf)]
  const fresh = judged.filter(({ oordeel }) => oordeel === 'nieuw')
  const bekend = judged.filter(({ oordeel }) => oordeel === 'bekend').length
  if (proef || (fouten.length > 0 && !ookMetFouten))
    return { gemeld: 0, bekend, nietGestuurd: fresh.length, fouten: inOrder(fouten) }
  let gemeld = 0
  for (const { rij, verloop } of fresh) {
    if (verloop === undefined) continue
    const refused = await sendOne(client, soort, rij, verloop, gemeld)
    if (refused === undefined) gemeld += 1
    else fouten.push(refused)
  }
  return { gemeld, bekend, nietGestuurd: 0, fouten: inOrder(fouten) }
}

const faultsOf = <R extends Meldregel>({ rij, oordeel }: Beoordeeld<R>): readonly Rijfout[] =>
  typeof oordeel === 'string' ? [] : [{ regel: rij.regel, ...oordeel }]

async function judgeAll<R extends Meldregel>(
  client: GatewayClient,
  rijen: readonly R[],
  { judge }: Soort<R>,
): Promise<readonly Beoordeeld<R>[]> {
  const judged: Beoordeeld<R>[] = []
  for (const [id, own] of Map.groupBy(rijen, ({ melding }) => melding)) {
    const verloop = await readCourse(client, id)
    const verdicts = verloop === undefined ? [] : judge(verloop, own)
    judged.push(...own.map((rij, at) => ({ rij, verloop, oordeel: verdicts[at] ?? GONE })))
  }
  return judged.toSorted((a, b) => a.rij.regel - b.rij.regel)
}

/** How a melding stands: codes and days, no field; nothing is disclosed by it. */
async function readCourse(
  client: GatewayClient,
  id: SignaalId,
): Promise<Meldingverloop | undefined> {
  const answer = await client.GET('/meldingen/{id}/verloop', { params: { path: { id } } })
  return answer.response.status === 404 ? undefined : Meldingverloop.parse(dataOf(answer))
}

async function sendOne<R extends Meldregel>(
  client: GatewayClient,
  { send }: Soort<R>,
  rij: R,
  verloop: Meldingverloop,
  gemeld: number,
): Promise<Rijfout | undefined> {
  const { data, error, response } = await send(client, rij, verloop)
  if (data !== undefined) return undefined
  const waarom = readError(error)
  if (REFUSED.has(response.status)) return { regel: rij.regel, kolom: '', waarom }
  throw new Error(
    `${waarom} (${gemeld} regels zijn gemeld; geef hetzelfde bestand opnieuw: wat is gemeld, gaat niet nog eens)`,
  )
}
