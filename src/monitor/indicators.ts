/** From counts to indicators, by their names. What rests on a hidden number is hidden too. Pure. */
import { INDICATOREN, INDICATORNAMEN, type Indicatornaam } from '../model/indicator.ts'
import type { Indicatorregel } from '../model/indicatoren.ts'
import type { Indicatoruitleg } from '../model/indicatoruitleg.ts'
import type { Tabel } from './cellen.ts'
import type { Telling, Tellingen } from './publish.ts'

type Getal = number | null
/** What an indicator says: a number, a share with both its parts, or a number for each value. */
type Uitspraak = {
  readonly waarde?: Getal
  readonly teller?: Getal
  readonly noemer?: Getal
  readonly delen?: readonly Deel[]
}
/** One value of it. */
type Deel = {
  readonly waarde: string
  readonly aantal: Getal
  readonly noemer?: Getal
  readonly procent?: Getal
}

/** To one decimal; null where one of both is hidden or there is nothing to divide by. */
export function ratio(teller: Getal, noemer: Getal, times: number): Getal {
  if (teller === null || noemer === null || noemer === 0) return null
  return Math.round((teller / noemer) * times * 10) / 10
}

const NOTHING: Telling = { totaal: null, delen: new Map() }

/** The number of a value; 0 where the table is there and does not name it. */
function part({ totaal, delen }: Telling, name: string): Getal {
  if (totaal === null) return null
  return delen.has(name) ? (delen.get(name) ?? null) : 0
}

const plus = (...numbers: readonly Getal[]): Getal =>
  numbers.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0)

const share = (teller: Getal, noemer: Getal): Uitspraak => ({
  teller,
  noemer,
  waarde: ratio(teller, noemer, 100),
})

function numbers({ totaal, delen }: Telling): Uitspraak {
  return {
    waarde: totaal,
    delen: [...delen].map(([waarde, aantal]) => ({ waarde, aantal })),
  }
}

function shares({ totaal, delen }: Telling): Uitspraak {
  return {
    waarde: null,
    noemer: totaal,
    delen: [...delen].map(([waarde, aantal]) => ({
      waarde,
      aantal,
      procent: ratio(aantal, totaal, 100),
    })),
  }
}

/** Energy with its ends of supply within it. */
function bySector(soort: Telling): Telling {
  const delen = new Map(soort.delen)
  if (delen.has('energie') || delen.has('eindelevering')) delen.set('energie', energyOf(soort))
  return { ...soort, delen: new Map([...delen].filter(([name]) => name !== 'eindelevering')) }
}

const energyOf = (soort: Telling): Getal =>
  plus(part(soort, 'energie'), part(soort, 'eindelevering'))

/** Attempts by type, whether or not they reached anybody. */
function attempts(contact: Telling): Telling {
  const delen = new Map<string, Getal>()
  for (const [name, aantal] of contact.delen) {
    const [soort = ''] = name.split('/')
    delen.set(soort, plus(delen.get(soort) ?? 0, aantal))
  }
  return { ...contact, delen }
}

function attemptsReached(contact: Telling): Uitspraak {
  const delen = [...attempts(contact).delen].map(([waarde, noemer]) => {
    const aantal = part(contact, `${waarde}/ja`)
    return { waarde, aantal, noemer, procent: ratio(aantal, noemer, 100) }
  })
  return { waarde: null, delen }
}

/** What the computations ask: the counts, and the inhabitants where they are known. */
type Bron = { readonly count: (tabel: Tabel) => Telling; readonly inwoners: Getal }

const meldingen = ({ count }: Bron): Getal => count('meldingsoort').totaal
const reached = ({ count }: Bron): Getal => part(count('bereikt'), 'ja')
const accepted = ({ count }: Bron): Getal => part(count('uitkomst'), 'hulp-aanvaard')
const kinds = ({ count }: Bron, ...names: readonly string[]): Getal =>
  plus(...names.map((name) => part(count('meldingsoort'), name)))
const per1000 = (teller: Getal, { inwoners }: Bron): Uitspraak => ({
  teller,
  noemer: inwoners,
  waarde: ratio(teller, inwoners, 1000),
})

/** Of a month in which nobody was counted nothing is said: that is not the same as none. */
const blijvers = (sleper: Telling): Uitspraak =>
  sleper.totaal === 0
    ? { waarde: null }
    : { waarde: part(sleper, 'ja'), teller: part(sleper, 'ja'), noemer: sleper.totaal }

type AtGateway = {
  [N in Indicatornaam]: (typeof INDICATOREN)[N] extends { waar: 'poort' } ? N : never
}[Indicatornaam]

const COMPUTED: Readonly<Record<AtGateway, (bron: Bron) => Uitspraak>> = {
  'aantal-vroegsignalen': ({ count }) => ({ waarde: count('soort').totaal }),
  'signalen-per-1000': (bron) => per1000(bron.count('soort').totaal, bron),
  'aandeel-per-sector': ({ count }) => shares(bySector(count('soort'))),
  'aandeel-eindelevering': ({ count }) =>
    share(part(count('soort'), 'eindelevering'), energyOf(count('soort'))),
  'signalen-per-bedragklasse': ({ count }) => numbers(count('bedragklasse')),
  'signalen-per-leeftijdsklasse': ({ count }) => numbers(count('leeftijdsklasse')),
  'signalen-per-wijk': ({ count }) => numbers(count('wijk')),
  crisissignalen: ({ count }) => ({
    ...numbers(count('crisis')),
    waarde: part(count('crisis'), 'ja'),
  }),
  slepers: ({ count }) => blijvers(count('sleper')),
  'aandeel-melding': (bron) => share(meldingen(bron), bron.count('soort').totaal),
  meldingen: (bron) => ({ ...numbers(bron.count('meldingwijk')), waarde: meldingen(bron) }),
  'meldingen-per-1000': (bron) => per1000(meldingen(bron), bron),
  enkelvoudig: (bron) => share(kinds(bron, 'enkelvoudig'), meldingen(bron)),
  meervoudig: (bron) =>
    share(kinds(bron, 'meervoudig', 'meervoudig-opeenvolgend'), meldingen(bron)),
  opeenvolgend: (bron) =>
    share(kinds(bron, 'opeenvolgend', 'meervoudig-opeenvolgend'), meldingen(bron)),
  'opgepakte-meldingen': ({ count }) => ({ waarde: part(count('gekozen'), 'ja') }),
  'opgepakte-meldingen-per-1000': (bron) => per1000(part(bron.count('gekozen'), 'ja'), bron),
  'aantal-contactpogingen': ({ count }) => numbers(attempts(count('contact'))),
  'opvolging-x-contact': ({ count }) => attemptsReached(count('contact')),
  'aantal-inwoners-bereikt': (bron) => ({ waarde: reached(bron) }),
  bereik: (bron) => share(reached(bron), bron.count('bereikt').totaal),
  'hulpacceptatie-van-bereikt': (bron) => share(accepted(bron), reached(bron)),
  'hulpacceptatie-van-meldingen': (bron) => share(accepted(bron), bron.count('uitkomst').totaal),
  uitkomsten: ({ count }) => numbers(count('uitkomst')),
  'uitkomsten-per-wijk': ({ count }) => numbers(count('uitkomstwijk')),
  recidive: ({ count }) => share(part(count('terugkeer'), 'ja'), count('terugkeer').totaal),
  'bekend-bij-shv': ({ count }) => ({ waarde: part(count('uitkomst'), 'bekend') }),
  // A table of its own stands beside the lines (journey.ts).
  signaalreis: () => ({ waarde: null }),
}

const isAtGateway = (naam: Indicatornaam): naam is AtGateway => INDICATOREN[naam].waar === 'poort'

/** What is hidden, or cannot be computed, is left out. */
const shown = <N extends string>(name: N, value: Getal | undefined): { [K in N]?: number } =>
  value === null || value === undefined ? {} : ({ [name]: value } as { [K in N]?: number })

const shownPart = ({ waarde, aantal, noemer, procent }: Deel) => ({
  waarde,
  ...shown('aantal', aantal),
  ...shown('noemer', noemer),
  ...shown('procent', procent),
})

/** Every indicator by name; those of the municipality without a number. `inwoners`: null where nobody gave them. */
export function indicatorLines(counts: Tellingen, inwoners: number | null): Indicatorregel[] {
  const bron: Bron = { count: (tabel) => counts(tabel) ?? NOTHING, inwoners }
  return INDICATORNAMEN.map((naam) => {
    const uitleg: Indicatoruitleg = INDICATOREN[naam]
    const { waar, eenheid } = uitleg
    const { delen, ...said }: Uitspraak = isAtGateway(naam) ? COMPUTED[naam](bron) : {}
    return {
      naam,
      titel: uitleg.nl[0],
      eenheid,
      berekendDoor: waar,
      ...(uitleg.waar === 'poort' ? { fase: uitleg.fase } : {}),
      ...shown('waarde', said.waarde),
      ...shown('teller', said.teller),
      ...shown('noemer', said.noemer),
      ...(delen === undefined ? {} : { delen: delen.map(shownPart) }),
    }
  })
}
