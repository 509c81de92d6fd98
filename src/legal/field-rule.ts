/** What a rule says of one field, ready to be looked up. */
import type { Beleidsdoel, Openingsdoel } from '../model/doel.ts'
import type { Vorm } from '../model/veld.ts'
import type { Termijn } from './calendar.ts'
import type { Window } from './window.ts'

/** A purpose that takes a field, while the purpose is in force. */
type Purpose = Window & { readonly doel: Openingsdoel }

/** Fields that go to the same purposes and end together share one group, so that a decision looks at it once. */
export type FieldGroup = {
  readonly doelen: readonly Purpose[]
  /** The category of `bewaartermijnen.yaml`, and the term that it has there. */
  readonly categorie: string
  readonly termijn: Termijn
}

export type FieldRule = {
  readonly omdat: string
  readonly grondslag: readonly string[]
  readonly group: FieldGroup
}

/** A field derived from others, for the purposes that take it. */
export type DerivedRule = {
  readonly omdat: string
  readonly grondslag: readonly string[]
  readonly doelen: readonly (Window & { readonly doel: Beleidsdoel; readonly vorm: Vorm })[]
}
