/** Sorts of columns that `kysely` has no name for. */
import type { ColumnType } from 'kysely'

/** Null where nothing was written. */
export type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>
/** Read as parsed, written as text. */
export type Json<T> = ColumnType<T, string, string>
export type OptionalJson = ColumnType<unknown, string | null | undefined, string | null>
