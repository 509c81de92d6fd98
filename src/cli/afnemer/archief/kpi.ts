/**
 * The KPIs of the sources that only the municipality can compute, of what it opened and of what it wrote down of it. By the names that
 * `GET /v1/indicatoren` has for them too. Numbers only. Pure.
 */
import { z } from 'zod'
import { addMonths } from '../../../legal/calendar.ts'
import { RESULTATEN } from '../../../model/terugkoppeling.ts'
import { isSamePerson, soughtIn } from '../sought.ts'
import { CONTACTSOORTEN, type Dossier, maandVan, type Vervolg, veldVan } from './dossier.ts'

/** In the order in which the sources name them. */
export const GEMEENTELIJKE_KPIS = [
  'gemiddelde-achterstand',
  'schuld-bij-aanvang',
  'schuldeisers-bij-aanvang',
  'opvolging-x-schuldregeling',
  'plannen-van-aanpak',
  'afgeronde-dossiers',
  'klanttevredenheid',
  'interventie-per-doelgroep',
  'recidive-na-half-jaar',
  'reden-geen-hulp',
  'latere-aanmelding',
] as const
export type GemeentelijkeKpi = (typeof GEMEENTELIJKE_KPIS)[number]

/** One line: a total `som` over `aantal` things; their quotient is the mean or the share. `groep` where a KPI has several lines. */
export const Kpiregel = z.strictObject({
  naam: z.enum(GEMEENTELIJKE_KPIS),
  groep: z.string().optional(),
  som: z.number(),
  aantal: z.int().min(0),
})
export type Kpiregel = z.infer<typeof Kpiregel>

/** Within how many months after a refusal someone comes after all, and after how many it is somebody who came back. */
const MONTHS = 6

const vervolgen = (dossiers: readonly Dossier[]): readonly Vervolg[] =>
  dossiers.flatMap(({ vervolg }) => vervolg ?? [])

const total = (values: readonly number[]): Pick<Kpiregel, 'som' | 'aantal'> => ({
  som: values.reduce((sum, value) => sum + value, 0),
  aantal: values.length,
})

const count = (all: readonly boolean[]): Pick<Kpiregel, 'som' | 'aantal'> => total(all.map(Number))

type Lines = readonly Omit<Kpiregel, 'naam'>[]
type Kind = (own: readonly Dossier[], all: readonly Dossier[]) => Lines

const numbersOf =
  (name: 'schuldBijAanvangInEuro' | 'schuldeisersBijAanvang' | 'tevredenheid'): Kind =>
  (own) => [total(vervolgen(own).flatMap((vervolg) => vervolg[name] ?? []))]

const countOf =
  (name: 'planVanAanpak' | 'afgerond'): Kind =>
  (own) => [count(vervolgen(own).map((vervolg) => vervolg[name] === true))]

/** Of each way of approaching: of those who were approached so, for how many a debt arrangement began. */
const byContact: Kind = (own) =>
  CONTACTSOORTEN.flatMap((groep) => {
    const so = own.filter(({ contactpogingen }) =>
      contactpogingen.some(({ soort }) => soort === groep),
    )
    const started = so.map(({ vervolg }) => vervolg?.schuldregelingGestart === true)
    return so.length === 0 ? [] : [{ groep, ...count(started) }]
  })

/** Of each kind of signals together and each kind of help: how many of those who accepted it finished well. */
const byGroup: Kind = (own) => {
  const helped = own.flatMap(({ signalen, vervolg }) => {
    if (vervolg === undefined || RESULTATEN[vervolg.resultaat].groep !== 'hulp-aanvaard') return []
    const soorten = [...new Set(signalen.map(({ signaaltype }) => signaaltype))].toSorted()
    return [
      { groep: `${soorten.join('+')} / ${vervolg.resultaat}`, afgerond: vervolg.afgerond === true },
    ]
  })
  return [...Map.groupBy(helped, ({ groep }) => groep)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([groep, some]) => ({ groep, ...count(some.map(({ afgerond }) => afgerond)) }))
}

/** Who was here before, and of whom that ended longer than half a year before this began. */
const returned: Kind = (own, all) => {
  const people = all.flatMap((dossier) => {
    const [person] = soughtIn(dossier)
    return person === undefined ? [] : [{ dossier, person }]
  })
  const byPlace = Map.groupBy(people, ({ person }) => placeOf(person.adres))
  const before = own.map((dossier) => {
    const me = people.find((one) => one.dossier === dossier)?.person
    if (me === undefined) return false
    return (byPlace.get(placeOf(me.adres)) ?? []).some(
      ({ dossier: { vervolg }, person }) =>
        vervolg !== undefined &&
        addMonths(vervolg.datum, MONTHS) < dossier.opgepaktDatum &&
        isSamePerson(person, me),
    )
  })
  return [count(before)]
}

const placeOf = ({ postcode, huisnummer }: { postcode: string; huisnummer: number }): string =>
  `${postcode.replaceAll(' ', '').toUpperCase()}/${huisnummer}`

const byReason: Kind = (own) => {
  const refused = vervolgen(own).filter(
    ({ resultaat }) => RESULTATEN[resultaat].groep === 'geen-hulp',
  )
  return [...Map.groupBy(refused, ({ redenGeenHulp }) => redenGeenHulp ?? 'onbekend')]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([groep, some]) => ({ groep, som: some.length, aantal: refused.length }))
}

/** Of those who were approached and wanted no help or did not answer: how many came by themselves within half a year. */
const cameLater: Kind = (own) => {
  const without = vervolgen(own).filter(({ resultaat }) =>
    ['geen-hulp', 'niet-bereikt'].includes(RESULTATEN[resultaat].groep),
  )
  return [
    count(
      without.map(
        ({ datum, aangemeldDatum }) =>
          aangemeldDatum !== undefined &&
          aangemeldDatum >= datum &&
          aangemeldDatum <= addMonths(datum, MONTHS),
      ),
    ),
  ]
}

const KINDS: Readonly<Record<GemeentelijkeKpi, Kind>> = {
  'gemiddelde-achterstand': (own) => [
    total(
      own
        .flatMap(({ signalen }) => signalen)
        .flatMap((signaal) => veldVan(signaal, 'achterstand.bedragInCenten', z.number()) ?? [])
        .map((centen) => centen / 100),
    ),
  ],
  'schuld-bij-aanvang': numbersOf('schuldBijAanvangInEuro'),
  'schuldeisers-bij-aanvang': numbersOf('schuldeisersBijAanvang'),
  'opvolging-x-schuldregeling': byContact,
  'plannen-van-aanpak': countOf('planVanAanpak'),
  'afgeronde-dossiers': countOf('afgerond'),
  klanttevredenheid: numbersOf('tevredenheid'),
  'interventie-per-doelgroep': byGroup,
  'recidive-na-half-jaar': returned,
  'reden-geen-hulp': byReason,
  'latere-aanmelding': cameLater,
}

/** The KPIs of the records of one month, every one with at least its line; `dossiers` are all that there are. */
export function kpisOf(dossiers: readonly Dossier[], maand: string): readonly Kpiregel[] {
  const own = dossiers.filter((dossier) => maandVan(dossier) === maand)
  return GEMEENTELIJKE_KPIS.flatMap((naam) => {
    const lines = KINDS[naam](own, dossiers)
    return (lines.length === 0 ? [{ som: 0, aantal: 0 }] : lines).map((line) => ({ naam, ...line }))
  })
}
