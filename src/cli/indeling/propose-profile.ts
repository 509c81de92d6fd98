/** Proposes a profile for an export, as YAML with remarks for whoever completes it. */
import { findKolom } from '../../intake/list/columns.ts'
import { guessColumn, type Voorstel } from './guess-column.ts'
import { fieldsOf, type Kolomregel } from './profile-form.ts'

/** An export as far as it was looked at; `rijen` some of its rows. */
export type Uitdraai = {
  readonly naam: string
  readonly kolommen: readonly string[]
  readonly rijen: readonly (readonly string[])[]
  readonly tekenset: 'utf-8' | 'windows-1252'
  readonly signaaltype: string | undefined
}

const NEEDED = [
  'persoon.achternaam',
  'adres.postcode',
  'adres.huisnummer',
  'achterstand.bedragInCenten',
]

/** Plain where YAML cannot take it for anything else. */
const scalar = (text: string): string =>
  /^\p{L}[\p{L}\d _.-]*$/u.test(text) &&
  !/^(?:y|n|yes|no|on|off|true|false|null|ja|nee)$/i.test(text) &&
  !text.endsWith(' ')
    ? text
    : JSON.stringify(text)

/** The profile's text; what it cannot know stands there as a remark. */
export function proposeProfile(uitdraai: Uitdraai): string {
  const taken = new Set<string>()
  const dropped: string[] = []
  const lines: string[] = []
  const number = numberColumn(uitdraai.kolommen)
  for (const [at, kolom] of uitdraai.kolommen.entries()) {
    if (kolom === '') continue
    const voorstel = guessColumn(
      kolom,
      uitdraai.rijen.map((rij) => rij[at] ?? ''),
    )
    const isDouble = uitdraai.kolommen.indexOf(kolom) !== at
    if (voorstel === undefined || isDouble || !claim(voorstel.regel, taken)) dropped.push(kolom)
    else lines.push(...columnLines(kolom, voorstel))
  }
  return [
    ...head(uitdraai, taken),
    'kolommen:',
    ...lines,
    '',
    ...constants(uitdraai, taken),
    ...tail(
      dropped.filter((kolom) => taken.has('kenmerk') || kolom !== number),
      taken,
    ),
    '',
  ].join('\n')
}

/** Every field once, except the list of reminders. */
function claim(regel: Kolomregel, taken: Set<string>): boolean {
  const fields = fieldsOf(regel).map((veld) => findKolom(veld)?.veld ?? veld)
  if (fields.some((veld) => taken.has(veld) && veld !== 'inspanningen.herinneringen')) return false
  for (const veld of fields) taken.add(veld)
  return true
}

function columnLines(kolom: string, { regel, omdat }: Voorstel): readonly string[] {
  const remark = omdat === '' ? '' : `  # ${omdat}`
  const { codes, ...rest } = regel
  const parts = Object.entries(rest)
  if (codes === undefined && parts.length === 1 && regel.veld !== undefined)
    return [`  ${scalar(kolom)}: ${regel.veld}${remark}`]
  return [
    `  ${scalar(kolom)}:${remark}`,
    ...parts.map(([naam, waarde]) => `    ${naam}: ${String(waarde)}`),
    ...(codes === undefined ? [] : ['    codes:']),
    ...Object.entries(codes ?? {}).map(
      ([code, betekenis]) => `      ${JSON.stringify(code)}: ${betekenis}`,
    ),
  ]
}

function head(
  { naam, tekenset, kolommen }: Uitdraai,
  taken: ReadonlySet<string>,
): readonly string[] {
  return [
    '# Indeling voor "signaalpoort aanleveren --indeling". Voorgesteld uit kopregel en vorm van de waarden: loop elke regel na.',
    '# Wat hier niet staat, blijft op deze computer. Alle velden: docs/lijsten.md.',
    'indeling: 1',
    `naam: ${scalar(naam)}`,
    ...(tekenset === 'utf-8' ? [] : ['bestand:', `  tekenset: ${tekenset}`]),
    ...(taken.has('kenmerk') ? [] : kenmerkLines(kolommen)),
    '',
  ]
}

/** What an administration calls the debt itself, better than the customer. */
const NUMBERS = [/^(?:contract|overeenkomst|dossier)/i, /^(?:huurder|klant|debiteur|relatie|bp)/i]

/** The column that tells one debt from another, by its name. */
function numberColumn(kolommen: readonly string[]): string | undefined {
  const numbers = kolommen.filter((kolom) => /n(?:umme)?r\.?$/i.test(kolom))
  return NUMBERS.flatMap((pattern) => numbers.filter((one) => pattern.test(one)))[0]
}

function kenmerkLines(kolommen: readonly string[]): readonly string[] {
  const kolom = numberColumn(kolommen)
  const line = `kenmerk: ${JSON.stringify(`{maand}-{${kolom ?? 'Kolom'}}`)}`
  return [
    '# Uw eigen kenmerk van dit ene signaal, elke maand een ander; geen gegeven van een persoon. {Kolom} is een cel, {maand} de maand.',
    kolom === undefined ? `# ${line}` : line,
  ]
}

function constants({ signaaltype }: Uitdraai, taken: ReadonlySet<string>): readonly string[] {
  return [
    '# Voor elke regel hetzelfde:',
    'vast:',
    `  ${signaaltype === undefined ? '# signaaltype: huur' : `signaaltype: ${signaaltype}`}`,
    ...(taken.has('signaaldatum') ? [] : ['  signaaldatum: vandaag']),
    ...(taken.has('persoon.natuurlijkPersoon')
      ? []
      : [
          '  # Alleen als er geen rechtspersonen in de uitdraai staan:',
          '  # persoon.natuurlijkPersoon: ja',
        ]),
    ...(taken.has('inspanningen.reactie')
      ? []
      : ['  # Alleen als dat voor elke regel waar is:', '  # inspanningen.reactie: geen']),
  ]
}

function tail(dropped: readonly string[], taken: ReadonlySet<string>): readonly string[] {
  const missing = NEEDED.filter((veld) => !taken.has(veld))
  return [
    ...(missing.length === 0 ? [] : ['', `# Nog geen kolom gevonden voor: ${missing.join(', ')}.`]),
    ...(dropped.length === 0
      ? []
      : [
          '',
          '# Deze kolommen gaan niet mee:',
          ...dropped.map((kolom) => `#   ${kolom.replaceAll(/\s+/g, ' ')}`),
        ]),
  ]
}
