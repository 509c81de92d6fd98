/** Whether a rule shows by example what it does: one that passes whole, one refusal per condition, one withheld field per field of its neighbours. */
import { REDENEN, type RedenCode } from '../model/reden.ts'
import type { VastVeld } from '../model/veld.ts'
import type { PolicyFault } from './check.ts'
import type { PolicyDocuments } from './compile.ts'
import { CODE } from './conditions.ts'
import type { Voorbeeld, WetFile } from './policy-file.ts'

const isPlain = ({ feiten, met, zonder, verwacht, redenen }: Voorbeeld): boolean =>
  verwacht === 'aanvaard' &&
  redenen.length === 0 &&
  feiten === undefined &&
  met === undefined &&
  zonder === undefined

/** The reasons that an example must show on its own: those of the rule's conditions, and of what stands in every rule. */
const askedReasons = ({ voorwaarden, naar }: WetFile): readonly RedenCode[] => [
  ...new Set<RedenCode>([
    'afzender-niet-bevoegd',
    'gegevensdeling-geweigerd',
    ...(naar.aangewezen === undefined ? [] : (['gemeente-niet-aangewezen'] as const)),
    ...voorwaarden.map(({ voorwaarde }) => CODE[voorwaarde]),
  ]),
]

/** An example whose only reason it is: a second one would hide that the first does nothing. */
const shows = ({ verwacht, redenen }: Voorbeeld, code: RedenCode): boolean =>
  redenen.length === 1 &&
  redenen[0] === code &&
  (verwacht === 'geweigerd') === REDENEN[code].weigert

const fileFaults = (
  file: string,
  rule: WetFile,
  neighbours: ReadonlySet<string>,
): readonly PolicyFault[] => {
  const { voorbeelden, velden } = rule
  const missing: string[] = []
  if (!voorbeelden.some(isPlain))
    missing.push('een signaal dat heel wordt aanvaard (alleen naam en verwacht: aanvaard)')
  for (const code of askedReasons(rule).filter((one) => !voorbeelden.some((v) => shows(v, one))))
    missing.push(
      REDENEN[code].weigert
        ? `een signaal dat alleen om ${code} wordt geweigerd`
        : `een signaal dat met alleen de opmerking ${code} wordt aanvaard`,
    )
  const withheld = [...neighbours].filter(
    (veld) =>
      velden[veld as VastVeld] === undefined &&
      !voorbeelden.some(
        (one) => one.verwacht === 'aanvaard' && one.velden[veld as VastVeld] === 'niet-doorgegeven',
      ),
  )
  if (withheld.length > 0)
    missing.push(
      `een aanvaard signaal waarvan niet wordt doorgegeven wat andere regels wel toestaan: ${withheld.join(', ')}`,
    )
  return missing.map((what) => ({
    file,
    path: ['voorbeelden'],
    detail: `er ontbreekt een voorbeeld: ${what}. Voeg het toe.`,
  }))
}

/** The examples that are missing, per file. A field of a type's own has no neighbour. */
export function checkExamples({ wet }: PolicyDocuments): readonly PolicyFault[] {
  return [...wet].flatMap(([file, rule]) => {
    const others = [...wet.values()].filter(({ regel }) => regel !== rule.regel)
    const allowed = new Set(others.flatMap(({ velden }) => Object.keys(velden)))
    return fileFaults(file, rule, allowed)
  })
}
