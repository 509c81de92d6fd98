/** The totals of a month, frozen before the first of its records ends: numbers only, kept when the records are gone. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Dag, type SignaalId } from '../../../model/ids.ts'
import type { Archief } from './archief.ts'
import { maandVan } from './dossier.ts'
import { Kpiregel, kpisOf } from './kpi.ts'

const Totalen = z.strictObject({
  vorm: z.literal(1),
  maand: z.string(),
  bevrorenDatum: Dag,
  regels: z.array(Kpiregel),
})
export type Totalen = z.infer<typeof Totalen>

const pathOf = ({ map }: Archief, maand: string): string => join(map, `totalen-${maand}.json`)

/** The frozen totals of a month; undefined while none of its records has ended. */
export function readTotalen(archief: Archief, maand: string): Totalen | undefined {
  const path = pathOf(archief, maand)
  return existsSync(path) ? Totalen.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined
}

/** The totals of a month as they stand on `dag`: frozen, or of the records that there are. */
export function totalenVan(archief: Archief, maand: string, dag: Dag): Totalen {
  return (
    readTotalen(archief, maand) ?? {
      vorm: 1,
      maand,
      bevrorenDatum: dag,
      regels: [...kpisOf(archief.all(), maand)],
    }
  )
}

/**
 * Erases records, once the totals of their months are safe on disk: a record that ended without being counted can never be counted again.
 * @returns those that are gone
 */
export function eraseCounted(
  archief: Archief,
  ids: readonly SignaalId[],
  dag: Dag,
): readonly SignaalId[] {
  const months = new Set(ids.flatMap((id) => archief.read(id) ?? []).map(maandVan))
  for (const maand of months)
    if (readTotalen(archief, maand) === undefined)
      writeFileSync(pathOf(archief, maand), JSON.stringify(totalenVan(archief, maand, dag)), {
        mode: 0o600,
        flag: 'wx',
        flush: true,
      })
  for (const id of ids) archief.erase(id)
  return ids
}
