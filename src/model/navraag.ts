/** A question of a municipality to the VLP of a chosen signal, in closed codes, and its answer. */
import { z } from 'zod'
import { Dag, Gemeentecode, SignaalId } from './ids.ts'
import { Veldzegel } from './sealed.ts'
import { bijzonderVeld, type Veld } from './veld.ts'

/** What can be asked. */
const NAVRAAGSOORTEN = ['actueel-bedrag', 'telefoonnummer', 'betalingsregeling'] as const
export const Navraagsoort = z.enum(NAVRAAGSOORTEN).meta({
  description:
    'actueel-bedrag: hoe hoog is de achterstand nu; telefoonnummer: waarop is de klant te bereiken; betalingsregeling: is een regeling mogelijk',
})
export type Navraagsoort = z.infer<typeof Navraagsoort>

export const NavraagId = z
  .uuidv7()
  .brand('NavraagId')
  .meta({ description: 'Id van de navraag (UUIDv7)' })
export type NavraagId = z.infer<typeof NavraagId>

/** `geen-antwoord`: the days to answer are over. */
const Navraagtoestand = z.enum(['open', 'beantwoord', 'geen-antwoord'])

/** What a municipality asks. */
export const NieuweNavraag = z.strictObject({ signaalId: SignaalId, soort: Navraagsoort })
export type NieuweNavraag = z.infer<typeof NieuweNavraag>

/** As both sides read it; who asked stands in the municipality's own events. */
export const Navraag = z.strictObject({
  id: NavraagId,
  signaalId: SignaalId,
  gemeentecode: Gemeentecode,
  soort: Navraagsoort,
  gesteldTijdstip: z.iso.datetime(),
  uiterlijkDatum: Dag,
  toestand: Navraagtoestand,
  afgerondTijdstip: z.iso.datetime().optional(),
})
export type Navraag = z.infer<typeof Navraag>

/** As the municipality collects it: with the answer, sealed to it. `versie` is that of the signal, part of the place of the seal. */
export const NavraagMetAntwoord = Navraag.extend({
  versie: z.int().min(1),
  antwoord: Veldzegel.optional(),
})
export type NavraagMetAntwoord = z.infer<typeof NavraagMetAntwoord>

/** The answer, of the kind that was asked; never free text. */
export const Navraagantwoord = z.discriminatedUnion('soort', [
  z.strictObject({
    soort: z.literal('actueel-bedrag'),
    bedragInCenten: z.int().min(0).max(100_000_000),
  }),
  z.strictObject({
    soort: z.literal('telefoonnummer'),
    telefoonnummer: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .meta({ examples: ['+31612345678'] }),
  }),
  z.strictObject({ soort: z.literal('betalingsregeling'), mogelijk: z.boolean() }),
])
export type Navraagantwoord = z.infer<typeof Navraagantwoord>

/** The name under which the answer is sealed: never that of a field that the VLP sent itself. */
export const answerField = (soort: Navraagsoort): Veld => bijzonderVeld(`navraag-${soort}`)

/** What is sealed. */
export function answerValue(antwoord: Navraagantwoord): number | string | boolean {
  switch (antwoord.soort) {
    case 'actueel-bedrag':
      return antwoord.bedragInCenten
    case 'telefoonnummer':
      return antwoord.telefoonnummer
    case 'betalingsregeling':
      return antwoord.mogelijk
  }
}
