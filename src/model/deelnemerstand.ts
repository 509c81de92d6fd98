/** The register as its operator changes and sees it, and as parties see each other. */
import { z } from 'zod'
import { Benadering } from './benadering.ts'
import { Bestemmingshost } from './bestemmingshost.ts'
import { Clientsleutels } from './clientsleutels.ts'
import { Deelnemer } from './deelnemer.ts'
import { Doel } from './doel.ts'
import { Dag, Oin, Onderdeel } from './ids.ts'
import { Kaartafspraak, Leverafspraak } from './leverafspraak.ts'
import { Hoedanigheid } from './mandaat.ts'

/** How to reach a department of an organisation; never a person's own address. */
export const Contact = z
  .strictObject({
    emailadres: z
      .email()
      .max(200)
      .optional()
      .meta({ description: 'Van een afdeling, niet van een persoon' }),
    telefoonnummer: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .optional()
      .meta({ description: 'Van een afdeling, in E.164', examples: ['+31101234567'] }),
  })
  .meta({ description: 'Hoe een afdeling van de organisatie te bereiken is' })
export type Contact = z.infer<typeof Contact>

const Onderdelen = z.array(Onderdeel).max(100)

/** Hosts to which the gateway may send nudges for a party. */
const Bestemmingen = z.array(Bestemmingshost).max(20)

/** SHA-256 of the processing agreement, in lower-case hex. */
const Overeenkomst = z.string().regex(/^[0-9a-f]{64}$/)

/** A party as every other one may see it that may see it at all (docs/decisions/0016-register-by-command.md). */
export const Deelnemerkaart = z
  .strictObject({
    ...Deelnemer.pick({ oin: true, naam: true, rol: true, gemeentecode: true }).shape,
    contact: Contact.optional(),
    benadering: Benadering.optional(),
    onderdelen: Onderdelen,
    leverafspraken: z
      .array(Kaartafspraak)
      .optional()
      .meta({ description: 'Wat u met deze deelnemer over zijn of uw lijsten afsprak' }),
  })
  .meta({ description: 'Een deelnemer, hoe hij te bereiken is en wat u met hem afsprak' })
export type Deelnemerkaart = z.infer<typeof Deelnemerkaart>

/** A new party; `vanaf` is today unless it says otherwise. */
export const NieuweDeelnemer = Deelnemer.extend({
  vanaf: Dag.optional(),
  clientsleutels: Clientsleutels,
  verwerkersovereenkomst: Overeenkomst.optional(),
  contact: Contact.optional(),
  benadering: Benadering.optional(),
  onderdelen: Onderdelen.optional(),
})
export type NieuweDeelnemer = z.infer<typeof NieuweDeelnemer>

/** What changes of a party; `tot: null` takes a planned or past end away. */
export const Deelnemerwijziging = z
  .strictObject({
    ...Deelnemer.pick({ naam: true, rol: true, gemeentecode: true }).shape,
    tot: z.null(),
    clientsleutels: Clientsleutels,
    verwerkersovereenkomst: Overeenkomst,
    contact: Contact,
    benadering: Benadering,
    onderdelenErbij: Onderdelen,
    onderdelenEraf: Onderdelen,
    bestemmingenErbij: Bestemmingen,
    bestemmingenEraf: Bestemmingen,
  })
  .partial()
export type Deelnemerwijziging = z.infer<typeof Deelnemerwijziging>

/** A mandate as it stands in the register. */
export const Mandaatstand = z.strictObject({
  gemachtigde: Oin,
  gever: Oin,
  doel: Doel,
  vanaf: Dag,
  tot: Dag.optional(),
  hoedanigheid: Hoedanigheid,
  besluit: z.string().optional(),
})
export type Mandaatstand = z.infer<typeof Mandaatstand>

/** All that the register has of a party; of client keys their `kid`. */
export const Deelnemerstand = Deelnemer.extend({
  clientsleutels: z.array(z.string()),
  verwerkersovereenkomst: Overeenkomst.optional(),
  contact: Contact.optional(),
  benadering: Benadering.optional(),
  onderdelen: Onderdelen,
  bestemmingen: z.array(z.string()),
})
export type Deelnemerstand = z.infer<typeof Deelnemerstand>

/** The register, or one party of it with the mandates that it gave and received and its agreements. `vandaag` is the gateway's day. */
export const Register = z.strictObject({
  vandaag: Dag,
  deelnemers: z.array(Deelnemerstand),
  mandaten: z.array(Mandaatstand),
  leverafspraken: z.array(Leverafspraak),
})
export type Register = z.infer<typeof Register>

/** A day; today unless it says otherwise. */
export const Einde = z.strictObject({ per: Dag.optional() })
export type Einde = z.infer<typeof Einde>

/** New mandates of one giver to one party, for several purposes at once. */
export const NieuwMandaat = z.strictObject({
  gemachtigde: Oin,
  gever: Oin,
  doelen: z.array(Doel).min(1),
  vanaf: Dag.optional(),
  tot: Dag.optional(),
  hoedanigheid: Hoedanigheid,
  besluit: z.string().trim().min(1).max(100).optional(),
})
export type NieuwMandaat = z.infer<typeof NieuwMandaat>

/** Which mandates end; without `doelen` all of the two. */
export const Mandaateinde = z.strictObject({
  gemachtigde: Oin,
  gever: Oin,
  doelen: z.array(Doel).min(1).optional(),
  per: Dag.optional(),
})
export type Mandaateinde = z.infer<typeof Mandaateinde>

/** What a change did: how many mandates were given or ended, and from which day it holds. */
export const Registeruitkomst = z.strictObject({ mandaten: z.int(), per: Dag.optional() })
export type Registeruitkomst = z.infer<typeof Registeruitkomst>
