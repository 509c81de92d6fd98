/** From the fields of a policy file to those that a decision looks up: who takes each, and until when it is kept. */
import { OPENINGSDOELEN, type Openingsdoel } from '../model/doel.ts'
import {
  AFGELEIDE_VELDEN,
  type AfgeleidVeld,
  bijzonderVeld,
  type VastVeld,
  VELDEN,
  type Veld,
} from '../model/veld.ts'
import type { Termijn } from './calendar.ts'
import type { DoelFile } from './doel-file.ts'
import type { DerivedRule, FieldGroup, FieldRule } from './field-rule.ts'
import type { WetFile } from './policy-file.ts'
import { windowOf } from './window.ts'

/** The term of a category that the check found. */
export function termOf(terms: ReadonlyMap<string, Termijn>, category: string): Termijn {
  const term = terms.get(category)
  if (term === undefined) throw new Error(`retention category ${category} passed the check`)
  return term
}

type PassingField = {
  readonly veld: Veld
  /** As a purpose names it. */
  readonly naam: keyof DoelFile['velden']
  readonly rule: NonNullable<WetFile['velden'][VastVeld]>
}

/** The fields that a rule lets through, those of its own last. */
const fieldsOf = (file: WetFile): readonly PassingField[] => [
  ...VELDEN.flatMap((veld) => {
    const rule = file.velden[veld]
    return rule === undefined ? [] : [{ veld, naam: veld, rule }]
  }),
  ...Object.entries(file.bijzonderheden).flatMap(([code, { doelen, ...rule }]) =>
    doelen === undefined
      ? []
      : [{ veld: bijzonderVeld(code), naam: 'bijzonderheden' as const, rule: { ...rule, doelen } }],
  ),
]

type Opening = {
  readonly doel: Openingsdoel
  readonly velden: DoelFile['velden']
  readonly file: DoelFile
}

/** The purposes for which sealed fields are opened. */
const openingsOf = (purposes: readonly DoelFile[]): readonly Opening[] =>
  purposes.flatMap((file) =>
    OPENINGSDOELEN.filter((doel) => doel === file.doel).map((doel) => ({
      doel,
      velden: file.velden,
      file,
    })),
  )

/** The derived fields that a rule gives and a purpose takes. */
export function compileDerived(
  file: WetFile,
  purposes: readonly DoelFile[],
): ReadonlyMap<AfgeleidVeld, DerivedRule> {
  return new Map(
    AFGELEIDE_VELDEN.flatMap((veld) => {
      const rule = file.afgeleid[veld]
      if (rule === undefined) return []
      const doelen = purposes.flatMap((purpose) => {
        const vorm = purpose.velden[veld]?.vorm ?? 'afwezig'
        const given = purpose.doel !== 'terugkoppeling' && rule.doelen[purpose.doel] === vorm
        return given && vorm !== 'afwezig'
          ? [{ doel: purpose.doel, vorm, ...windowOf(purpose) }]
          : []
      })
      return [[veld, { omdat: rule.omdat, grondslag: rule.grondslag, doelen }] as const]
    }),
  )
}

/** The fields that a rule lets pass, each with the purposes that take it. */
export function compileFields(
  file: WetFile,
  purposes: readonly DoelFile[],
  terms: ReadonlyMap<string, Termijn>,
): ReadonlyMap<Veld, FieldRule> {
  const openings = openingsOf(purposes)
  const groups = new Map<string, FieldGroup>()
  const fields = new Map<Veld, FieldRule>()
  for (const { veld, naam, rule } of fieldsOf(file)) {
    const doelen = openings
      .filter(({ doel }) => rule.doelen[doel] !== undefined)
      .filter(({ velden }) => velden[naam]?.vorm === 'heel')
      .map(({ doel, file }) => ({ doel, ...windowOf(file) }))
    const categorie = rule.bewaren ?? file.bewaren.verzegeld
    const key = JSON.stringify([doelen, categorie])
    const group = groups.get(key) ?? { doelen, categorie, termijn: termOf(terms, categorie) }
    groups.set(key, group)
    fields.set(veld, { omdat: rule.omdat, grondslag: rule.grondslag, group })
  }
  return fields
}
