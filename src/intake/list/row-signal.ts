/** From the cells of one row to a signal's JSON, and from the faults of a signal back to columns. */
import { Kenmerk } from '../../model/ids.ts'
import { type Lijstregel, type Regelfout, regelfout } from '../../model/lijst.ts'
import type { Problem } from '../../model/problem.ts'
import { type Kolom, placeCell } from './columns.ts'

/** One filled cell and its column; `bron` is what the list itself calls it, where that is another name. */
export type Cel = { readonly kolom: Kolom; readonly tekst: string; readonly bron?: string }

/** An empty cell is an absent field. Every fault of the row at once. */
export function signalOfCells(regel: number, cellen: Iterable<Cel>): Lijstregel {
  const signaal: Record<string, unknown> = {}
  const fouten: Regelfout[] = []
  for (const { kolom, tekst, bron } of cellen) {
    if (tekst === '') continue
    const gelezen = placeCell(signaal, kolom, tekst)
    if ('fout' in gelezen) fouten.push(regelfout(gelezen.fout, bron ?? kolom.naam))
  }
  const named = { regel, ...kenmerkOf(signaal) }
  return fouten.length === 0 ? { ...named, signaal } : { ...named, fouten }
}

/** The `kenmerk` of a signal's JSON, if it has a well-formed one. */
export function kenmerkOf(signaal: unknown): { readonly kenmerk?: Kenmerk } {
  if (typeof signaal !== 'object' || signaal === null) return {}
  const kenmerk = Kenmerk.safeParse(Reflect.get(signaal, 'kenmerk'))
  return kenmerk.success ? { kenmerk: kenmerk.data } : {}
}

/** The faults of a signal that `parseSignaal` or the strict reader refused, by column: dotted names, without places in a list. */
export function faultsOf(problem: Problem, signaal?: unknown): readonly Regelfout[] {
  if (problem.errors.length === 0)
    return [{ kolom: '', code: problem.kind, uitleg: 'Dit signaal is niet aangenomen.' }]
  const seen = new Set<string>()
  return problem.errors.flatMap(({ pointer, code, detail }) => {
    const kolom = columnOf(pointer.split('/').slice(1), signaal)
    if (seen.has(`${kolom} ${code}`)) return []
    seen.add(`${kolom} ${code}`)
    return [{ kolom, code, uitleg: detail }]
  })
}

function columnOf(path: readonly string[], signaal: unknown): string {
  const [group = '', index = '', ...rest] = path
  if (group !== 'bijzonderheden') return path.filter((part) => !/^\d+$/.test(part)).join('.')
  const list: unknown = Reflect.get(Object(signaal) as object, group)
  const item: unknown = Array.isArray(list) ? list[Number(index)] : undefined
  const code: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'code') : ''
  const isCode = typeof code === 'string' && /^[a-z-]{1,40}$/.test(code)
  return isCode ? `${group}.${code}` : rest.includes('code') ? `${group}.code` : group
}
