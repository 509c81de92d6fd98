/** What a municipality hears about signals that it has or had, or that did not come: no data of a person, only ids, kinds and reasons. */
import { z } from 'zod'
import { Dag, Oin, SignaalId } from './ids.ts'
import { INTREKKINGSREDENEN } from './intrekking.ts'

const Gemeenschappelijk = {
  signaalId: SignaalId,
  versie: z.int().min(1),
  tijdstip: z.iso.datetime(),
}

/** Why a signal is gone for this municipality: the VLP's own reason, or what followed from its correction. */
const Vervalreden = z.enum([
  ...INTREKKINGSREDENEN,
  'gegevensdeling-geweigerd',
  'andere-gemeente',
  'onder-gemeentelijke-drempel',
  'herhaalde-melding',
])

/**
 * `gesprek-nadert`, `gesprek-verstreken`: the last day of the first conversation (Wgs art. 4) is near, or has passed; `na-kaartje`: nobody
 * answered a card; `einde-pogingen`: attempts have lasted three weeks.
 */
export const Termijnsoort = z.enum([
  'gesprek-nadert',
  'gesprek-verstreken',
  'na-kaartje',
  'einde-pogingen',
])
export type Termijnsoort = z.infer<typeof Termijnsoort>

/**
 * `ingetrokken`: withdrawn, or gone by a correction; `gecorrigeerd`: `versie` is new and can be collected; `toegevoegd`: it joined a melding of the
 * person that is worked on, and can be collected with it; `verlopen`: its term ended before
 * the municipality confirmed it; `onleesbaar`: every key with a box of it was compromised before that, and the VLP may offer it anew; `termijn`: a day of a melding has
 * come: `signaalId` and `versie` are those of the melding, `datum` is the last day of the conversation, or the day that was waited for; `aanlevering-uitgebleven`: of
 * party `deelnemer` no list and no signal came by `datum`, the day that was agreed, or shortly after.
 */
export const Gemeentegebeurtenis = z.discriminatedUnion('soort', [
  z.strictObject({ soort: z.literal('ingetrokken'), ...Gemeenschappelijk, reden: Vervalreden }),
  z.strictObject({ soort: z.literal('gecorrigeerd'), ...Gemeenschappelijk }),
  z.strictObject({ soort: z.literal('toegevoegd'), ...Gemeenschappelijk }),
  z.strictObject({ soort: z.literal('verlopen'), ...Gemeenschappelijk }),
  z.strictObject({ soort: z.literal('onleesbaar'), ...Gemeenschappelijk }),
  z.strictObject({
    soort: z.literal('antwoord'),
    ...Gemeenschappelijk,
    reden: z.enum(['beantwoord', 'geen-antwoord']),
  }),
  z.strictObject({
    soort: z.literal('termijn'),
    ...Gemeenschappelijk,
    wat: Termijnsoort,
    datum: Dag,
  }),
  z.strictObject({
    soort: z.literal('aanlevering-uitgebleven'),
    deelnemer: Oin,
    datum: Dag,
    tijdstip: z.iso.datetime(),
  }),
])
export type Gemeentegebeurtenis = z.infer<typeof Gemeentegebeurtenis>
