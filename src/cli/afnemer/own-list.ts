/** A municipality's own list of persons as CSV: those whom debt help knows, or who objected. A list with a fault is not used at all. */
import { Dag } from '../../model/ids.ts'
import { readTable, type Tabelrij } from './csv-table.ts'
import { type Gezocht, isSamePerson } from './sought.ts'

/** The columns that such a list may have; each row has a BSN, or a surname with postcode and number. */
const KOLOMMEN = [
  'burgerservicenummer',
  'achternaam',
  'voorvoegsel',
  'voorletters',
  'geboortedatum',
  'postcode',
  'huisnummer',
  'huisletter',
  'huisnummertoevoeging',
] as const
type Kolom = (typeof KOLOMMEN)[number]

/** Whether someone stands in the list. */
export type OwnList = { readonly aantal: number; has(gezocht: Gezocht): boolean }

type Row = { readonly burgerservicenummer?: string | undefined; readonly persoon?: Gezocht }

/**
 * Reads the list in `path`.
 * @throws Error in Dutch with line and column of the first fault; never a value
 */
export function readOwnList(path: string): OwnList {
  const rows = readTable(path, KOLOMMEN).map((row) => {
    const read = toRow(row)
    if ('waarom' in read)
      throw new Error(
        `${path}, regel ${row.regel}${read.kolom === '' ? '' : `, ${read.kolom}`}: ${read.waarom} De lijst is niet gebruikt; verbeter haar.`,
      )
    return read
  })
  const numbers = new Set(rows.flatMap(({ burgerservicenummer }) => burgerservicenummer ?? []))
  const byPlace = Map.groupBy(
    rows.flatMap(({ persoon }) => persoon ?? []),
    placeOf,
  )
  return {
    aantal: rows.length,
    has: (gezocht) =>
      (gezocht.burgerservicenummer !== undefined && numbers.has(gezocht.burgerservicenummer)) ||
      (byPlace.get(placeOf(gezocht)) ?? []).some((one) => isSamePerson(one, gezocht)),
  }
}

/** Whoever is compared lives at the same number. */
const placeOf = ({ adres: { postcode, huisnummer } }: Gezocht): string =>
  `${postcode.replaceAll(' ', '').toUpperCase()}/${huisnummer}`

type Fault = { readonly kolom: Kolom | ''; readonly waarom: string }

const FORMS: readonly (readonly [Kolom, (cell: string) => boolean, string])[] = [
  ['burgerservicenummer', (cell) => /^\d{9}$/.test(cell), 'Verwacht: negen cijfers.'],
  ['postcode', (cell) => /^[1-9]\d{3} ?[A-Za-z]{2}$/.test(cell), 'Verwacht: een postcode.'],
  [
    'huisnummer',
    (cell) => /^[1-9]\d{0,4}$/.test(cell),
    'Verwacht: een huisnummer, alleen cijfers.',
  ],
  ['geboortedatum', (cell) => Dag.safeParse(cell).success, 'Schrijf de datum als 1985-06-15.'],
]

function toRow(row: Tabelrij<Kolom>): Row | Fault {
  if ('fout' in row) return { kolom: '', waarom: row.fout }
  const { cellen } = row
  for (const [kolom, fits, waarom] of FORMS) {
    const cell = cellen.get(kolom)
    if (cell !== undefined && !fits(cell)) return { kolom, waarom }
  }
  const burgerservicenummer = cellen.get('burgerservicenummer')
  const persoon = personOf(cellen)
  if (persoon !== undefined) return { burgerservicenummer, persoon }
  if (burgerservicenummer !== undefined) return { burgerservicenummer }
  const waarom = 'Er is een burgerservicenummer nodig, of achternaam, postcode en huisnummer.'
  return { kolom: '', waarom }
}

function personOf(cellen: ReadonlyMap<Kolom, string>): Gezocht | undefined {
  const achternaam = cellen.get('achternaam')
  const postcode = cellen.get('postcode')
  const huisnummer = cellen.get('huisnummer')
  if (achternaam === undefined || postcode === undefined || huisnummer === undefined)
    return undefined
  return {
    achternaam,
    voorvoegsel: cellen.get('voorvoegsel'),
    voorletters: cellen.get('voorletters'),
    geboortedatum: cellen.get('geboortedatum'),
    burgerservicenummer: cellen.get('burgerservicenummer'),
    adres: {
      postcode,
      huisnummer: Number(huisnummer),
      huisletter: cellen.get('huisletter'),
      huisnummertoevoeging: cellen.get('huisnummertoevoeging'),
    },
  }
}
