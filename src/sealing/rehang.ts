/** Hanging the fields of one signal on other days: which rows go, and which fields come together under which due date. Pure. */
import type { Dag, SignaalId } from '../model/ids.ts'
import type { Veld } from '../model/veld.ts'

/** A sealed row as it is stored; its arrays run in step. */
export type HeldRow = {
  readonly signaalId: SignaalId
  readonly versie: number
  readonly vervaldatum: Dag
  readonly volgnummer: number
  readonly oin: string
  readonly velden: readonly Veld[]
  readonly doelen: readonly string[]
  readonly waarden: readonly Uint8Array[]
  readonly dozen: readonly Uint8Array[]
  /** Null where it is not known. */
  readonly sleutels: readonly string[] | null
  readonly oorspronkelijk: readonly Dag[] | null
}

/** The new day of a field, and the one that it has without its hold where it is held. */
export type NewDue = { readonly vervaldatum: Dag; readonly oorspronkelijk?: Dag }

/** Asked for each field, with its day and the one that it has without its hold; undefined: the field goes. */
export type DueOf = (veld: Veld, vervaldatum: Dag, oorspronkelijk: Dag) => NewDue | undefined

/** One field on its way to another row: where it stands now, and its new day. */
export type MovedField = { readonly row: HeldRow; readonly index: number; readonly due: NewDue }

/** `remove`: rows that go as they are; `add`: the fields of each new row, by its due date, earliest first. */
export type Regrouped = {
  readonly remove: readonly HeldRow[]
  readonly add: ReadonlyMap<Dag, readonly MovedField[]>
}

const isStill = ({ row, index, due }: MovedField): boolean =>
  due.vervaldatum === row.vervaldatum &&
  (due.oorspronkelijk ?? row.vervaldatum) === (row.oorspronkelijk?.[index] ?? row.vervaldatum)

/** The rows of one signal, by the new days of their fields. A row of which nothing leaves and to which nothing comes stays untouched. */
export function regroup(rows: readonly HeldRow[], dueOf: DueOf): Regrouped {
  const fields = rows.flatMap((row) =>
    row.velden.map((veld, index) => {
      const own = row.oorspronkelijk?.[index] ?? row.vervaldatum
      return { row, index, due: dueOf(veld, row.vervaldatum, own) }
    }),
  )
  const moving = fields.filter(
    (field) => field.due === undefined || !isStill({ ...field, due: field.due }),
  )
  const touched = new Set(moving.flatMap(({ row, due }) => [row.vervaldatum, due?.vervaldatum]))
  const staying = fields.flatMap(({ row, index, due }) =>
    due !== undefined && (touched.has(row.vervaldatum) || touched.has(due.vervaldatum))
      ? [{ row, index, due }]
      : [],
  )
  const groups = Map.groupBy(staying, ({ due }) => due.vervaldatum)
  return {
    remove: rows.filter(({ vervaldatum }) => touched.has(vervaldatum)),
    add: new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}
