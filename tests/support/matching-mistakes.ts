/** How the same person is written differently by different senders: each kind of mistake by name, applied where it can be. */
import type { Adres } from '../../src/matching/normalise-address.ts'
import type { Naam } from '../../src/matching/normalise-name.ts'
import { CALL_NAMES } from './matching-names.ts'
import type { Achternaam, Iemand, Toeval } from './matching-persons.ts'

export type Schrijfwijze = Naam & Adres

/** Undefined where the mistake cannot be made. */
type Mistake = (who: Iemand, clean: Schrijfwijze, toeval: Toeval) => Schrijfwijze | undefined

const fullOf = ({ voorvoegsel, naam }: Achternaam): string => `${voorvoegsel} ${naam}`.trim()

const initialsOf = (voornamen: readonly string[]): string =>
  voornamen.map((name) => `${name.startsWith('IJ') ? 'IJ' : name.slice(0, 1)}.`).join('')

/** As a careful sender writes it, after the BRP. */
export function writeCleanly({ voornamen, eigen, partner, adres }: Iemand): Schrijfwijze {
  const first = partner ?? eigen
  const achternaam = partner === undefined ? eigen.naam : `${partner.naam}-${fullOf(eigen)}`
  return {
    voorletters: initialsOf(voornamen),
    ...(first.voorvoegsel === '' ? {} : { voorvoegsel: first.voorvoegsel }),
    achternaam,
    ...adres,
  }
}

const stripMarks = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '')

/** The surname through `change`; undefined when that changes nothing. */
const surname =
  (change: (achternaam: string) => string): Mistake =>
  (_, clean) => {
    const achternaam = change(clean.achternaam)
    return achternaam === clean.achternaam ? undefined : { ...clean, achternaam }
  }

/** The prefix and the surname as one text. */
const withPrefix =
  (change: (voorvoegsel: string, achternaam: string) => string): Mistake =>
  (_, { voorvoegsel, ...clean }) => {
    if (voorvoegsel === undefined) return undefined
    return { ...clean, achternaam: change(voorvoegsel, clean.achternaam) }
  }

const doubled =
  (change: (partner: Achternaam, eigen: Achternaam) => Achternaam): Mistake =>
  ({ partner, eigen }, { voorvoegsel: _, ...clean }) => {
    if (partner === undefined) return undefined
    const { voorvoegsel, naam } = change(partner, eigen)
    return { ...clean, ...(voorvoegsel === '' ? {} : { voorvoegsel }), achternaam: naam }
  }

const ofFirm =
  (change: (firma: string, eigen: Achternaam, who: Iemand) => Partial<Naam>): Mistake =>
  (who, { voorletters: _, voorvoegsel: __, ...clean }) =>
    who.firma === undefined ? undefined : { ...clean, ...change(who.firma, who.eigen, who) }

const address =
  (change: (adres: Schrijfwijze) => Schrijfwijze | undefined): Mistake =>
  (_, clean) =>
    change(clean)

const SHORT: Readonly<Record<string, readonly string[]>> = {
  'van der': ['v.d.', 'vd', 'v/d', 'van de', 'V.D.'],
  'van den': ['v.d.', 'vd', 'v/d', 'van de'],
  'van de': ['v.d.', 'vd', 'van der'],
  "in 't": ["i/h 't", 'in het'],
  "van 't": ["v.'t", 'van het'],
  van: ['v.', 'v'],
  de: ['d.'],
}

const MISTAKES: Readonly<Record<string, readonly [weight: number, mistake: Mistake]>> = {
  'voorvoegsel in de achternaam': [8, withPrefix((prefix, name) => `${prefix} ${name}`)],
  'voorvoegsel achter de naam': [5, withPrefix((prefix, name) => `${name}, ${prefix}`)],
  'voorvoegsel weggelaten': [4, withPrefix((_, name) => name)],
  'voorvoegsel afgekort of verwisseld': [
    5,
    (_, { voorvoegsel, ...clean }, { pick }) => {
      const short = SHORT[voorvoegsel ?? '']
      if (short === undefined) return undefined
      return { ...clean, achternaam: `${pick(short)} ${clean.achternaam}` }
    },
  ],
  'voorvoegsel aan de naam vast': [
    2,
    withPrefix((prefix, name) => {
      const glued = `${prefix.replaceAll(' ', '')}${name}`.toLowerCase()
      return `${glued.slice(0, 1).toUpperCase()}${glued.slice(1)}`
    }),
  ],
  'alles in hoofdletters': [
    6,
    (_, clean) => ({ ...clean, achternaam: clean.achternaam.toUpperCase() }),
  ],
  'diakrieten weggelaten': [6, surname((name) => stripMarks(name.replaceAll('ı', 'i')))],
  'diakrieten uitgeschreven': [
    2,
    surname((name) =>
      name.replaceAll('ü', 'ue').replaceAll('ö', 'oe').replaceAll('Ö', 'Oe').replaceAll('ß', 'ss'),
    ),
  ],
  'tekens verminkt': [
    2,
    surname((name) => new TextDecoder('windows-1252').decode(Buffer.from(name, 'utf8'))),
  ],
  'ij en y': [4, surname((name) => name.replaceAll('ij', 'y').replaceAll('IJ', 'Y'))],
  'ss, sz en ß': [
    3,
    surname((name) => (name.includes('ß') ? name.replace('ß', 'sz') : name.replace('ss', 'sz'))),
  ],
  'letter dubbel of enkel': [
    4,
    surname((name) =>
      /ss|kk|ll|mm|tt/.test(name)
        ? name.replace(/(s|k|l|m|t)\1/, '$1')
        : name.replace(/([a-z])(s|k|l|m|t)(?=[aeiou])/, '$1$2$2'),
    ),
  ],
  'klinkt gelijk': [
    3,
    surname((name) =>
      name
        .replace(/k(?=[aou])/, 'c')
        .replace(/x$/, 'ckx')
        .replace(/k$/, 'ck')
        .replace(/t$/, 'th'),
    ),
  ],
  'alleen de naam van de partner': [3, doubled((partner) => partner)],
  'alleen de eigen naam': [5, doubled((_, eigen) => eigen)],
  'dubbele naam omgekeerd': [
    3,
    doubled(({ voorvoegsel, naam }, eigen) => ({
      ...eigen,
      naam: `${eigen.naam}-${fullOf({ voorvoegsel, naam })}`,
    })),
  ],
  'dubbele naam zonder streepje': [
    3,
    doubled((partner, eigen) => ({ ...partner, naam: `${partner.naam} ${fullOf(eigen)}` })),
  ],
  'dubbele naam met geb. of e/v': [
    2,
    doubled((partner, eigen) => ({ ...partner, naam: `${partner.naam} geb. ${fullOf(eigen)}` })),
  ],
  'alleen de eerste voorletter': [
    8,
    ({ voornamen }, clean) =>
      voornamen.length === 1
        ? undefined
        : { ...clean, voorletters: initialsOf(voornamen.slice(0, 1)) },
  ],
  'voornaam voor voorletters': [
    8,
    ({ voornamen }, clean) => ({ ...clean, voorletters: (voornamen[0] ?? '').slice(0, 20) }),
  ],
  'voorletters zonder punten': [
    5,
    (_, clean) => ({ ...clean, voorletters: (clean.voorletters ?? '').replaceAll('.', '') }),
  ],
  'aanhef bij de voorletters': [
    2,
    (_, clean, { pick }) => ({
      ...clean,
      voorletters: `${pick(['Dhr.', 'Mw.', 'dr.'])} ${clean.voorletters}`,
    }),
  ],
  'voorletters bij de achternaam': [
    3,
    (_, { voorletters, voorvoegsel = '', ...clean }) => ({
      ...clean,
      achternaam: `${clean.achternaam}, ${voorletters} ${voorvoegsel}`.trim(),
    }),
  ],
  'voorletters weggelaten': [3, (_, { voorletters: __, ...clean }) => clean],
  'eenmanszaak onder de naam van de zaak': [
    8,
    ofFirm((firma, eigen) => ({ achternaam: `${firma} ${fullOf(eigen)}` })),
  ],
  'zaak achter de naam': [
    5,
    ofFirm((firma, eigen, { voornamen }) => ({
      achternaam: `${initialsOf(voornamen)} ${fullOf(eigen)} h.o.d.n. ${firma} ${eigen.naam}`,
    })),
  ],
  'letter als toevoeging': [
    6,
    address(({ huisletter, huisnummertoevoeging = '', ...rest }) =>
      huisletter === undefined
        ? undefined
        : { ...rest, huisnummertoevoeging: `${huisletter}${huisnummertoevoeging}`.toLowerCase() },
    ),
  ],
  'toevoeging anders geschreven': [
    4,
    address((adres) => {
      const { huisnummertoevoeging: one = '' } = adres
      const other = { BS: 'bis', II: '2', III: '3' }[one] ?? (one === '' ? '' : `0${one}`)
      return other === '' ? undefined : { ...adres, huisnummertoevoeging: other }
    }),
  ],
  'letter of toevoeging weggelaten': [
    4,
    address(({ huisletter: letter, huisnummertoevoeging: addition, ...rest }) =>
      letter === undefined && addition === undefined ? undefined : rest,
    ),
  ],
  'postcode met spatie of kleine letters': [
    5,
    address((adres) => ({
      ...adres,
      postcode: `${adres.postcode.slice(0, 4)} ${adres.postcode.slice(4).toLowerCase()}`,
    })),
  ],
  'twee letters verwisseld': [2, surname((name) => name.replace(/(\p{Ll})(\p{Ll})$/u, '$2$1'))],
  'tikfout: letter vervangen': [1.5, surname((name) => name.replace(/\p{Ll}(?=\p{Ll}{2})/u, 'q'))],
  'roepnaam met een andere letter': [
    2,
    ({ voornamen }, clean) => {
      const call = CALL_NAMES.find(([official]) => official === voornamen[0])
      return call === undefined ? undefined : { ...clean, voorletters: call[1] }
    },
  ],
  'zaak zonder achternaam': [
    2,
    ofFirm((firma, _, { voornamen }) => ({ achternaam: `${firma} ${voornamen[0]}` })),
  ],
  'huisnummer verkeerd': [
    0.5,
    address((adres) => ({ ...adres, huisnummer: adres.huisnummer + 2 })),
  ],
}

/** Of each kind that can be made with this person: how often it is made among mistakes, and what is written then; undefined where it cannot. */
export function writeWrongly(
  who: Iemand,
  toeval: Toeval,
): readonly {
  readonly fout: string
  readonly weight: number
  readonly geschreven: Schrijfwijze | undefined
}[] {
  const clean = writeCleanly(who)
  return Object.entries(MISTAKES).map(([fout, [weight, mistake]]) => ({
    fout,
    weight,
    geschreven: mistake(who, clean, toeval),
  }))
}

/** The names of all kinds. */
export const FOUTSOORTEN: readonly string[] = Object.keys(MISTAKES)
