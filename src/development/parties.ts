/**
 * The parties of the trial set. All of them are made up: their OINs have the prefix for tests (00000099), their names belong to
 * no organisation, and the two municipalities lend only their real CBS codes, so that real postcodes can be routed.
 */
import type { Mandaat } from '../identity/authorise.ts'
import type { Deelnemer } from '../model/deelnemer.ts'
import { Dag, Gemeentecode, Oin } from '../model/ids.ts'

/** A party of the trial set; `map` is its folder in the development PKI. */
export type DevelopmentParty = {
  readonly map: string
  readonly deelnemer: Deelnemer
}

const VANAF = Dag.parse('2025-01-01')

const DE_LINDE = Oin.parse('00000099000000001000')
const INCASSO_NOORD = Oin.parse('00000099000000004000')
const ARNHEM = Oin.parse('00000099000000202000')
const TOEZICHT = Oin.parse('00000099000000009000')

/** Landlords, a health insurer, a supplier, two colleges and a supervisor. */
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
]

/** Incassosoftware Noord delivers for De Linde, and for nobody else; Arnhem alone lets the supervisor look into its events. */
export const DEVELOPMENT_MANDATES: readonly Mandaat[] = [
  { gemachtigde: INCASSO_NOORD, gever: DE_LINDE, doel: 'aanleveren', vanaf: VANAF },
  { gemachtigde: TOEZICHT, gever: ARNHEM, doel: 'toezicht', vanaf: VANAF },
]

function party(map: string, oin: string, naam: string, rol: Deelnemer['rol']): DevelopmentParty {
  return { map, deelnemer: { oin: Oin.parse(oin), naam, rol, vanaf: VANAF } }
}

function college(map: string, oin: string, naam: string, code: string): DevelopmentParty {
  const { deelnemer } = party(map, oin, naam, 'college')
  return { map, deelnemer: { ...deelnemer, gemeentecode: Gemeentecode.parse(code) } }
}
