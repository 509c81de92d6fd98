/** `signaalpoort gemeenten toon`: what the table knows, of which file, of one municipality or one address. */
import { Geografie, type Geografievraag } from '../model/geografie.ts'
import { callBeheer, openBeheer } from './beheer.ts'
import { subcommand } from './command.ts'
import { codeOf } from './gemeenten-opvolging.ts'
import { dutchNumber } from './import-progress.ts'

export const toonCommand = subcommand({
  words: ['[CODE | POSTCODE]', '[NUMMER]'],
  uitleg: 'Toont de tabel, een gemeente (0202) of een adres (6811AB 12), en uit welk bestand.',
  options: { json: { uitleg: 'als JSON' } },
  run: async (config, { values, words }) => {
    const vraag = vraagOf(words)
    const connection = await openBeheer(config)
    try {
      const found = await callBeheer(connection, '/gemeenten/toon', Geografie, { json: vraag })
      process.stdout.write(
        values.json ? `${JSON.stringify(found, null, 2)}\n` : describeGeography(found),
      )
      return 0
    } finally {
      await connection.close()
    }
  },
})

const POSTCODE = /^([1-9]\d{3}) ?([A-Z]{2})$/i

/**
 * What the words ask for.
 * @throws Error in Dutch when they are neither a code nor an address; it repeats no address
 */
export function vraagOf(words: readonly string[]): Geografievraag {
  const [first, second] = words
  if (first === undefined) return {}
  const [, digits, letters] = POSTCODE.exec(first) ?? []
  if (digits === undefined || letters === undefined) {
    if (second !== undefined) throw new Error('geef een postcode met een huisnummer: 6811AB 12')
    return { gemeentecode: codeOf(first) }
  }
  if (second === undefined || !/^[1-9]\d{0,4}$/.test(second))
    throw new Error('geef na de postcode een huisnummer, zonder letter of toevoeging')
  return {
    adres: { postcode: `${digits}${letters.toUpperCase()}`, huisnummer: Number(second) },
  }
}

/** The answer for people. */
export function describeGeography(found: Geografie): string {
  const naam = (code: string): string => [code, found.namen[code]].filter(Boolean).join(' ')
  const lines = [
    ...describeMunicipality(found, naam),
    ...describeAddress(found, naam),
    ...found.opvolgingen.map(
      ({ gemeentecode, opvolger, vanaf }) =>
        `${naam(gemeentecode)} is vanaf ${vanaf} opgegaan in ${naam(opvolger)}`,
    ),
    describeFile(found.bestand),
  ]
  return `${lines.join('\n')}\n`
}

type Naming = (code: string) => string

function describeMunicipality({ gemeente }: Geografie, naam: Naming): readonly string[] {
  if (gemeente === undefined) return []
  const { gemeentecode, adressen } = gemeente
  return [`Gemeente ${naam(gemeentecode)}: ${dutchNumber(adressen)} adressen vandaag`]
}

function describeAddress({ adres }: Geografie, naam: Naming): readonly string[] {
  if (adres === undefined) return []
  const { rijen, gaatNaar, nieuwNummer } = adres
  const rows = rijen.map(
    ({ gemeentecode, wijkcode, buurtcode, vanaf, tot }) =>
      `  vanaf ${vanaf}${tot === undefined ? '' : ` tot ${tot}`}: ${naam(gemeentecode)}, ${wijkcode}, ${buurtcode}`,
  )
  const head = rows.length === 0 ? 'Dit huisnummer staat niet in de tabel.' : 'In de tabel:'
  if (gaatNaar === undefined)
    return [
      head,
      ...rows,
      'Een signaal over dit adres wordt vandaag geweigerd (postcode-onbekend): geen of meer dan een gemeente past.',
    ]
  const why = nieuwNummer ? ', want de hele postcode ligt daar (adres-niet-gevonden)' : ''
  return [head, ...rows, `Een signaal gaat vandaag naar ${naam(gaatNaar)}${why}.`]
}

function describeFile(bestand: Geografie['bestand']): string {
  if (bestand === undefined)
    return 'Er is nog geen bestand ingelezen; de tabel heeft alleen de straten van de proef.'
  const { peildatum, ingelezenTijdstip, adressen, gemeenten, sha256 } = bestand
  return [
    `Laatste bestand: peildatum ${peildatum}, ingelezen op ${ingelezenTijdstip}`,
    `  ${dutchNumber(adressen)} adressen in ${gemeenten} gemeenten`,
    `  SHA-256 ${sha256}`,
  ].join('\n')
}
