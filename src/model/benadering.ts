/** How an organisation wants to be approached about a signal, when it collects, and which payment plans it knows; never anything of a person. */
import { z } from 'zod'

/** Not in the interface file as a pattern: readers of it take regular expressions without these classes. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u

/** One paragraph in plain words: no markup, no control characters. */
const Regeltekst = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^<>]*$/)
  .refine((text) => !UNSEEN.test(text), { message: 'een teken is onzichtbaar of onbekend' })

/** `uitstel`: paying the whole later; `kosten-vervallen`: costs of collection are dropped; `schuldregeling`: it takes part in one by the municipality. */
export const REGELINGEN = [
  'termijnen',
  'uitstel',
  'incasso-pauze',
  'kosten-vervallen',
  'schuldregeling',
] as const

const eachOnce = (list: readonly unknown[]): boolean => new Set(list).size === list.length

export const Benadering = z
  .strictObject({
    aanpak: Regeltekst.optional().meta({
      description: 'Hoe u over een signaal benaderd wilt worden; geen namen van personen',
      examples: ['Bel het team vroegsignalering op werkdagen tussen 9 en 12 uur.'],
    }),
    incassodagen: z
      .array(z.int().min(1).max(31))
      .min(1)
      .max(31)
      .refine(eachOnce, { message: 'een dag staat er twee keer' })
      .optional()
      .meta({ description: 'Dagen van de maand waarop u int' }),
    betalingsregeling: z
      .strictObject({
        mogelijk: z
          .array(z.enum(REGELINGEN))
          .max(REGELINGEN.length)
          .refine(eachOnce, { message: 'een regeling staat er twee keer' })
          .meta({ description: 'Wat u kent; leeg als u geen regeling kent' }),
        hoogstensMaanden: z.int().min(1).max(120).optional(),
        toelichting: Regeltekst.optional(),
      })
      .optional(),
  })
  .meta({
    description:
      'Hoe een organisatie benaderd wil worden, wanneer zij int en welke betalingsregelingen zij kent',
  })
export type Benadering = z.infer<typeof Benadering>

/** What of it there is, by name. */
export const BENADERINGGEGEVENS = ['aanpak', 'incassodagen', 'betalingsregeling'] as const
