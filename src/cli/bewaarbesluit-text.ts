/** Decisions on terms and what they would do, as Dutch sentences for a terminal. Pure. */
import type {
  Bewaaraantal,
  Bewaarbesluit,
  Bewaarcategorie,
  Bewaargevolg,
  Bewaartermijnen,
  Voorvertoning,
} from '../model/bewaarbesluit.ts'
import { renderTable } from './table.ts'

const TOESTANDEN = {
  concept: 'concept: wacht op advies of goedkeuring',
  geadviseerd: 'geadviseerd: wacht op goedkeuring',
  goedgekeurd: 'goedgekeurd: gaat in op zijn dag',
  'van-kracht': 'van kracht',
  ingetrokken: 'ingetrokken',
  verworpen: 'verworpen',
} as const satisfies Record<Bewaarbesluit['toestand'], string>

const WIJZEN = {
  fgStelt: 'fgStelt (twee personen: opstellen en goedkeuren)',
  fgAdviseert: 'fgAdviseert (drie personen: opstellen, advies van de FG, goedkeuren)',
} as const satisfies Record<Bewaarbesluit['wijze'], string>

/** `3 signalen en 24 velden`; `niets`. */
function amount({ signalen, velden }: Bewaaraantal): string {
  const parts = [
    ...(signalen === 0 ? [] : [signalen === 1 ? '1 signaal' : `${signalen} signalen`]),
    ...(velden === 0 ? [] : [velden === 1 ? '1 verzegeld veld' : `${velden} verzegelde velden`]),
  ]
  return parts.length === 0 ? 'niets' : parts.join(' en ')
}

const isNone = ({ signalen, velden }: Bewaaraantal): boolean => signalen === 0 && velden === 0

function sentencesOf({ categorie, vervroegd, gewist, bevroren }: Bewaargevolg): readonly string[] {
  if (isNone(vervroegd)) return [`${categorie}: er verandert niets aan wat er al ligt.`]
  return [
    `${categorie}: eerdere vervaldatum voor ${amount(vervroegd)}.`,
    isNone(gewist)
      ? '  Daarvan op de ingangsdatum gewist: nog niets.'
      : `  Daarvan op de ingangsdatum gewist: ${amount(gewist)}.`,
    ...(isNone(bevroren) ? [] : [`  Bevroren en daarom nog niet gewist: ${amount(bevroren)}.`]),
  ]
}

/** What a preview says, and with which words an approver confirms having seen it. */
function describePreview({ peiltijdstip, controlegetal, gevolgen }: Voorvertoning): string {
  return [
    `Wat er lag op ${peiltijdstip}:`,
    ...gevolgen.flatMap(sentencesOf).map((line) => `  ${line}`),
    `Gezien: ${peiltijdstip}/${controlegetal}`,
  ].join('\n')
}

const deed = (word: string, done: { door: string; tijdstip: string } | undefined): string[] =>
  done === undefined ? [] : [`${word}: ${done.door}, ${done.tijdstip}`]

/** One decision. */
export function describeDecision(besluit: Bewaarbesluit): string {
  const { advies, uitvoering, voorvertoning } = besluit
  const lines = [
    `Besluit ${besluit.id}${besluit.kenmerk === undefined ? '' : ` (${besluit.kenmerk})`}`,
    `Stand: ${TOESTANDEN[besluit.toestand]}`,
    `Ingangsdatum: ${besluit.ingangsdatum}`,
    `Wijze: ${WIJZEN[besluit.wijze]}`,
    ...besluit.termijnen.map(({ categorie, termijn }) => `Termijn: ${categorie} ${termijn}`),
    ...(besluit.nieuweWijze === undefined ? [] : [`Nieuwe wijze: ${WIJZEN[besluit.nieuweWijze]}`]),
    ...deed('Opgesteld', besluit.opgesteld),
    ...deed(advies === undefined ? '' : `Advies (${advies.strekking})`, advies),
    ...deed('Besloten', besluit.besloten),
    ...deed('Ingetrokken', besluit.ingetrokken),
    ...(voorvertoning === undefined ? [] : [describePreview(voorvertoning)]),
    ...(uitvoering === undefined ? [] : executed(uitvoering)),
  ]
  return `${lines.join('\n')}\n`
}

function executed({ tijdstip, voorzien, nagekomen }: NonNullable<Bewaarbesluit['uitvoering']>) {
  const lines = (gevolgen: readonly Bewaargevolg[]): readonly string[] =>
    gevolgen.flatMap(sentencesOf).map((line) => `  ${line}`)
  const late = nagekomen.filter(({ vervroegd }) => !isNone(vervroegd))
  return [
    `Uitgevoerd ${tijdstip}, van wat de voorvertoning telde:`,
    ...lines(voorzien),
    ...(late.length === 0 ? [] : ['Van wat daarna kwam of werd bevestigd:', ...lines(late)]),
  ]
}

const termOf = ({ geldend }: Bewaarcategorie): string =>
  geldend.vanafDatum === undefined
    ? geldend.termijn
    : `${geldend.termijn} (eigen, sinds ${geldend.vanafDatum})`

/** The categories as a table, and the decisions below it. */
export function describeTerms(terms: Bewaartermijnen): string {
  const rows = terms.categorieen.map((one) => [
    one.categorie,
    termOf(one),
    `${one.wettelijk.minstens} – ${one.wettelijk.hoogstens}`,
    one.doorGemeente ? 'ja' : 'nee',
    one.wettelijk.bron,
  ])
  const table = renderTable([['categorie', 'geldt', 'grenzen', 'eigen', 'bron'], ...rows])
  if (terms.gemeentecode === undefined) return table
  const { besluiten, wijze = 'fgStelt' } = terms
  const head = ['besluit', 'stand', 'ingangsdatum', 'termijnen']
  const decided = besluiten.map((one) => [
    one.id,
    one.toestand,
    one.ingangsdatum,
    one.termijnen.map(({ categorie, termijn }) => `${categorie} ${termijn}`).join(', '),
  ])
  const list =
    decided.length === 0 ? 'Nog geen eigen besluiten.\n' : renderTable([head, ...decided])
  return `${table}\nGemeente ${terms.gemeentecode}; wijze ${WIJZEN[wijze]}\n\n${list}`
}
