/** The form of `open-vragen.yaml`: legal questions that belong to no single rule, who accepted which reading, and what hangs on them. */
import { z } from 'zod'
import { Actief, Engels } from './policy-file.ts'

const Tekst = z.string().min(1)
const Naam = z.string().regex(/^[a-zA-Z0-9-]{1,60}$/)

/** The settings that code reads, each with its readings; the first is what holds until someone accepts another. */
export const INSTELLINGEN = {
  /** Which instant starts the clock of Wgs art. 4. */
  klokStart: ['vroegste', 'aangeleverd', 'beschikbaar'],
  /** Giving signals that were not selected back to their VLP. */
  retour: ['uit', 'aan'],
  /** Asking a VLP about a selected signal. */
  navraag: ['uit', 'aan'],
  /** Signals that nobody opened in the file for statistics. */
  statistiek: ['uit', 'aan'],
  /** Counting arrears that stay below the threshold month after month. */
  slepers: ['uit', 'aan'],
} as const satisfies Record<string, readonly [string, ...string[]]>

export type Instelling = keyof typeof INSTELLINGEN
/** What the accepted readings switch on, as code reads it. */
export type Instellingen = { readonly [K in Instelling]: (typeof INSTELLINGEN)[K][number] }

const Instellingnaam = z.enum(Object.keys(INSTELLINGEN) as [Instelling, ...Instelling[]])

/**
 * One question. `regels` are the rules and purposes that may not be in force while nobody accepted a reading (`wet/huur`, `doelen/monitor`); `instelling`
 * is what stays off, or as the first reading says, until then.
 */
const Vraag = z
  .strictObject({
    vraag: Tekst,
    bron: Tekst,
    lezingen: z.record(Naam, Tekst).refine((found) => Object.keys(found).length >= 2, {
      message: 'noem ten minste twee lezingen',
    }),
    regels: z.array(z.string().regex(/^((wet|doelen)\/[a-z-]{1,40}|bewaartermijnen)$/)).default([]),
    instelling: Instellingnaam.optional(),
    lezing: Naam.optional(),
    aanvaardDoor: Tekst.optional(),
  })
  .refine(({ lezing, aanvaardDoor }) => (lezing === undefined) === (aanvaardDoor === undefined), {
    path: ['lezing'],
    message: 'lezing en aanvaardDoor horen bij elkaar: noem welke lezing wie aanvaardde',
  })
  .refine(({ lezing, lezingen }) => lezing === undefined || Object.hasOwn(lezingen, lezing), {
    path: ['lezing'],
    message:
      'deze lezing staat niet onder lezingen. Kies een naam die daar staat, of beschrijf haar daar',
  })
export type Vraag = z.infer<typeof Vraag>

export const OpenVragenFile = z.strictObject({
  versie: z.int().min(1),
  actief: Actief,
  vragen: z.record(Naam, Vraag),
  engels: Engels.optional(),
})
export type OpenVragenFile = z.infer<typeof OpenVragenFile>
