/**
 * The file for CBS: Data Delen Armoede en Schulden, exchange model vroegsignalering 1.2. Made at the municipality, of what it opened; a field goes only
 * where the policy for statistics takes it. Pure.
 */
import { z } from 'zod'
import type { Dag, Gemeentecode } from '../../../model/ids.ts'
import { RESULTATEN, type Resultaat } from '../../../model/terugkoppeling.ts'
import type { Veld } from '../../../model/veld.ts'
import { type Dossier, type Dossiersignaal, dagVan, maandVan, veldVan } from './dossier.ts'

/** Who delivers, as the file names it. */
export const Leverancier = z.strictObject({
  codeGegevensleverancier: z.string().min(1),
  naam: z.string().min(1),
  kvkNummer: z
    .string()
    .regex(/^\d{8}$/)
    .optional(),
  contactpersonen: z
    .array(
      z.strictObject({
        naam: z.string().min(1).optional(),
        telefoonnummer: z.string().min(1).optional(),
        email: z.email().optional(),
        functietitel: z.string().min(1).optional(),
      }),
    )
    .min(1)
    .optional(),
})
export type Leverancier = z.infer<typeof Leverancier>

/** The kind of creditor (`EnumSignaalpartner`) of each signal type; every other one is `Overige`. */
const PARTNERS: Readonly<Record<string, string>> = {
  huur: 'Huur',
  energie: 'Energie',
  eindelevering: 'Energie',
  warmte: 'Energie',
  drinkwater: 'Water',
  zorgverzekering: 'Zorg',
  hypotheek: 'Hypotheek',
  duo: 'DUO',
  belastingdienst: 'Belastingdienst',
  'dienst-toeslagen': 'Dienst Toeslagen',
  'cak-eigen-bijdrage': 'CAK Eigen bijdrage',
  'cak-wanbetalers': 'CAK Zorgverzekeringen',
}

/** The results that are a status of the signal too (`EnumSignaalstatus`); after every other one it was taken up. */
const ALSO_STATUS: ReadonlySet<Resultaat> = new Set([
  'herhaalde-melding',
  'onterecht-signaal',
  'andere-reden',
  'bekend-bij-schuldhulp',
  'overleden',
  'geen-inwoner',
])

const statusOf = ({ vervolg }: Pick<Dossier, 'vervolg'>): string =>
  vervolg !== undefined && ALSO_STATUS.has(vervolg.resultaat)
    ? RESULTATEN[vervolg.resultaat].ddas
    : 'Opgepakt'

/** What did not go into the file, in numbers: a letter beside it. */
export type Ddasbrief = {
  readonly maand: string
  readonly signalen: number
  readonly zaken: number
  /** Nobody opened them, and the policy does not let them go. */
  readonly ongeopend: number
  /** Without postcode or house number, of which the model asks one. */
  readonly zonderAdres: number
}

type Given = {
  readonly gemeentecode: Gemeentecode
  readonly maand: string
  readonly at: Date
  readonly leverancier: Leverancier
  readonly dossiers: readonly Dossier[]
  /** Fields that the policy for statistics takes today. */
  readonly velden: ReadonlySet<Veld>
  /** Signals that nobody opened to offer help: themselves where the policy lets them go, otherwise how many. */
  readonly ongeopend: readonly Dossiersignaal[] | number
}

/** The file, and what to say beside it. */
export function ddasFile(given: Given): { readonly bestand: object; readonly brief: Ddasbrief } {
  const { maand, dossiers, velden, ongeopend } = given
  const own = dossiers.filter((dossier) => maandVan(dossier) === maand)
  const opened = own.flatMap((dossier) =>
    dossier.signalen.map((signaal) => signalOf(signaal, statusOf(dossier), velden)),
  )
  const unopened =
    typeof ongeopend === 'number'
      ? []
      : ongeopend.map((signaal) => signalOf(signaal, 'Nog niet opgepakt', velden))
  const vroegsignalen = [...opened, ...unopened].filter((one) => one !== undefined)
  const delivered = new Set(vroegsignalen.map(({ ID }) => ID))
  const vroegsignaalzaken = own.flatMap((dossier) => caseOf(dossier, maand, delivered) ?? [])
  const brief = {
    maand,
    signalen: vroegsignalen.length,
    zaken: vroegsignaalzaken.length,
    ongeopend: typeof ongeopend === 'number' ? ongeopend : 0,
    zonderAdres: opened.length + unopened.length - vroegsignalen.length,
  }
  const { codeGegevensleverancier } = given.leverancier
  const bestand = {
    codeGegevensleverancier,
    startdatumLevering: `${maand}-01`,
    einddatumLevering: lastDayOf(maand),
    aanleverdatumEnTijd: given.at.toISOString().replace(/\.\d+Z$/, 'Z'),
    leveringen: [
      {
        teller: 1,
        gemeentecode: given.gemeentecode,
        aanleverendeOrganisatie: organisationOf(given.leverancier),
        vroegsignalen,
        vroegsignaalzaken,
      },
    ],
  }
  return { bestand, brief }
}

const lastDayOf = (maand: string): Dag => {
  const [year, month] = maand.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, month ?? 0, 0)).toISOString().slice(0, 10)
}

function organisationOf({ naam, kvkNummer, contactpersonen }: Leverancier): object {
  return {
    naam,
    ...(kvkNummer === undefined ? {} : { 'kvk-nummer': kvkNummer }),
    ...(contactpersonen === undefined ? {} : { contactpersonen }),
  }
}

const present = (parts: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))

/** Undefined without an address: the model asks a client by BSN or by address, and the BSN does not go. */
function signalOf(
  signaal: Dossiersignaal,
  status: string,
  velden: ReadonlySet<Veld>,
): ({ readonly ID: string } & Record<string, unknown>) | undefined {
  const get = <T>(veld: Veld, vorm: z.ZodType<T>): T | undefined =>
    velden.has(veld) ? veldVan(signaal, veld, vorm) : undefined
  const postcode = get('adres.postcode', z.string())
  const huisnummer = get('adres.huisnummer', z.number())
  if (postcode === undefined || huisnummer === undefined) return undefined
  const letter = get('adres.huisletter', z.string()) ?? ''
  const addition = get('adres.huisnummertoevoeging', z.string()) ?? ''
  const centen = get('achterstand.bedragInCenten', z.number())
  const about = present({
    crisissignaal: get('crisissignaal', z.boolean()),
    warmeOverdracht: get('warmeOverdracht', z.boolean()),
    bedrag: centen === undefined ? undefined : Math.round(centen / 100),
    ontstaansdatum: get('achterstand.ontstaansdatum', z.iso.date()),
    signaaldatum: get('signaaldatum', z.iso.date()),
  })
  const client = present({
    postcode,
    huisnummer: String(huisnummer),
    huisnummertoevoeging: `${letter}${addition}` || undefined,
  })
  const signaalpartner = { type: PARTNERS[signaal.signaaltype] ?? 'Overige' }
  return { ID: signaal.id, ...about, status, signaalpartner, client }
}

/** Undefined when none of its signals is in the file. */
function caseOf(
  { signalen, vervolg, contactpogingen, opgepaktDatum }: Dossier,
  maand: string,
  delivered: ReadonlySet<string>,
): object | undefined {
  const own = signalen.filter(({ id }) => delivered.has(id))
  if (own.length === 0) return undefined
  const [matchingsdatum] = own.map(dagVan).toSorted()
  return present({
    resultaat: vervolg === undefined ? undefined : RESULTATEN[vervolg.resultaat].ddas,
    matchingsdatum,
    startdatumMatchingperiode: `${maand}-01`,
    einddatumMatchingperiode: lastDayOf(maand),
    datumOpgepakt: opgepaktDatum,
    vroegsignalen: own.map(({ id }) => ({ ID: id })),
    contactpogingen: contactpogingen.map(({ id: _, ...poging }) => present(poging)),
  })
}

/** What to write to CBS beside the file. */
export function ddasLetter({ maand, signalen, zaken, ongeopend, zonderAdres }: Ddasbrief): string {
  return [
    `Bij de levering over ${maand} (DDAS vroegsignalering 1.2):`,
    `${signalen} vroegsignalen en ${zaken} vroegsignaalzaken staan in het bestand.`,
    `${ongeopend} signalen ontbreken: de gemeente opende ze niet, en opent geen signaal alleen voor de statistiek.`,
    `${zonderAdres} geopende signalen ontbreken: zij hebben geen postcode of huisnummer.`,
    '',
  ].join('\n')
}
