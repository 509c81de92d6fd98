/** A municipality's own list of persons as CSV: those whom debt help knows, or who objected. A list with a fault is not used at all. */
import { readFileSync } from 'node:fs'
import { CsvRows, type Csvregel } from '../../intake/list/csv-rows.ts'
import { Dag } from '../../model/ids.ts'
import { Lijstweigering, regelfout } from '../../model/lijst.ts'
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
  const rows = readRows(path)
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

function readRows(path: string): readonly Row[] {
  const reader = new CsvRows()
  const rows: Row[] = []
  let columns: readonly Kolom[] | undefined
  const take = (regel: Csvregel): void => {
    columns ??= columnsOf(reader.kop?.kolommen ?? [], path)
    rows.push(toRow(regel, columns, path))
  }
  try {
    for (const regel of reader.push(readFileSync(path))) take(regel)
    for (const regel of reader.end()) take(regel)
  } catch (error) {
    if (!(error instanceof Lijstweigering)) throw error
    throw new Error(`${path}, ${error.message}`, { cause: error })
  }
  columns ??= columnsOf(reader.kop?.kolommen ?? [], path)
  return rows
}

function columnsOf(head: readonly string[], path: string): readonly Kolom[] {
  const known = head.map((name) => KOLOMMEN.find((one) => one === name.toLowerCase().trim()))
  const strange = known.indexOf(undefined)
  if (strange !== -1 || new Set(known).size < known.length)
    throw new Error(
      `${path}: de kop mag alleen deze kolommen hebben, elk één keer: ${KOLOMMEN.join(', ')}`,
    )
  return known.flatMap((one) => one ?? [])
}

const FORMS: Readonly<Partial<Record<Kolom, RegExp>>> = {
  burgerservicenummer: /^\d{9}$/,
  postcode: /^[1-9]\d{3} ?[A-Za-z]{2}$/,
  huisnummer: /^[1-9]\d{0,4}$/,
}

function toRow(regel: Csvregel, columns: readonly Kolom[], path: string): Row {
  const fault = (kolom: string, why: string): Error =>
    new Error(
      `${path}, regel ${regel.regel}${kolom === '' ? '' : `, ${kolom}`}: ${why} De lijst is niet gebruikt; verbeter haar.`,
    )
  if ('fout' in regel) throw fault('', regelfout(regel.fout).uitleg)
  const cells = new Map(columns.map((kolom, place) => [kolom, regel.cellen[place] ?? '']))
  const get = (kolom: Kolom): string | undefined => cells.get(kolom) || undefined
  for (const [kolom, form] of Object.entries(FORMS))
    if (!form.test(get(kolom as Kolom) ?? '') && get(kolom as Kolom) !== undefined)
      throw fault(kolom, 'Dit heeft niet de vorm die het moet hebben.')
  const geboortedatum = get('geboortedatum')
  if (geboortedatum !== undefined && !Dag.safeParse(geboortedatum).success)
    throw fault('geboortedatum', 'Schrijf de datum als 1985-06-15.')
  const burgerservicenummer = get('burgerservicenummer')
  const [achternaam, postcode, huisnummer] = [get('achternaam'), get('postcode'), get('huisnummer')]
  if (achternaam === undefined || postcode === undefined || huisnummer === undefined) {
    if (burgerservicenummer !== undefined) return { burgerservicenummer }
    throw fault('', 'Er is een burgerservicenummer nodig, of achternaam, postcode en huisnummer.')
  }
  const persoon: Gezocht = {
    achternaam,
    voorvoegsel: get('voorvoegsel'),
    voorletters: get('voorletters'),
    geboortedatum,
    burgerservicenummer,
    adres: {
      postcode,
      huisnummer: Number(huisnummer),
      huisletter: get('huisletter'),
      huisnummertoevoeging: get('huisnummertoevoeging'),
    },
  }
  return { burgerservicenummer, persoon }
}
