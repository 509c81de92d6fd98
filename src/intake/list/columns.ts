/** The columns of a list: dotted names of the vocabulary, and how a cell of each is read. */
import { type Lijstfoutcode, Lijstweigering, regelfout } from '../../model/lijst.ts'
import { bijzonderVeld, VELDEN } from '../../model/veld.ts'
import { type Celsoort, type Celwaarde, readCell } from './cell-value.ts'

/** `plaats`: the names that lead to the value in a signal's JSON; a field of a signal type's own has its `code` instead. */
export type Kolom = {
  readonly naam: string
  readonly veld: string
  readonly soort: Celsoort | 'bijzonder'
  readonly bestemming: { readonly plaats: readonly string[] } | { readonly code: string }
}

/** What is no text. A field that is not here is one. */
const SOORTEN: Readonly<Record<string, Celsoort>> = {
  signaaltype: 'woord',
  signaaldatum: 'datum',
  crisissignaal: 'jaNee',
  warmeOverdracht: 'jaNee',
  heraanbieding: 'jaNee',
  'persoon.geboortedatum': 'datum',
  'persoon.burgerservicenummer': 'cijfers9',
  'persoon.natuurlijkPersoon': 'jaNee',
  'medecontractant.geboortedatum': 'datum',
  'medecontractant.burgerservicenummer': 'cijfers9',
  'adres.huisnummer': 'getal',
  'adres.postcode': 'postcode',
  'contact.telefoonnummer': 'telefoon',
  'achterstand.bedragInCenten': 'bedragInCenten',
  'achterstand.ontstaansdatum': 'datum',
  'achterstand.maanden': 'getal',
  'polis.uzovinummer': 'cijfers4',
  eindeleveringDatum: 'datum',
  'inspanningen.pogingPersoonlijkContactDatum': 'datum',
  'inspanningen.gewezenOpSchuldhulpDatum': 'datum',
  'inspanningen.herinneringen': 'datums',
  'inspanningen.aanbodGegevensdelingDatum': 'datum',
  'inspanningen.reactie': 'woord',
}

/** The amount in euros, for whoever has no cents. */
const EURO = 'achterstand.bedragInEuro'
const CENTEN = 'achterstand.bedragInCenten'

/** Every column but those of `bijzonderheden`, in the order of a template. */
export const KOLOMNAMEN: readonly string[] = [
  'kenmerk',
  'signaaltype',
  ...VELDEN.flatMap((veld) => (veld === CENTEN ? [veld, EURO] : [veld])),
  'vervolgOp',
  'heraanbieding',
]

const KNOWN: ReadonlySet<string> = new Set(KOLOMNAMEN)
const OWN = /^bijzonderheden\.([a-z-]{1,40})(?::(bedragInCenten|bedragInEuro|datum|jaNee|code))?$/
const OWN_SOORT: Readonly<Record<string, Celsoort>> = { code: 'tekst' }

/** The column of this name; undefined when there is none. */
export function findKolom(naam: string): Kolom | undefined {
  const [, code, told] = OWN.exec(naam) ?? []
  if (code !== undefined) {
    const kind = told === undefined ? undefined : (OWN_SOORT[told] ?? (told as Celsoort))
    return { naam, veld: bijzonderVeld(code), soort: kind ?? 'bijzonder', bestemming: { code } }
  }
  if (!KNOWN.has(naam)) return undefined
  const veld = naam === EURO ? CENTEN : naam
  const soort = naam === EURO ? 'bedragInEuro' : (SOORTEN[naam] ?? 'tekst')
  return { naam, veld, soort, bestemming: { plaats: veld.split('.') } }
}

/** The columns that a kind of list has; `zonderKop`: what is said of a list in whose first line none of them stands. */
export type Kolommenlijst = {
  readonly find: (naam: string) => Kolom | undefined
  readonly zonderKop: Lijstfoutcode
}

/** Those of a list of signals. */
export const SIGNAALKOLOMMEN: Kolommenlijst = { find: findKolom, zonderKop: 'kop-ontbreekt' }

/** What may stand in a message: the first line of a file without a head is a row, and its cells are values. */
const SAFE_NAME = /^[\p{L}_][\p{L}_.: -]{0,39}$/u

const shown = (naam: string, at: number): string =>
  SAFE_NAME.test(naam) ? `kolom ${at + 1} (${naam})` : `kolom ${at + 1}`

/**
 * The columns of a head.
 * @throws Lijstweigering naming each column that does not exist or is there twice; none by name where no column is known at all
 */
export function readColumns(
  namen: readonly string[],
  { find, zonderKop }: Kolommenlijst,
): readonly Kolom[] {
  const found = namen.map(find)
  if (found.every((kolom) => kolom === undefined)) throw new Lijstweigering([regelfout(zonderKop)])
  const seen = new Set<string>()
  const fouten = found.flatMap((kolom, at) => {
    const place = shown(namen[at] ?? '', at)
    if (kolom === undefined) return [regelfout('kolom-onbekend', place)]
    if (seen.has(kolom.veld)) return [regelfout('kolom-dubbel', place)]
    seen.add(kolom.veld)
    return []
  })
  if (fouten.length > 0) throw new Lijstweigering(fouten)
  return found.filter((kolom) => kolom !== undefined)
}

type Eigen = Celwaarde & { readonly soort?: string }

/** How the kinds of `bijzonderheden` are called in JSON, by how a cell of them is read. */
const OWN_NAME: Readonly<Record<string, string>> = { tekst: 'code', bedragInEuro: 'bedragInCenten' }
const TELLING_SHAPE = /^(?:\d{4,}|[a-z-]+|\d{1,4}-\d{1,2}-\d{1,4})$/i

/** A value of a type's own field, with the kind that its shape tells where the head does not. */
function readOwn(soort: Celsoort | 'bijzonder', cell: string): Eigen {
  if (soort !== 'bijzonder') return { ...readCell(soort, cell), soort: OWN_NAME[soort] ?? soort }
  if (!TELLING_SHAPE.test(cell)) return { fout: 'soort-onduidelijk' }
  const kinds: readonly Celsoort[] = ['datum', 'jaNee', 'bedragInCenten', 'tekst']
  const hit = kinds.find((kind) => 'waarde' in readCell(kind, cell)) ?? 'tekst'
  return readOwn(hit, cell)
}

/** Puts the value of one cell in a signal's JSON under construction; gives the code of what is wrong with it instead. */
export function placeCell(
  signaal: Record<string, unknown>,
  { bestemming, soort }: Kolom,
  cell: string,
): Celwaarde {
  if ('code' in bestemming || soort === 'bijzonder') {
    const own = readOwn(soort, cell)
    if ('waarde' in own && 'code' in bestemming) {
      const { code } = bestemming
      const earlier = (signaal['bijzonderheden'] ?? []) as readonly unknown[]
      signaal['bijzonderheden'] = [...earlier, { code, soort: own.soort, waarde: own.waarde }]
    }
    return own
  }
  const gelezen = readCell(soort, cell)
  if (!('waarde' in gelezen)) return gelezen
  const [group = '', member] = bestemming.plaats
  signaal[group] =
    member === undefined
      ? gelezen.waarde
      : { ...(signaal[group] as object | undefined), [member]: gelezen.waarde }
  return gelezen
}
