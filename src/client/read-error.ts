/** Turns a problem document into one clear Dutch line. */
import { z } from 'zod'

/** Tolerant: a newer gateway may say more. */
const ProblemDocument = z.object({
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  besluit: z
    .object({ redenen: z.array(z.object({ zin: z.string(), remedie: z.string() })) })
    .optional(),
})

/** A terminal obeys control characters; a line holds none. */
const oneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()

function remedyOf({ detail, errors, besluit }: z.infer<typeof ProblemDocument>): readonly string[] {
  const reasons = besluit?.redenen.map(({ zin, remedie }) => `${zin} ${remedie}`) ?? []
  if (reasons.length > 0) return reasons
  const faults = errors?.map((fault) => `${fault.pointer}: ${fault.detail}`) ?? []
  if (faults.length > 0) return faults
  return detail === undefined ? [] : [detail]
}

/** One line such as `400 Verzoek onjuist: /adres/postcode: Dit veld is verplicht.`; of anything else only that it is no problem document. */
export function readError(body: unknown): string {
  const parsed = ProblemDocument.safeParse(body)
  if (!parsed.success) return 'Onbekende fout: het antwoord is geen probleemdocument.'
  const { status, title } = parsed.data
  const remedy = remedyOf(parsed.data)
  return oneLine(`${status} ${title}${remedy.length > 0 ? `: ${remedy.join(' · ')}` : ''}`)
}
