/** The form of the files in `policies/`: the questions of a lawyer, in their order. What does not fit does not load. */
import { z } from 'zod'
import { Rol } from '../model/deelnemer.ts'
import { Beleidsdoel, Doel, Openingsdoel } from '../model/doel.ts'
import { Dag, Gemeentecode, Oin } from '../model/ids.ts'
import { RedenCode } from '../model/reden.ts'
import { AFGELEIDE_VELDEN, Bijzondercode, VELDEN, Veld, Vorm } from '../model/veld.ts'
import { DUUR } from './calendar.ts'
import { Grondslagen, isAccepted, NOT_ACCEPTED, Openheid, Voorwaarde } from './conditions.ts'

const Tekst = z.string().min(1)

/** `tot` is exclusive. */
const PERIODE = { vanaf: Dag, tot: Dag.optional() }
const isPeriod = ({ vanaf, tot }: { vanaf: Dag; tot?: Dag | undefined }): boolean =>
  tot === undefined || vanaf < tot
const EMPTY = {
  path: ['tot'],
  message:
    'tot ligt niet na vanaf: de regel geldt dan nooit. Kies een latere tot of een eerdere vanaf',
}

/** When a file is switched on, and the two who approved that. */
export const Actief = z
  .strictObject({
    ...PERIODE,
    goedgekeurdDoor: z
      .array(Tekst)
      .min(2)
      .refine((names) => new Set(names).size === names.length, {
        message:
          'de goedkeuring is van twee verschillende personen. Laat een ander mede goedkeuren en noem die hier',
      }),
  })
  .refine(isPeriod, EMPTY)

/** When the law allows it. A question about a date is asked here. */
const Geldig = z
  .strictObject({ ...PERIODE, ...Openheid })
  .refine(isPeriod, EMPTY)
  .refine(isAccepted, NOT_ACCEPTED)

/** An article. `strekking` is in our own words; `citaat` only what was read literally; `gelezen` says how it was read. */
export const Grondslag = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  bron: Tekst,
  vindplaats: Tekst,
  artikel: Tekst,
  strekking: Tekst,
  citaat: Tekst.optional(),
  gelezen: z.enum(['volledig', 'uittreksel', 'samenvatting']),
  link: z.url(),
})
export type Grondslag = z.infer<typeof Grondslag>

/** Purposes for which a field passes, each with its form. `Doel` and not `Openingsdoel`: a purpose without a file is refused by name. */
const VELDREGEL = {
  omdat: Tekst,
  grondslag: Grondslagen,
  ...Openheid,
  doelen: z.partialRecord(Doel, z.literal('heel')).refine((d) => Object.keys(d).length > 0, {
    message: 'noem ten minste één doel, of haal het veld weg',
  }),
  /** A category of its own, when the field goes earlier than the others. */
  bewaren: Tekst.optional(),
}
const Veldregel = z.strictObject(VELDREGEL).refine(isAccepted, NOT_ACCEPTED)

/** A field derived from others: as any field, with the form in which each purpose gets it. */
const Afgeleidregel = z
  .strictObject({
    omdat: Tekst,
    grondslag: Grondslagen,
    ...Openheid,
    doelen: z.partialRecord(Beleidsdoel, Vorm).refine((d) => Object.keys(d).length > 0, {
      message: 'noem ten minste één doel, of haal het veld weg',
    }),
  })
  .refine(isAccepted, NOT_ACCEPTED)

const BIJZONDER = { zin: Tekst, ...VELDREGEL, doelen: VELDREGEL.doelen.optional() }

/**
 * A field of this signal type's own, by its code: what it is, its kind, and for which purposes it passes. Without `doelen` it only
 * serves the decision. A code has a closed list of values.
 */
const Bijzonderheidregel = z
  .discriminatedUnion('soort', [
    z.strictObject({ soort: z.enum(['bedragInCenten', 'datum', 'jaNee']), ...BIJZONDER }),
    z.strictObject({
      soort: z.literal('code'),
      waarden: z.array(z.string().regex(/^[a-z0-9-]{1,40}$/)).min(1),
      ...BIJZONDER,
    }),
  ])
  .refine(isAccepted, NOT_ACCEPTED)
export type Bijzonderheidregel = z.infer<typeof Bijzonderheidregel>

/**
 * An example is the lawful signal of its rule with changes: fields added or taken away, other facts, another sender.
 * A field of the efforts that is taken away is not declared.
 */
const Voorbeeld = z
  .strictObject({
    naam: Tekst,
    afzender: Rol.optional(),
    /** Another party of the same role, where the rule names its senders. */
    deelnemer: Oin.optional(),
    /** Another municipality, where the rule names them. */
    gemeente: Gemeentecode.optional(),
    met: z.array(Veld).optional(),
    zonder: z.array(Veld).optional(),
    feiten: z
      .strictObject({
        bedragInCenten: z.int(),
        dagenOud: z.int(),
        maanden: z.int(),
        reactie: z.enum(['geen', 'neutraal', 'akkoord', 'geweigerd']),
        natuurlijkPersoon: z.boolean(),
        /** How many of the four reminders were sent: the latest ones. */
        herinneringen: z.int().min(1).max(4),
        dagenSindsContact: z.int().min(0),
        crisissignaal: z.boolean(),
        /** Values of the type's own fields, by code. */
        bijzonderheden: z.record(Bijzondercode, z.union([z.int(), z.boolean(), z.string()])),
        /** Whether the sender gave a signal of this person before that the rule asks for. */
        eerderSignaal: z.boolean(),
        /** Working days between the day of receipt and the end of supply. */
        werkdagenTotEinde: z.int().min(0),
        afspraak: z.boolean(),
      })
      .partial()
      .optional(),
    verwacht: z.enum(['aanvaard', 'geweigerd']),
    redenen: z.array(RedenCode).default([]),
    velden: z.partialRecord(Veld, z.enum(['doorgegeven', 'niet-doorgegeven'])).default({}),
    doelen: z.partialRecord(Veld, z.array(Openingsdoel)).default({}),
  })
  .refine((v) => v.verwacht === 'aanvaard' || v.redenen.length > 0, {
    path: ['redenen'],
    message: 'een geweigerd voorbeeld noemt zijn redenen. Zet ze onder redenen',
  })
export type Voorbeeld = z.infer<typeof Voorbeeld>

const Voorbeelden = z
  .array(Voorbeeld)
  .refine((list) => new Set(list.map((one) => one.verwacht)).size === 2, {
    message: 'noem ten minste één voorbeeld dat wordt aanvaard en één dat wordt geweigerd',
  })

/** The lawyers' own sentences in English; what several files say stands in `engels.yaml` (docs/policies.md). */
export const Engels = z.array(z.strictObject({ nl: Tekst, en: Tekst }))

/** What stands at the head of a rule and of a purpose. */
export const KOP = {
  versie: z.int().min(1),
  geldig: Geldig,
  /** When it is switched on, and who approved that. */
  actief: Actief,
  zin: Tekst,
  grondslag: z.array(Grondslag).min(1),
  engels: Engels.optional(),
}

/** `wet/<signaaltype>.yaml`: what one kind of signal may hold, from whom, on which conditions. */
export const WetFile = z
  .strictObject({
    regel: z.string().regex(/^wet\/[a-z-]{1,40}$/),
    ...KOP,
    /** A question about the rule as a whole. */
    ...Openheid,
    /** The rule (`wet/huur@1`) that was in force before this one began. */
    opvolgerVan: Tekst.optional(),
    avg: z.strictObject({
      verzender: Tekst,
      ontvanger: Tekst,
      verwerkingsactiviteit: Tekst,
      /** Who informs the person, when, and with which text (AVG art. 13 and 14). */
      informatie: z.strictObject({ wie: Tekst, wanneer: Tekst, tekst: Tekst.optional() }),
      /** Whether AVG art. 21 applies. */
      bezwaar: z.boolean(),
      /** The category of the municipal selection list. */
      archief: z
        .strictObject({ categorie: Tekst, ...Openheid })
        .refine(isAccepted, NOT_ACCEPTED)
        .optional(),
    }),
    /** How the type shows to a municipality that has not opened the signal, where its name would say something of the person. */
    toonAls: z.literal('overheid').optional(),
    van: z
      .strictObject({
        rol: Rol,
        /** Only these parties, where the law names them. */
        deelnemers: z
          .array(z.strictObject({ oin: Oin, naam: Tekst }))
          .min(1)
          .optional(),
        ...Openheid,
      })
      .refine(isAccepted, NOT_ACCEPTED),
    naar: z
      .strictObject({
        rol: z.literal('college'),
        gemeente: z.literal('woonadres'),
        /** Only these municipalities, where the law designates them. */
        aangewezen: z.array(Gemeentecode).min(1).optional(),
        ...Openheid,
      })
      .refine(isAccepted, NOT_ACCEPTED),
    /** What a sender hears once the rule has ended, and where to go instead. */
    beeindiging: z.strictObject({ grondslag: Grondslagen, zin: Tekst, remedie: Tekst }).optional(),
    voorwaarden: z
      .array(Voorwaarde.refine(isAccepted, NOT_ACCEPTED))
      .refine((list) => new Set(list.map((one) => one.voorwaarde)).size === list.length, {
        message: 'een voorwaarde staat er twee keer. Haal er een weg',
      }),
    velden: z.partialRecord(z.enum(VELDEN), Veldregel),
    bijzonderheden: z.record(Bijzondercode, Bijzonderheidregel).default({}),
    /** Classes, a district, flags: what is derived from the fields above and shows before anyone opens. */
    afgeleid: z.partialRecord(z.enum(AFGELEIDE_VELDEN), Afgeleidregel).default({}),
    bewaren: z.strictObject({ verzegeld: Tekst, gecodeerd: Tekst }),
    terugkoppeling: z.strictObject({ velden: z.array(z.enum(['uitkomst'])) }),
    voorbeelden: Voorbeelden,
  })
  .refine(isAccepted, NOT_ACCEPTED)
export type WetFile = z.infer<typeof WetFile>

const Duur = z.string().regex(DUUR)

/** One category: its term and the bounds within which a municipality may set its own. */
const Categorie = z
  .strictObject({
    zin: Tekst,
    termijn: Duur,
    minstens: Duur,
    hoogstens: Duur,
    bron: Tekst,
    /** Whether a municipality may set its own term, within the bounds. */
    doorGemeente: z.boolean().optional(),
    ...Openheid,
  })
  .refine(isAccepted, NOT_ACCEPTED)

/** A measure on signals and how long it may last at most. */
const Maatregelregel = z
  .strictObject({ zin: Tekst, hoogstens: Duur, bron: Tekst, ...Openheid })
  .refine(isAccepted, NOT_ACCEPTED)

/** Categories that the program itself names, whatever the rules say. */
const NAMED = [
  'geweigerd',
  'gebeurtenisVerstrekking',
  'gebeurtenisMedewerker',
  'verzegeldGeopend',
  'kenmerkBeeindigd',
  'gemeenteGebeurtenis',
  'eerderSignaal',
]

/** `bewaartermijnen.yaml`: how long what is kept. */
export const BewaartermijnenFile = z.strictObject({
  versie: z.int().min(1),
  actief: Actief,
  categorieen: z
    .record(z.string().regex(/^[a-zA-Z]{1,60}$/), Categorie)
    .refine((found) => NAMED.every((name) => Object.hasOwn(found, name)), {
      message: `verplicht zijn ${NAMED.join(', ')}. Voeg toe wat ontbreekt`,
    }),
  /** Holds and restrictions; where a set names none, none can be set. */
  maatregelen: z.strictObject({ bevriezing: Maatregelregel, beperking: Maatregelregel }).optional(),
  engels: Engels.optional(),
})
export type BewaartermijnenFile = z.infer<typeof BewaartermijnenFile>
