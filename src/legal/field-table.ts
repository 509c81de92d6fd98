/**
 * A row for every field that a signal can have, in the order of a verdict, with each verdict that there can be on it. A verdict holds nothing of
 * the signal: it is made here, at load, and every decision shares it.
 */
import type { Veldbesluit, VeldReden } from '../model/besluit.ts'
import { VELDEN, type Veld } from '../model/veld.ts'
import type { FieldRule } from './field-rule.ts'

/** How a field passes when its rule lets it: its rule, the number of its group, and the verdict. */
type Passing = { readonly rule: FieldRule; readonly groep: number; readonly besluit: Veldbesluit }

export type Row = {
  readonly veld: Veld
  readonly plaats: number
  /** Undefined where no rule names the field; then it gets `anders`. */
  readonly door: Passing | undefined
  readonly anders: Veldbesluit
  readonly niet: Readonly<Record<VeldReden, Veldbesluit>>
}

export type FieldTable = ReadonlyMap<Veld, Row>

/** Facts that only decide; they pass when a rule names them, as any field. */
const FACTS_ONLY: ReadonlySet<Veld> = new Set(
  VELDEN.filter((veld) => veld === 'persoon.natuurlijkPersoon' || veld.startsWith('inspanningen.')),
)

/** Frozen: what one decision changed, all would say. */
const share = (besluit: Veldbesluit): Veldbesluit => {
  Object.freeze(besluit.grondslag)
  return Object.freeze(besluit)
}

const withheld = (veld: Veld, reden: VeldReden): Veldbesluit =>
  share({
    veld,
    uitkomst: reden === 'onbruikbaar' ? 'onbruikbaar' : 'niet-doorgegeven',
    grondslag: [],
    reden,
  })

const withheldBy = (veld: Veld): Row['niet'] => ({
  'geen-grondslag': withheld(veld, 'geen-grondslag'),
  'alleen-voor-besluit': withheld(veld, 'alleen-voor-besluit'),
  'geen-sleutel': withheld(veld, 'geen-sleutel'),
  'geen-doel': withheld(veld, 'geen-doel'),
  onbruikbaar: withheld(veld, 'onbruikbaar'),
  'signaal-geweigerd': withheld(veld, 'signaal-geweigerd'),
  'onder-gemeentelijke-drempel': withheld(veld, 'onder-gemeentelijke-drempel'),
  'herhaalde-melding': withheld(veld, 'herhaalde-melding'),
})

/** What of a rule the table is made of. */
export type FieldRules = {
  readonly velden: ReadonlyMap<Veld, FieldRule>
  readonly alleenVoorBesluit: ReadonlySet<Veld>
}

/** Without a rule no field passes. */
export const NO_RULES: FieldRules = { velden: new Map(), alleenVoorBesluit: new Set() }

/** The rows of a rule: for the vocabulary, and for those of `velden` that a signal type has of its own. */
export function tableOf(
  { velden, alleenVoorBesluit }: FieldRules,
  others: Iterable<Veld>,
): FieldTable {
  const all = new Set([...VELDEN, ...[...others].toSorted()])
  const groepen = [...new Set([...velden.values()].map(({ group }) => group))]
  const rijen = [...all].map((veld, plaats): Row => {
    const niet = withheldBy(veld)
    const rule = velden.get(veld)
    const isFactOnly = FACTS_ONLY.has(veld) || alleenVoorBesluit.has(veld)
    return {
      veld,
      plaats,
      door: rule && {
        rule,
        groep: groepen.indexOf(rule.group),
        besluit: share({ veld, uitkomst: 'doorgegeven', grondslag: [...rule.grondslag] }),
      },
      anders: niet[isFactOnly ? 'alleen-voor-besluit' : 'geen-grondslag'],
      niet,
    }
  })
  return new Map(rijen.map((row) => [row.veld, row]))
}
