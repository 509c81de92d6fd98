/** The closed vocabulary of conditions: how a policy writes each, what it means in Dutch, and when it holds. No expressions. */
import { z } from 'zod'
import type { Dag } from '../model/ids.ts'
import type { RedenCode } from '../model/reden.ts'
import { type Bijzonderheid, Signaaltype } from '../model/signaal.ts'
import { Bijzondercode } from '../model/veld.ts'
import { dayNumber } from './calendar.ts'
import { ageInDays, type Feiten, isMonthsOld } from './facts.ts'
import { addWorkingDays } from './working-days.ts'

/** Ids of articles in the same file; one or more. */
export const Grondslagen = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((ids): readonly string[] => (typeof ids === 'string' ? [ids] : ids))

const Zin = z.string().min(1)

/** An open legal question blocks, unless the file says who accepted it. */
export const Openheid = { open: Zin.optional(), aanvaardDoor: Zin.optional() }

/** Whether an open question, if any, was accepted by someone. */
export const isAccepted = (part: {
  readonly open?: string | undefined
  readonly aanvaardDoor?: string | undefined
}): boolean => part.open === undefined || part.aanvaardDoor !== undefined

/** What is said of a part whose open question nobody accepted, and where. */
export const NOT_ACCEPTED = {
  path: ['open'],
  message:
    'open zonder aanvaardDoor: een open vraag houdt dit tegen. Zet onder aanvaardDoor wie de gekozen lezing aanvaardt, of haal open weg als zij is beantwoord',
}

/** `zin` and `remedie` replace the usual words of the reason code for this rule. */
const shared = {
  grondslag: Grondslagen,
  ...Openheid,
  zin: Zin.optional(),
  remedie: Zin.optional(),
}

const plain = <N extends string>(naam: N) =>
  z.strictObject({ voorwaarde: z.literal(naam), ...shared })
const withDays = <N extends string>(naam: N) =>
  z.strictObject({ voorwaarde: z.literal(naam), dagen: z.int().min(0), ...shared })

export const Voorwaarde = z.discriminatedUnion('voorwaarde', [
  z.strictObject({
    voorwaarde: z.literal('persoonlijkContactGeprobeerd'),
    /** Before the day of the signal; without it, at the latest on the day of receipt. */
    voorSignaaldatum: z.literal(true).optional(),
    ...shared,
  }),
  plain('opSchuldhulpGewezen'),
  z.strictObject({
    voorwaarde: z.literal('schriftelijkHerinnerd'),
    minstens: z.int().min(1),
    /** Each reminder gave so many days: before the next one that counts, and before the day of receipt. */
    termijnDagen: z.int().min(1).optional(),
    ...shared,
  }),
  plain('aanbodGedaan'),
  z.strictObject({
    voorwaarde: z.literal('reactieToereikend'),
    toegestaan: z.array(z.enum(['geen', 'neutraal', 'akkoord'])).min(1),
    ...shared,
  }),
  plain('natuurlijkPersoon'),
  withDays('minstensDagenOud'),
  withDays('hoogstensDagenOud'),
  z.strictObject({
    voorwaarde: z.literal('minstensBedrag'),
    centen: z.int().min(1),
    ...shared,
  }),
  z.strictObject({
    voorwaarde: z.literal('minstensMaandenOud'),
    maanden: z.int().min(1),
    ...shared,
  }),
  /** The three below weigh a field of the type's own, by its code under `bijzonderheden`. */
  z.strictObject({
    voorwaarde: z.literal('boeteachterstand'),
    bijzonderheid: Bijzondercode,
    centen: z.int().min(1),
    ...shared,
  }),
  z.strictObject({
    voorwaarde: z.literal('geenUitstel'),
    bijzonderheid: Bijzondercode,
    ...shared,
  }),
  z.strictObject({
    voorwaarde: z.literal('soortAangewezen'),
    bijzonderheid: Bijzondercode,
    waarden: z.array(z.string().min(1)).min(1),
    ...shared,
  }),
  plain('afspraakMetGemeente'),
  /** The two below only remark: the signal is accepted, and its sender is told. */
  z.strictObject({
    voorwaarde: z.literal('vroegsignaalVooraf'),
    signaaltypen: z.array(Signaaltype).min(1),
    ...shared,
  }),
  z.strictObject({
    voorwaarde: z.literal('eindeleveringOpTijd'),
    werkdagen: z.int().min(1),
    ...shared,
  }),
])
export type Voorwaarde = z.infer<typeof Voorwaarde>

/** The reason that a condition gives when it does not hold. */
export const CODE = {
  persoonlijkContactGeprobeerd: 'persoonlijk-contact-ontbreekt',
  opSchuldhulpGewezen: 'verwijzing-ontbreekt',
  schriftelijkHerinnerd: 'herinnering-ontbreekt',
  aanbodGedaan: 'aanbod-ontbreekt',
  reactieToereikend: 'reactie-onvoldoende',
  natuurlijkPersoon: 'rechtspersoon',
  minstensDagenOud: 'te-jong',
  hoogstensDagenOud: 'te-oud',
  minstensBedrag: 'onder-drempel',
  minstensMaandenOud: 'te-jong',
  boeteachterstand: 'boeteachterstand-ontbreekt',
  geenUitstel: 'uitstel-verleend',
  soortAangewezen: 'geen-grondslag',
  afspraakMetGemeente: 'afspraak-ontbreekt',
  vroegsignaalVooraf: 'vroegsignaal-vooraf-ontbreekt',
  eindeleveringOpTijd: 'eindelevering-te-laat',
} as const satisfies Record<Voorwaarde['voorwaarde'], RedenCode>

const euro = (centen: number): string => `€ ${(centen / 100).toFixed(2).replace('.', ',')}`

/** A condition as one Dutch sentence. */
export function sentenceOf(condition: Voorwaarde): string {
  switch (condition.voorwaarde) {
    case 'persoonlijkContactGeprobeerd':
      return condition.voorSignaaldatum === true
        ? 'De aanleveraar probeerde de klant voor de signaaldatum persoonlijk te bereiken.'
        : 'De aanleveraar probeerde de klant persoonlijk te bereiken.'
    case 'opSchuldhulpGewezen':
      return 'De aanleveraar wees de klant op schuldhulpverlening.'
    case 'schriftelijkHerinnerd':
      return condition.termijnDagen === undefined
        ? `De aanleveraar herinnerde de klant schriftelijk, op ten minste ${condition.minstens} dag(en).`
        : `De aanleveraar herinnerde de klant schriftelijk, ten minste ${condition.minstens} keer, telkens met ${condition.termijnDagen} dagen de tijd.`
    case 'aanbodGedaan':
      return 'De aanleveraar bood aan de contactgegevens met het college te delen.'
    case 'reactieToereikend':
      return `De reactie van de klant op dat aanbod is: ${condition.toegestaan.join(', ')}.`
    case 'natuurlijkPersoon':
      return 'De klant is een natuurlijk persoon.'
    case 'minstensDagenOud':
      return `De achterstand is op de signaaldatum ten minste ${condition.dagen} dagen oud (een maand telt als 30 dagen).`
    case 'hoogstensDagenOud':
      return `De achterstand is op de signaaldatum ten hoogste ${condition.dagen} dagen oud (een maand telt als 30 dagen).`
    case 'minstensBedrag':
      return `De achterstand is ten minste ${euro(condition.centen)}.`
    case 'minstensMaandenOud':
      return `De oudste vordering is op de signaaldatum ten minste ${condition.maanden} maanden oud.`
    case 'boeteachterstand':
      return `Er is ook een achterstand op een boete, van ten minste ${euro(condition.centen)} (${condition.bijzonderheid}).`
    case 'geenUitstel':
      return `De aanleveraar verklaart dat geen uitstel van betaling is verleend (${condition.bijzonderheid}).`
    case 'soortAangewezen':
      return `Het gaat om ${condition.waarden.join(', ')} (${condition.bijzonderheid}).`
    case 'afspraakMetGemeente':
      return 'De gemeente heeft een afspraak met deze aanleveraar vastgelegd.'
    case 'vroegsignaalVooraf':
      return `De aanleveraar gaf eerder een vroegsignaal over deze persoon (${condition.signaaltypen.join(', ')}); anders volgt alleen een opmerking.`
    case 'eindeleveringOpTijd':
      return `De levering eindigt pas na ten minste ${condition.werkdagen} werkdagen; anders volgt alleen een opmerking.`
  }
}

/** Whether a condition holds for these facts on the day of receipt; undefined when another condition already answers it. */
export type Test = (feiten: Feiten, dag: Dag) => boolean | undefined

/** What is dated after the day of receipt has not been done. */
const done = (on: Dag | undefined, dag: Dag): boolean => on !== undefined && on <= dag

const contactTest =
  (voorSignaaldatum: boolean): Test =>
  ({ inspanningen, signaaldatum }, dag) => {
    const on = inspanningen?.pogingPersoonlijkContactDatum
    return on !== undefined && on <= dag && (!voorSignaaldatum || on < signaaldatum)
  }

/** The most reminders, on different days, that each left `termijnDagen` before the next one and before `dag`. */
const countReminders = (sent: readonly Dag[], dag: Dag, termijnDagen: number): number => {
  const over = dayNumber(dag) - termijnDagen
  let count = 0
  let free = Number.NEGATIVE_INFINITY
  // The earliest first: whatever other choice there is, none leaves room for more.
  for (const on of sent.map(dayNumber).toSorted((a, b) => a - b)) {
    if (on > over || on < free) continue
    count += 1
    free = on + Math.max(1, termijnDagen)
  }
  return count
}

type Own = Extract<Voorwaarde, { readonly bijzonderheid: string }>

/** What is not declared does not hold. */
const compileOwn = (condition: Own): Test => {
  const find = ({ bijzonderheden }: Feiten): Bijzonderheid | undefined =>
    bijzonderheden?.find(({ code }) => code === condition.bijzonderheid)
  switch (condition.voorwaarde) {
    case 'boeteachterstand':
      return (feiten) => {
        const own = find(feiten)
        return own?.soort === 'bedragInCenten' && own.waarde >= condition.centen
      }
    case 'geenUitstel':
      return (feiten) => {
        const own = find(feiten)
        return own?.soort === 'jaNee' && !own.waarde
      }
    case 'soortAangewezen':
      return (feiten) => {
        const own = find(feiten)
        return own?.soort === 'code' && condition.waarden.includes(own.waarde)
      }
  }
}

/** Turns a condition into its test, once, at load. */
export function compileTest(condition: Voorwaarde): Test {
  switch (condition.voorwaarde) {
    case 'persoonlijkContactGeprobeerd':
      return contactTest(condition.voorSignaaldatum === true)
    case 'opSchuldhulpGewezen':
      return ({ inspanningen }, dag) => done(inspanningen?.gewezenOpSchuldhulpDatum, dag)
    case 'schriftelijkHerinnerd':
      return ({ inspanningen }, dag) =>
        countReminders(inspanningen?.herinneringen ?? [], dag, condition.termijnDagen ?? 0) >=
        condition.minstens
    case 'aanbodGedaan':
      return ({ inspanningen }, dag) => done(inspanningen?.aanbodGegevensdelingDatum, dag)
    case 'reactieToereikend': {
      const enough: ReadonlySet<string | undefined> = new Set(condition.toegestaan)
      // A refusal is judged by the condition that stands in every rule.
      return ({ inspanningen }) =>
        inspanningen?.reactie === 'geweigerd' ? undefined : enough.has(inspanningen?.reactie)
    }
    case 'natuurlijkPersoon':
      return (feiten) => feiten.natuurlijkPersoon
    case 'minstensDagenOud':
      return (feiten) => (ageInDays(feiten) ?? Number.NEGATIVE_INFINITY) >= condition.dagen
    case 'hoogstensDagenOud':
      return (feiten) => (ageInDays(feiten) ?? Number.POSITIVE_INFINITY) <= condition.dagen
    case 'minstensBedrag':
      return (feiten) => feiten.bedragInCenten >= condition.centen
    case 'minstensMaandenOud':
      return (feiten) => isMonthsOld(feiten, condition.maanden)
    case 'afspraakMetGemeente':
      return ({ afspraak }) => afspraak === true
    case 'vroegsignaalVooraf':
      return ({ eerdereSoorten: earlier }) =>
        earlier && condition.signaaltypen.some((type) => earlier.has(type))
    case 'eindeleveringOpTijd':
      return ({ eindeleveringDatum: end }, dag) =>
        end !== undefined && end >= addWorkingDays(dag, condition.werkdagen)
    case 'boeteachterstand':
    case 'geenUitstel':
    case 'soortAangewezen':
      return compileOwn(condition)
  }
}
