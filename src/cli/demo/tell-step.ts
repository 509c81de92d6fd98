/** Tells one posted signal: who, about whom, the verdict, on which article, what stayed behind, what the municipality may see. */
import { allowedToday } from '../../legal/decide.ts'
import type { Besluit, Besluitreden } from '../../model/besluit.ts'
import type { Openingsdoel } from '../../model/doel.ts'
import type { Veld } from '../../model/veld.ts'
import type { Tone } from './narrator.ts'
import { heldBack, passedFields } from './outcome.ts'
import { addressIn, nameIn, type Played, type Stage, valueAt } from './stage.ts'
import { citer, euro, partyName, WAAROM_NIET, wordsFor } from './words.ts'

const INDENT = 7
const LABEL = 17

type Row = readonly [label: string, text: string]

/** Writes the lines of one step. */
export function tellStep(stage: Stage, played: Played, total: number): void {
  const { narrator } = stage
  const { nummer, step } = played
  narrator.say('')
  const number = `${String(nummer).padStart(2)}/${total}`
  narrator.say(headOf(played), { begin: `${number} `, verder: INDENT, tone: 'kop' })
  narrator.say(step.wat, { inspringen: INDENT })
  const [tone, verdict, rows] = toldOf(stage, played)
  narrator.say(step.waarom, { begin: `${verdict}.`, inspringen: INDENT, tone })
  for (const [label, text] of rows)
    narrator.say(text, {
      begin: label.padEnd(LABEL),
      tone: 'zacht',
      inspringen: INDENT + 2,
      verder: INDENT + 3 + LABEL,
    })
}

function headOf({ step, signaal }: Played): string {
  const who = `${partyName(step.door)}${step.namens === undefined ? '' : `, namens ${partyName(step.namens)},`}`
  const what = valueAt(signaal, 'signaaltype') === 'huur' ? 'huurachterstand' : 'premieachterstand'
  const amount = euro(Number(valueAt(signaal, 'achterstand.bedragInCenten')))
  const where = `${addressIn(signaal)}, ${String(valueAt(signaal, 'adres.plaatsnaam'))}`
  return `${who} meldt een ${what} van ${amount}: ${nameIn(signaal)}, ${where}.`
}

function toldOf(
  stage: Stage,
  { outcome, signaal }: Played,
): readonly [Tone, string, readonly Row[]] {
  const place = String(valueAt(signaal, 'adres.plaatsnaam'))
  const nothing: Row = [`${place} ziet`, 'niets']
  switch (outcome.soort) {
    case 'aanvaard':
      return toldOfAccepted(stage, outcome.antwoord.besluit, outcome.antwoord.versie, place)
    case 'herhaald':
      return [
        'goed',
        'HERHAALD',
        [['De poort stuurt', 'hetzelfde ontvangstbewijs als de eerste keer']],
      ]
    case 'geweigerd':
      return ['fout', 'GEWEIGERD', [...outcome.besluit.redenen.flatMap(reasonRows(stage)), nothing]]
    case 'ongeldig': {
      const faults = outcome.fouten.map(
        ({ pointer, detail }): Row => ['De poort zegt', `${pointer}: ${detail}`],
      )
      return ['fout', 'GEWEIGERD, de vorm is fout', [...faults, nothing]]
    }
    case 'niet-toegelaten':
      return [
        'fout',
        'GEWEIGERD aan de deur',
        [['De poort zegt', `${outcome.titel}. ${outcome.raad}`], nothing],
      ]
    case 'onverwacht':
      return ['fout', 'ONVERWACHT', [['De poort zegt', outcome.tekst]]]
  }
}

const reasonRows =
  ({ policies }: Stage) =>
  ({ zin, grondslag, remedie }: Besluitreden): readonly Row[] => [
    ['De poort zegt', grondslag === undefined ? zin : `${zin} [${citer(policies)([grondslag])}]`],
    ['en raadt aan', remedie],
  ]

function toldOfAccepted(
  stage: Stage,
  besluit: Besluit,
  versie: number,
  place: string,
): readonly [Tone, string, readonly Row[]] {
  const held = heldBack(besluit)
  const articles = besluit.velden.flatMap(({ grondslag }) => grondslag)
  const rows: readonly Row[] = [
    ['Mag volgens', citer(stage.policies)(articles)],
    ...[...Map.groupBy(held, ({ reden }) => reden)].map(
      ([reden, fields]): Row => [
        'Blijft achter',
        `${wordsFor(fields.map(({ veld }) => veld))}: ${reden === undefined ? '' : WAAROM_NIET[reden]}`,
      ],
    ),
    ...besluit.redenen.map(({ zin }): Row => ['De poort zegt', zin]),
    [`${place} mag zien`, visible(stage, besluit)],
  ]
  const verdict = versie > 1 ? `AANVAARD als versie ${versie}` : `AANVAARD voor ${place}`
  if (held.length === 0) return ['goed', verdict, rows]
  return [
    'deels',
    `${verdict}, zonder ${held.length === 1 ? '1 veld' : `${held.length} velden`}`,
    rows,
  ]
}

/** What whoever offers help may see, and what only the check by machine may. */
function visible(stage: Stage, besluit: Besluit): string {
  const passed = passedFields(besluit)
  const forHelp = passed.filter((veld) => mayOpen(stage, besluit, 'hulpaanbod', veld))
  const checkOnly = passed.filter((veld) => !forHelp.includes(veld))
  const words = wordsFor(forHelp)
  return checkOnly.length === 0 ? words : `${words}; alleen bij de controle: ${wordsFor(checkOnly)}`
}

/** Whether the policies let a field of this signal open for a purpose today. */
export function mayOpen(
  { policies, dag }: Stage,
  { beleid }: Besluit,
  doel: Openingsdoel,
  veld: Veld,
): boolean {
  const signaaltype = beleid.id.replace(/^wet\/|@.*$/g, '')
  return allowedToday(policies, { signaaltype, doel, veld, dag }) !== undefined
}
