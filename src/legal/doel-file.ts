/** The form of `doelen/<doel>.yaml`: which fields one purpose takes, in which form, and why; for feedback what each result tells. */
import { z } from 'zod'
import { Controlegevolg, Controleuitkomst } from '../model/controle.ts'
import { Resultaat, Terugkoppelcode, Tussentijdscode } from '../model/terugkoppeling.ts'
import { AFGELEIDE_VELDEN, Besluitveld, VELDEN, Vorm } from '../model/veld.ts'
import { Grondslagen, isAccepted, Openheid } from './conditions.ts'
import { KOP } from './policy-file.ts'

const Tekst = z.string().min(1)

/** `afwezig` names a field that the purpose leaves out on purpose; what is not named is absent too. `bijzonderheden`: any own field. */
const Velden = z.partialRecord(
  z.enum([...VELDEN, 'bijzonderheden', ...AFGELEIDE_VELDEN]),
  z.strictObject({ vorm: Vorm.default('heel'), omdat: Tekst, grondslag: Grondslagen }),
)

/** What the purpose gets of one field of a signal of type `soort`, on the first day on which the newest rule and the purpose both hold. */
const Voorbeelden = z
  .array(
    z.strictObject({
      naam: Tekst,
      soort: z.string().regex(/^[a-z-]{1,40}$/),
      veld: Besluitveld,
      verwacht: Vorm,
    }),
  )
  .optional()

const ZELF = {
  ...KOP,
  ontvanger: z.strictObject({ rol: z.literal('college') }),
  velden: Velden,
  voorbeelden: Voorbeelden,
}

/** Purposes that take fields of a signal themselves: `hulpaanbod` by opening, `selectie` in the clear. */
const Zelf = z.strictObject({ doel: z.enum(['selectie', 'hulpaanbod']), ...ZELF })

/** What one finding does; `resultaat` is what it counts as where that ends the melding. While its question is not accepted, it does nothing. */
const Uitkomstregel = z.strictObject({
  gevolg: Controlegevolg,
  resultaat: Resultaat.optional(),
  omdat: Tekst,
  grondslag: Grondslagen,
  ...Openheid,
})
export type Uitkomstregel = z.infer<typeof Uitkomstregel>

/** The check before opening: it opens a few fields, and says what each finding does. Absent in a set of before there were findings. */
const Controle = z.strictObject({
  doel: z.literal('controle'),
  ...ZELF,
  uitkomsten: z.record(Controleuitkomst, Uitkomstregel).optional(),
})
export type ControleFile = z.infer<typeof Controle>

/** Purposes that go on with what another one got: nothing that `uit` does not get. */
const Verder = z.strictObject({
  doel: z.enum(['statistiek', 'monitor']),
  ...KOP,
  ontvanger: z.strictObject({ rol: z.enum(['college', 'cbs']) }),
  uit: z.enum(['selectie', 'hulpaanbod']),
  velden: Velden,
  voorbeelden: Voorbeelden,
})

/** What a VLP reads of one result. While its question is not accepted, it reads the coarse code. */
const Terugkoppelregel = z.strictObject({
  code: Terugkoppelcode,
  omdat: Tekst,
  grondslag: Grondslagen,
  /** For so many days the VLP suspends collection. */
  opschortenDagen: z.int().min(1).max(365).optional(),
  ...Openheid,
})
export type Terugkoppelregel = z.infer<typeof Terugkoppelregel>

/** What a municipality may tell before there is a result. */
const Tussentijdsregel = z.strictObject({ omdat: Tekst, grondslag: Grondslagen, ...Openheid })

const Terugkoppeling = z.strictObject({
  doel: z.literal('terugkoppeling'),
  ...KOP,
  ontvanger: z.strictObject({ rol: z.literal('aanleveraar') }),
  velden: Velden,
  /** Of every result that no other rule tells, of a protected address, and while a question is open. */
  grof: z.strictObject({ omdat: Tekst, grondslag: Grondslagen }),
  resultaten: z.record(Resultaat, Terugkoppelregel),
  tussentijds: z.partialRecord(Tussentijdscode, Tussentijdsregel).optional(),
  voorbeelden: z
    .array(
      z.strictObject({
        naam: Tekst,
        resultaat: Resultaat,
        geheim: z.boolean().default(false),
        verwacht: Terugkoppelcode,
      }),
    )
    .optional(),
})
export type TerugkoppelingFile = z.infer<typeof Terugkoppeling>

export const DoelFile = z.discriminatedUnion('doel', [Zelf, Controle, Verder, Terugkoppeling])
export type DoelFile = z.infer<typeof DoelFile>

/** Whether a question of this rule still stands open: then the rule tells nothing. */
export function isOpen(
  rule: Terugkoppelregel | Uitkomstregel | z.infer<typeof Tussentijdsregel>,
): boolean {
  return !isAccepted(rule)
}
