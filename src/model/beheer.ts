/** What the operator's command and the gateway say to each other over the administration socket. */
import { z } from 'zod'

/** Who gives a command: the operator's own opaque reference, or `systeem`; never a name. */
export const Beheerder = z.string().regex(/^[A-Za-z0-9._@-]{1,64}$/)
export type Beheerder = z.infer<typeof Beheerder>

/** The header that carries it. */
export const BEHEERDER_KOP = 'Signaalpoort-Medewerker'

/** Any refusal: one Dutch line with its remedy. */
export const Beheerfout = z.strictObject({ fout: z.string() })

/** One line of a long answer: how far it is, and at the end either how it ended or why not. */
export const Beheerregel = z.union([
  z.strictObject({ voortgang: z.unknown() }),
  z.strictObject({ uitkomst: z.unknown() }),
  Beheerfout,
])
export type Beheerregel = z.infer<typeof Beheerregel>

/** A command that cannot be carried out as it was given; the message is one Dutch line with what to do, without a person's data. */
export class Beheerweigering extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Beheerweigering'
  }
}
