/** `signaalpoort deelnemer`: shows and changes the parties of the register. */
import { readFileSync } from 'node:fs'
import { toHex } from '../crypto/bytes.ts'
import { sha256 } from '../crypto/hash.ts'
import { type Benadering, REGELINGEN } from '../model/benadering.ts'
import { ROLLEN } from '../model/deelnemer.ts'
import type { Deelnemerstand, Register } from '../model/deelnemerstand.ts'
import { type Command, subcommand } from './command.ts'
import { agreementRows } from './leverafspraak.ts'
import { mandateRows } from './mandaat.ts'
import { change, countMandaten, given, MEDEWERKER, readRegister, termOf } from './register.ts'
import { renderTable } from './table.ts'

const FIELDS = {
  naam: { waarde: 'NAAM', uitleg: 'naam van de organisatie' },
  rol: { waarde: 'ROL', uitleg: ROLLEN.join(', ') },
  gemeentecode: { waarde: 'CODE', uitleg: 'CBS-code; alleen voor een college' },
  sleutels: {
    waarde: 'BESTAND',
    uitleg: 'publieke clientsleutels (JWK of JWK Set), waarmee de partij een token vraagt',
  },
  overeenkomst: {
    waarde: 'BESTAND',
    uitleg: 'de verwerkersovereenkomst; alleen haar SHA-256 wordt bewaard',
  },
  emailadres: { waarde: 'ADRES', uitleg: 'van een afdeling, niet van een persoon' },
  telefoonnummer: { waarde: 'NUMMER', uitleg: 'van een afdeling, als +31101234567' },
  aanpak: { waarde: 'TEKST', uitleg: 'hoe hij benaderd wil worden; geen namen van personen' },
  incassodag: { waarde: 'N', meer: true, uitleg: 'dag van de maand waarop hij int' },
  regeling: { waarde: 'SOORT', meer: true, uitleg: `betalingsregeling: ${REGELINGEN.join(', ')}` },
  'regeling-maanden': { waarde: 'N', uitleg: 'hoe lang een regeling ten hoogste duurt' },
  'regeling-tekst': { waarde: 'TEKST', uitleg: 'toelichting bij de regelingen' },
} as const

const toon = subcommand({
  words: ['[OIN]'],
  uitleg: 'toont het register, of alles van één deelnemer',
  options: {
    alles: { uitleg: 'ook wie beëindigd is' },
    json: { uitleg: 'als JSON' },
  },
  run: async (config, { values, words }) => {
    const register = await readRegister(config, words[0])
    const text = words[0] === undefined ? renderAll(register, values.alles) : renderOne(register)
    process.stdout.write(values.json ? `${JSON.stringify(register, null, 2)}\n` : text)
    return 0
  },
})

const voegtoe = subcommand({
  words: ['OIN'],
  uitleg: 'voegt een deelnemer toe; ontvangersleutels volgen later',
  options: {
    ...FIELDS,
    onderdeel: { waarde: 'CODE', meer: true, uitleg: 'merk waaronder hij aanlevert' },
    vanaf: { waarde: 'DAG', uitleg: 'eerste dag (2026-11-03); standaard vandaag' },
    tot: { waarde: 'DAG', uitleg: 'eerste dag waarop hij niet meer meedoet' },
    medewerker: MEDEWERKER,
  },
  run: async (config, { values, words: [oin] }) => {
    const { naam, rol, gemeentecode, vanaf, tot, onderdeel, medewerker } = values
    if (naam === undefined || rol === undefined || values.sleutels === undefined)
      throw new Error('een deelnemer heeft ten minste --naam, --rol en --sleutels')
    const { per } = await change(
      config,
      '/deelnemers',
      medewerker,
      given({
        ...{ oin, naam, rol, gemeentecode, vanaf, tot, onderdelen: onderdeel },
        ...filesAndContact(values),
        benadering: approachOf(values),
      }),
    )
    process.stdout.write(`Deelnemer ${oin} toegevoegd; doet mee vanaf ${per}.\n`)
    return 0
  },
})

const wijzig = subcommand({
  words: ['OIN'],
  uitleg:
    'wijzigt wat u noemt; --emailadres en --telefoonnummer samen vervangen het contact, --aanpak, --incassodag en --regeling… samen de benadering',
  options: {
    ...FIELDS,
    onderdeel: { waarde: 'CODE', meer: true, uitleg: 'merk erbij' },
    'zonder-onderdeel': { waarde: 'CODE', meer: true, uitleg: 'merk eraf, vanaf vandaag' },
    bestemming: { waarde: 'HOST', meer: true, uitleg: 'host erbij waar seintjes heen mogen' },
    'zonder-bestemming': { waarde: 'HOST', meer: true, uitleg: 'host eraf, vanaf vandaag' },
    heropen: { uitleg: 'neemt een einde weg; beëindigde mandaten blijven beëindigd' },
    medewerker: MEDEWERKER,
  },
  run: async (config, { values, words: [oin = ''] }) => {
    const { naam, rol, gemeentecode, onderdeel, heropen, medewerker } = values
    await change(
      config,
      `/deelnemers/${encodeURIComponent(oin)}/wijziging`,
      medewerker,
      given({
        ...{ naam, rol, gemeentecode, onderdelenErbij: onderdeel },
        onderdelenEraf: values['zonder-onderdeel'],
        bestemmingenErbij: values.bestemming,
        bestemmingenEraf: values['zonder-bestemming'],
        ...filesAndContact(values),
        benadering: approachOf(values),
        tot: heropen ? null : undefined,
      }),
    )
    process.stdout.write(`Deelnemer ${oin} gewijzigd; dit geldt vanaf nu.\n`)
    return 0
  },
})

const beeindig = subcommand({
  words: ['OIN'],
  uitleg: 'beëindigt een deelnemer, elk mandaat dat hij gaf of kreeg en zijn leverafspraken',
  options: {
    per: { waarde: 'DAG', uitleg: 'eerste dag waarop hij niet meer meedoet; standaard vandaag' },
    medewerker: MEDEWERKER,
  },
  run: async (config, { values, words: [oin = ''] }) => {
    const path = `/deelnemers/${encodeURIComponent(oin)}/einde`
    const { per, mandaten } = await change(
      config,
      path,
      values.medewerker,
      given({ per: values.per }),
    )
    const also = mandaten === 0 ? '' : `, met ${countMandaten(mandaten)}`
    process.stdout.write(`Deelnemer ${oin} beëindigd per ${per}${also}.\n`)
    return 0
  },
})

/** The command. */
export const deelnemer: Command = {
  name: 'deelnemer',
  uitleg:
    'signaalpoort deelnemer: het register van deelnemers. Elke wijziging is een gebeurtenis in het logboek.',
  subcommands: { toon, voegtoe, wijzig, beeindig },
  slot: 'Werkt met een draaiende poort (geldt bij haar eerstvolgende verzoek) en met een gestopte. Niets wordt verwijderd.',
}

type Given = {
  readonly sleutels: string | undefined
  readonly overeenkomst: string | undefined
  readonly emailadres: string | undefined
  readonly telefoonnummer: string | undefined
}

function filesAndContact({ sleutels, overeenkomst, emailadres, telefoonnummer }: Given): object {
  const contact = given({ emailadres, telefoonnummer })
  return {
    clientsleutels: sleutels === undefined ? undefined : readKeys(sleutels),
    verwerkersovereenkomst:
      overeenkomst === undefined ? undefined : toHex(sha256(readFileSync(overeenkomst))),
    contact: Object.keys(contact).length === 0 ? undefined : contact,
  }
}

type GivenApproach = {
  readonly aanpak: string | undefined
  readonly incassodag: readonly string[] | undefined
  readonly regeling: readonly string[] | undefined
  readonly 'regeling-maanden': string | undefined
  readonly 'regeling-tekst': string | undefined
}

function approachOf({
  aanpak,
  incassodag,
  regeling,
  ...values
}: GivenApproach): object | undefined {
  const [maanden, toelichting] = [values['regeling-maanden'], values['regeling-tekst']]
  const hasPlan = [regeling, maanden, toelichting].some((one) => one !== undefined)
  const approach = given({
    aanpak,
    incassodagen: incassodag?.map(Number),
    betalingsregeling: hasPlan
      ? given({
          mogelijk: regeling ?? [],
          hoogstensMaanden: maanden === undefined ? undefined : Number(maanden),
          toelichting,
        })
      : undefined,
  })
  return Object.keys(approach).length === 0 ? undefined : approach
}

/** A key set, or one key as a set. A private key leaves this function only as a refusal. */
function readKeys(path: string): unknown {
  const parsed = readJson(path)
  const keys: unknown = Reflect.get(parsed, 'keys') ?? [parsed]
  const isSecret = (key: unknown): boolean =>
    typeof key === 'object' && key !== null && ('d' in key || 'k' in key)
  if (Array.isArray(keys) && keys.some(isSecret))
    throw new Error(
      `${path} bevat een geheime sleutel: vraag de partij om alleen de publieke helft (zonder "d")`,
    )
  return { keys }
}

function readJson(path: string): object {
  const text = readFileSync(path, 'utf8')
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null) return parsed
  } catch {
    // The parser's own message quotes the file.
  }
  throw new Error(`${path} is geen JSON: geef een JWK of een JWK Set`)
}

function renderAll({ deelnemers, vandaag }: Register, alles: boolean): string {
  const shown = deelnemers.filter(({ tot }) => alles || tot === undefined || tot > vandaag)
  const rows = shown.map((one) => [
    one.oin,
    one.rol,
    one.gemeentecode ?? '-',
    termOf(one, vandaag),
    one.naam,
  ])
  const hidden = deelnemers.length - shown.length
  const end = hidden === 0 ? '' : `\n${hidden} beëindigd; --alles toont ze ook.\n`
  return renderTable([['oin', 'rol', 'gemeente', 'doet mee', 'naam'], ...rows]) + end
}

function renderOne({ deelnemers, mandaten, leverafspraken, vandaag }: Register): string {
  const [one] = deelnemers
  if (one === undefined) return ''
  const lines = linesOf(one, vandaag).map(([name, value]) => `${name.padEnd(24)}${value}`)
  const rows = mandaten.length === 0 ? 'Geen mandaten.\n' : mandateRows(mandaten, vandaag)
  const agreed = leverafspraken.length === 0 ? '' : `\n${agreementRows(leverafspraken, vandaag)}`
  return `${lines.join('\n')}\n\n${rows}${agreed}`
}

const linesOf = (one: Deelnemerstand, vandaag: string): readonly (readonly [string, string])[] => [
  ['OIN', one.oin],
  ['Naam', one.naam],
  ['Rol', one.rol],
  ['Gemeente', one.gemeentecode ?? '-'],
  ['Doet mee', termOf(one, vandaag)],
  ['Onderdelen', one.onderdelen.join(', ') || '-'],
  ['Bestemmingen', one.bestemmingen.join(', ') || '-'],
  ['E-mailadres', one.contact?.emailadres ?? '-'],
  ['Telefoonnummer', one.contact?.telefoonnummer ?? '-'],
  ['Benadering', one.benadering?.aanpak ?? '-'],
  ['Incassodagen', one.benadering?.incassodagen?.join(', ') ?? '-'],
  ['Betalingsregeling', planOf(one.benadering)],
  ['Clientsleutels (kid)', one.clientsleutels.join(', ')],
  ['Verwerkersovereenkomst', one.verwerkersovereenkomst ?? '-'],
]

function planOf({ betalingsregeling: plan }: Benadering = {}): string {
  if (plan === undefined) return '-'
  const maanden = plan.hoogstensMaanden
  const parts = [
    plan.mogelijk.join(', ') || 'geen',
    ...(maanden === undefined ? [] : [`hoogstens ${maanden} maanden`]),
    ...(plan.toelichting === undefined ? [] : [plan.toelichting]),
  ]
  return parts.join('; ')
}
