/** From an address to a municipality, on a day. Pure: the rows of one postcode come in. */
import type { Dag, Gemeentecode } from '../model/ids.ts'
import type { RedenCode } from '../model/reden.ts'
import { type Opvolging, successorOf } from './successor.ts'

/** One address of the table (CBS: postcode, house number, municipality, district, neighbourhood); `tot` is exclusive. */
export type Adresrij = {
  readonly postcode: string
  readonly huisnummer: number
  readonly gemeentecode: Gemeentecode
  readonly wijkcode: string
  readonly buurtcode: string
  readonly vanaf: Dag
  readonly tot?: Dag | undefined
}

/** `wijkcode` is undefined when the house number is new and the postcode lies in more than one district, or the table's municipality was merged. */
export type Bestemming = {
  readonly gemeentecode: Gemeentecode
  readonly wijkcode: string | undefined
  readonly opmerkingen: readonly RedenCode[]
}

/** The one value that all items share; undefined when there is none or more than one. */
const shared = <T>(items: readonly T[]): T | undefined =>
  new Set(items).size === 1 ? items[0] : undefined

/**
 * The municipality of an address on `dag`, from the rows of its postcode. A house number that the table does not know goes to the
 * municipality of the postcode if the whole postcode lies in it, with the remark `adres-niet-gevonden`; undefined when nothing is sure.
 * Where the table still has a municipality that was merged by then, its successor receives, without a district: its own are not known yet.
 */
export function route(
  rows: readonly Adresrij[],
  huisnummer: number,
  dag: Dag,
  opvolgingen: readonly Opvolging[],
): Bestemming | undefined {
  const valid = rows.filter(({ vanaf, tot }) => vanaf <= dag && (tot === undefined || dag < tot))
  const exact = valid.filter((row) => row.huisnummer === huisnummer)
  const found = exact.length > 0 ? exact : valid
  const received = found.map((row) => successorOf(row.gemeentecode, opvolgingen, dag))
  const gemeentecode = shared(received)
  if (gemeentecode === undefined) return undefined
  const merged = found.some((row) => row.gemeentecode !== gemeentecode)
  const wijkcode = merged ? undefined : shared(found.map((row) => row.wijkcode))
  return { gemeentecode, wijkcode, opmerkingen: exact.length > 0 ? [] : ['adres-niet-gevonden'] }
}
