/** The form of `slepers.yaml`: on which article, of which fields and for how long the gateway may count who stays below a municipality's threshold. */
import { z } from 'zod'
import { BESLOTEN, DECIDED_LATE, isDecidedInTime } from './besluit-vorm.ts'
import { DUUR } from './calendar.ts'
import { Grondslagen, isAccepted, NOT_ACCEPTED, Openheid } from './conditions.ts'
import { KOP } from './policy-file.ts'

const Tekst = z.string().min(1)

/** What a person is recognised by (`matching/indexes.ts`); of these only what the law lets pass. */
export const HERKENNINGSVELDEN = [
  'persoon.achternaam',
  'persoon.voorvoegsel',
  'persoon.voorletters',
  'adres.postcode',
  'adres.huisnummer',
  'adres.huisletter',
  'adres.huisnummertoevoeging',
] as const

/** `termijn`: how long an index is kept from receipt, ISO 8601; it never outlives the coded row of its signal, nor the key of its month. */
export const SlepersFile = z
  .strictObject({
    ...KOP,
    ...Openheid,
    velden: z.partialRecord(
      z.enum(HERKENNINGSVELDEN),
      z.strictObject({ omdat: Tekst, grondslag: Grondslagen }),
    ),
    termijn: z.string().regex(DUUR),
    /** Who informs the person, and whether it can object (AVG art. 13, 14 and 21). */
    avg: z.strictObject({ ontvanger: Tekst, informatie: Tekst, bezwaar: z.boolean() }),
  })
  .refine(isAccepted, NOT_ACCEPTED)
export type SlepersFile = z.infer<typeof SlepersFile>

/** From `vanaf` up to, not including, `tot` a municipality has counted who stays below its threshold in at least so many months of the window. */
export const Slepertelling = z
  .strictObject({
    vanafMaanden: z.int().min(2).max(7),
    ...BESLOTEN,
  })
  .refine(isAccepted, NOT_ACCEPTED)
  .refine(isDecidedInTime, DECIDED_LATE)
  .refine(({ vanaf, tot }) => tot === undefined || vanaf < tot, {
    path: ['tot'],
    message: 'de telling eindigt voor zij begint. Kies een latere tot of een eerdere vanaf',
  })
export type Slepertelling = z.infer<typeof Slepertelling>
