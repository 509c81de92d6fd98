/** Exports as two administrations of creditors would make them, about invented persons: unlike each other and unlike a list. */
import { addDays } from '../../src/legal/calendar.ts'
import type { Dag } from '../../src/model/ids.ts'

/** What an employee wrote down about someone: it must stay where it is. */
export const NOTE = 'Huurder klaagt; buurvrouw Zwartkruis-Opmerking belt'

const dutch = (dag: Dag): string => dag.split('-').reverse().map(Number).join('-')
const compact = (dag: Dag): string => dag.replaceAll('-', '')

type House = {
  readonly naam: string
  readonly huisnr: string
  readonly saldo: string
  readonly postcode?: string
  readonly telefoon?: string
}

/** All right, each written in another way. */
export const SAMPLE_HOUSES: readonly House[] = [
  { naam: 'Boer, J. de', huisnr: '12', saldo: '812,00' },
  { naam: 'Visser, A.B.', huisnr: '14 A', saldo: '1.234,56', telefoon: '06-12345678' },
  { naam: 'de Vries, M.', huisnr: '16 bis', saldo: '955,1', telefoon: '(026) 123 45 67' },
  { naam: 'Smit - Özdemir, K.', huisnr: '18-2', saldo: '640,00' },
]

/** Each wrong in one place: a number that a program mangled, an amount that could be two, a name that cannot be split. */
export const WRONG_HOUSES: readonly House[] = [
  { naam: 'Bakker, P.', huisnr: '20', saldo: '812,00', telefoon: '6,12E+08' },
  { naam: 'Mulder, T.', huisnr: '22', saldo: '8.12', telefoon: '' },
  { naam: 'Dekker Jansen Groot', huisnr: '24', saldo: '700,00' },
]

/** A housing corporation: BOM, CRLF, semicolons, comma decimals, a full name, a house number with its addition, codes, notes. */
export function housingExport(dag: Dag, houses: readonly House[] = SAMPLE_HOUSES): string {
  const head =
    'Contractnr;Naam huurder;Straat;Huisnr;Postcode;Plaats;Mobiel;Openstaand saldo;Oudste post;Herinnering 1;Herinnering 2;Huisbezoek;Verwijzing;Aanbod;Reactie;Notities'
  const rows = houses.map(({ naam, huisnr, saldo, postcode = '6811 ab', telefoon = '' }, at) =>
    [
      `88-${at + 1}`,
      `"${naam}"`,
      'Lindelaan',
      huisnr,
      postcode,
      'Arnhem',
      telefoon,
      saldo,
      dutch(addDays(dag, -62)),
      dutch(addDays(dag, -43)),
      at % 2 === 0 ? '' : dutch(addDays(dag, -30)),
      dutch(addDays(dag, -30)),
      dutch(addDays(dag, -30)),
      dutch(addDays(dag, -43)),
      at % 2 === 0 ? 'GR' : 'AK',
      `"${NOTE} (${at})\r\nzie ""dossier"""`,
    ].join(';'),
  )
  return `\ufeff${[head, ...rows].join('\r\n')}\r\n`
}

/** An energy supplier: commas, dates as one number, decimal points, street and number in one, firms among persons. */
export function energyExport(dag: Dag): string {
  const head =
    'BP_NUMMER,KLANTTYPE,TENAAMSTELLING,LEVERINGSADRES,POSTCODE PLAATS,TEL_NR,EMAIL,ACHTERSTAND,VERVALDATUM,AANMANING_1,AANMANING_2,AANMANING_3,BELPOGING,VERWIJZING,AANBOD,REACTIE,INTERN_MEMO'
  const row = (bp: string, soort: string, naam: string, adres: string, bedrag: string): string =>
    [
      bp,
      soort,
      naam,
      adres,
      '6511NP Nijmegen',
      '0612345678',
      `${bp}@example.nl`,
      bedrag,
      compact(addDays(dag, -75)),
      compact(addDays(dag, -60)),
      compact(addDays(dag, -43)),
      compact(addDays(dag, -28)),
      compact(addDays(dag, -12)),
      compact(addDays(dag, -28)),
      compact(addDays(dag, -43)),
      'geen',
      NOTE,
    ].join(',')
  const rows = [
    row('4000001', 'P', 'A. Zonneveld', 'Rivierpad 14', '430.00'),
    row('4000002', 'P', 'J.P. van der Berg', 'Rivierpad 16 hs', '1288.5'),
    row('4000003', 'Z', 'Bakkerij Zonneveld B.V.', 'Rivierpad 18', '992.10'),
  ]
  return `${[head, ...rows].join('\n')}\n`
}
