/**
 * The parties of the trial set. All of them are made up: their OINs have the prefix for tests (00000099), their names belong to
 * no organisation, and the municipalities lend only their real CBS codes, so that real postcodes can be routed.
 */
import type { Mandaat } from '../identity/authorise.ts'
import type { Deelnemer } from '../model/deelnemer.ts'
import { Dag, Gemeentecode, Oin } from '../model/ids.ts'

/** A party of the trial set; `map` is its folder in the development PKI. */
export type DevelopmentParty = {
  readonly map: string
  readonly deelnemer: Deelnemer
  /** The municipalities for which it has recipient keys. */
  readonly ontvangtVoor: readonly Gemeentecode[]
}

const VANAF = Dag.parse('2025-01-01')

const DE_LINDE = Oin.parse('00000099000000001000')
const INCASSO_NOORD = Oin.parse('00000099000000004000')
const ARNHEM = Oin.parse('00000099000000202000')
const TOEZICHT = Oin.parse('00000099000000009000')
const RIJNOEVER = Oin.parse('00000099000000008000')
const NIJMEGEN = Oin.parse('00000099000000268000')
const RENKUM = Oin.parse('00000099000000274000')

/** Creditors of every permanent signal type, a supplier, four colleges, the body that acts for two of them, and a supervisor. */
export const DEVELOPMENT_PARTIES: readonly DevelopmentParty[] = [
  party('de-linde', DE_LINDE, 'Stichting Wonen De Linde (fictief)', 'verhuurder'),
  party(
    'het-lage-land',
    '00000099000000002000',
    'Woningbeheer Het Lage Land (fictief)',
    'verhuurder',
  ),
  party('kompas', '00000099000000003000', 'Zorgverzekeraar Kompas (fictief)', 'zorgverzekeraar'),
  party('incasso-noord', INCASSO_NOORD, 'Incassosoftware Noord (fictief)', 'softwareleverancier'),
  college('arnhem', ARNHEM, 'College van Arnhem (fictieve testpartij)', '0202'),
  college('tilburg', '00000099000000855000', 'College van Tilburg (fictieve testpartij)', '0855'),
  party('toezicht', TOEZICHT, 'Toezicht Proef (fictief)', 'toezichthouder'),
  party('lichtbron', '00000099000000005000', 'Energie Lichtbron (fictief)', 'energieleverancier'),
  party(
    'warmtebaan',
    '00000099000000006000',
    'Warmtebedrijf De Baan (fictief)',
    'warmteleverancier',
  ),
  party(
    'heldere-bron',
    '00000099000000007000',
    'Drinkwater Heldere Bron (fictief)',
    'drinkwaterbedrijf',
  ),
  // Served by one body: these two colleges have no recipient keys of their own.
  {
    ...college('nijmegen', NIJMEGEN, 'College van Nijmegen (fictieve testpartij)', '0268'),
    ontvangtVoor: [],
  },
  {
    ...college('renkum', RENKUM, 'College van Renkum (fictieve testpartij)', '0274'),
    ontvangtVoor: [],
  },
  {
    ...party('rijnoever', RIJNOEVER, 'Samenwerking Rijnoever (fictief)', 'uitvoerder'),
    ontvangtVoor: [Gemeentecode.parse('0268'), Gemeentecode.parse('0274')],
  },
]

const RECEIVING = ['controle', 'selectie', 'hulpaanbod', 'terugkoppeling'] as const

/** Nijmegen delegated to Samenwerking Rijnoever, Renkum gave it a mandate; both until the same day. */
const forColleges: readonly Mandaat[] = [
  { gever: NIJMEGEN, hoedanigheid: 'gedelegeerd', besluit: 'NM-2024-118 (fictief)' } as const,
  { gever: RENKUM, hoedanigheid: 'mandaat', besluit: 'RK-2024-042 (fictief)' } as const,
].flatMap((given) =>
  RECEIVING.map((doel) => ({
    ...given,
    gemachtigde: RIJNOEVER,
    doel,
    vanaf: VANAF,
    tot: Dag.parse('2031-01-01'),
  })),
)

/** Incassosoftware Noord delivers for De Linde, and for nobody else; Samenwerking Rijnoever receives for two colleges; Arnhem lets the supervisor see its events. */
export const DEVELOPMENT_MANDATES: readonly Mandaat[] = [
  {
    gemachtigde: INCASSO_NOORD,
    gever: DE_LINDE,
    doel: 'aanleveren',
    vanaf: VANAF,
    hoedanigheid: 'verwerker',
  },
  ...forColleges,
  {
    gemachtigde: TOEZICHT,
    gever: ARNHEM,
    doel: 'toezicht',
    vanaf: VANAF,
    hoedanigheid: 'mandaat',
    besluit: 'AR-2024-031 (fictief)',
  },
]

function party(map: string, oin: string, naam: string, rol: Deelnemer['rol']): DevelopmentParty {
  return { map, deelnemer: { oin: Oin.parse(oin), naam, rol, vanaf: VANAF }, ontvangtVoor: [] }
}

function college(map: string, oin: string, naam: string, code: string): DevelopmentParty {
  const { deelnemer } = party(map, oin, naam, 'college')
  const gemeentecode = Gemeentecode.parse(code)
  return { map, deelnemer: { ...deelnemer, gemeentecode }, ontvangtVoor: [gemeentecode] }
}
