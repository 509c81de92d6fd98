/** The form of `geen-grondslag.yaml`: signal types that senders ask for and that do not go this way, each with the reason and the right way. */
import { z } from 'zod'
import { Signaaltype } from '../model/signaal.ts'
import { Grondslagen, isAccepted, NOT_ACCEPTED, Openheid } from './conditions.ts'
import { Actief, Engels, Grondslag } from './policy-file.ts'

const Tekst = z.string().min(1)

/** `remedie` is the right way; `grondslag` names what says so, and is absent where nothing was found. */
const Geweigerd = z
  .strictObject({
    reden: z.enum(['geen-grondslag', 'verkeerd-doel']),
    zin: Tekst,
    remedie: Tekst,
    omdat: Tekst,
    grondslag: Grondslagen,
    ...Openheid,
  })
  .refine(isAccepted, NOT_ACCEPTED)
export type Geweigerd = z.infer<typeof Geweigerd>

export const GeweigerdFile = z.strictObject({
  versie: z.int().min(1),
  actief: Actief,
  grondslag: z.array(Grondslag).min(1),
  soorten: z.record(Signaaltype, Geweigerd),
  engels: Engels.optional(),
})
export type GeweigerdFile = z.infer<typeof GeweigerdFile>
