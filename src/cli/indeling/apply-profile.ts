/** Turns rows of an export into rows of a list, by a profile. Columns that it does not name go no further than this file. */
import { findKolom } from '../../intake/list/columns.ts'
import type { Csvregel } from '../../intake/list/csv-rows.ts'
import { type Cel, signalOfCells } from '../../intake/list/row-signal.ts'
import type { Dag } from '../../model/ids.ts'
import {
  type Lijstfoutcode,
  type Lijstregel,
  type Regelfout,
  regelfout,
} from '../../model/lijst.ts'
import { fieldsOf, type Indeling, type Kolomregel } from './profile-form.ts'
import { rewriteCell } from './rewrite-cell.ts'
import { splitHouseNumber, splitPostcode, splitStreet } from './split-address.ts'
import { splitName } from './split-name.ts'

/** `overgeslagen`: columns that were left out; `bronnen`: from a field to the columns that fill it. */
export type Vertaler = {
  readonly overgeslagen: readonly string[]
  readonly bronnen: ReadonlyMap<string, string>
  vertaal(rij: Csvregel): Lijstregel
}

/** A place of a template: the name of a column, or `maand`. */
const PLACE = /\{([^}]+)\}/g

type Delen = Readonly<Record<string, string | undefined>>
type Uitkomst = { readonly delen: Delen } | { readonly fout: Lijstfoutcode }

/**
 * Binds a profile to the head of an export.
 * @param vandaag what `vandaag` under `vast` stands for
 * @throws Error in Dutch naming the columns of the profile that are not there, or there twice
 */
export function bindProfile(indeling: Indeling, kop: readonly string[], vandaag: Dag): Vertaler {
  const inKenmerk = [...(indeling.kenmerk ?? '').matchAll(PLACE)].map(([, naam = '']) => naam)
  const named = [...Object.keys(indeling.kolommen), ...inKenmerk.filter((naam) => naam !== 'maand')]
  checkHead(named, kop)
  const leeg = new Set(indeling.bestand?.leeg)
  const vast = Object.entries(indeling.vast ?? {}).map(([veld, waarde]) =>
    cellOf(veld, waarde === 'vandaag' ? vandaag : (waarde ?? ''), `vast: ${veld}`),
  )
  const rules = Object.entries(indeling.kolommen)
  const vertaal = (rij: Csvregel): Lijstregel => {
    if ('fout' in rij) return { regel: rij.regel, fouten: [regelfout(rij.fout)] }
    const textOf = (kolom: string): string => {
      const text = rij.cellen[kop.indexOf(kolom)] ?? ''
      return leeg.has(text) ? '' : text
    }
    const fouten: Regelfout[] = []
    const cellen = rules.flatMap(([kolom, regel]) => {
      const text = textOf(kolom)
      const uitkomst: Uitkomst = text === '' ? { delen: {} } : readColumn(text, regel)
      if ('delen' in uitkomst)
        return Object.entries(uitkomst.delen).flatMap(([veld, deel]) =>
          deel === undefined ? [] : [cellOf(veld, deel, kolom)],
        )
      fouten.push(regelfout(uitkomst.fout, kolom))
      return []
    })
    const all = joinDates([...cellen, ...vast])
    return withFaults(
      signalOfCells(rij.regel, [...all, ...kenmerkOf(indeling, all, textOf)]),
      fouten,
    )
  }
  return {
    overgeslagen: kop.filter((kolom) => kolom !== '' && !named.includes(kolom)),
    bronnen: sourcesOf(indeling),
    vertaal,
  }
}

function checkHead(named: readonly string[], kop: readonly string[]): void {
  const count = (naam: string): number => kop.filter((kolom) => kolom === naam).length
  const missing = [...new Set(named)].filter((naam) => count(naam) !== 1)
  if (missing.length === 0) return
  const faults = missing.map(
    (naam) => `"${naam}" ${count(naam) === 0 ? 'ontbreekt' : 'staat er meer dan eens'}`,
  )
  throw new Error(
    `de kopregel past niet bij de indeling: ${faults.join(', ')}; pas de indeling aan, of controleer of dit de juiste export is`,
  )
}

function cellOf(veld: string, tekst: string, bron: string): Cel {
  const kolom = findKolom(veld)
  if (kolom === undefined) throw new Error('a profile fills a field that does not exist')
  return { kolom, tekst, bron }
}

function readColumn(text: string, regel: Kolomregel): Uitkomst {
  const { veld, splits, van = 'persoon' } = regel
  const under = (group: string, delen: object | undefined, fout: Lijstfoutcode): Uitkomst =>
    delen === undefined
      ? { fout }
      : {
          delen: Object.fromEntries(
            Object.entries(delen).map(([deel, waarde]) => [`${group}.${deel}`, String(waarde)]),
          ),
        }
  switch (splits) {
    case 'naam':
      return under(van, splitName(text, regel.volgorde), 'naam-onduidelijk')
    case 'huisnummer':
      return under('adres', splitHouseNumber(text), 'huisnummer-onduidelijk')
    case 'straat-huisnummer':
      return under('adres', splitStreet(text), 'huisnummer-onduidelijk')
    case 'postcode-plaats':
      return under('adres', splitPostcode(text), 'postcode-onduidelijk')
    case undefined: {
      const herschreven = rewriteCell(text, regel)
      return 'fout' in herschreven ? herschreven : { delen: { [veld ?? '']: herschreven.tekst } }
    }
  }
}

/** Several columns may each hold a reminder: they are one list. */
function joinDates(cellen: readonly Cel[]): readonly Cel[] {
  const dates = cellen.filter(({ kolom }) => kolom.soort === 'datums')
  const [first] = dates
  if (first === undefined || dates.length === 1) return cellen
  const bron = dates.map((cel) => cel.bron).join(' + ')
  const joined = { ...first, tekst: dates.map(({ tekst }) => tekst).join('|'), bron }
  return [...cellen.filter(({ kolom }) => kolom.soort !== 'datums'), joined]
}

/** The kenmerk that the profile composes; none while a part of it is empty. */
function kenmerkOf(
  { kenmerk }: Indeling,
  cellen: readonly Cel[],
  textOf: (kolom: string) => string,
): readonly Cel[] {
  if (kenmerk === undefined) return []
  const day = signalOfCells(
    0,
    cellen.filter(({ kolom }) => kolom.veld === 'signaaldatum'),
  )
  const signaaldatum =
    'signaal' in day
      ? (Reflect.get(Object(day.signaal) as object, 'signaaldatum') as unknown)
      : undefined
  const maand = typeof signaaldatum === 'string' ? signaaldatum.slice(0, 7) : ''
  const partOf = (naam: string): string => (naam === 'maand' ? maand : textOf(naam))
  if ([...kenmerk.matchAll(PLACE)].some(([, naam = '']) => partOf(naam) === '')) return []
  const tekst = kenmerk.replaceAll(PLACE, (_, naam: string) => partOf(naam))
  return [cellOf('kenmerk', tekst, 'kenmerk')]
}

function withFaults(rij: Lijstregel, fouten: readonly Regelfout[]): Lijstregel {
  if (fouten.length === 0) return rij
  const { regel, kenmerk } = rij
  const earlier = 'fouten' in rij ? rij.fouten : []
  return { regel, ...(kenmerk === undefined ? {} : { kenmerk }), fouten: [...fouten, ...earlier] }
}

function sourcesOf({ kolommen, vast = {}, kenmerk }: Indeling): ReadonlyMap<string, string> {
  const sources = new Map<string, string>(kenmerk === undefined ? [] : [['kenmerk', 'kenmerk']])
  for (const veld of Object.keys(vast)) sources.set(veld, `vast: ${veld}`)
  for (const [kolom, regel] of Object.entries(kolommen))
    for (const veld of fieldsOf(regel)) {
      const naam = findKolom(veld)?.veld ?? veld
      const earlier = sources.get(naam)
      sources.set(naam, earlier === undefined ? kolom : `${earlier} + ${kolom}`)
    }
  return sources
}
