/** Where a page of a sender's own things ended, as an opaque text. It grants nothing: row-level security decides what the next page shows. Pure. */
import type { z } from 'zod'
import { fromBase64Url, toBase64Url, utf8 } from '../crypto/bytes.ts'
import { Problem } from '../model/problem.ts'

export const formatPlace = (place: string | number): string => toBase64Url(utf8(String(place)))

/** @throws Problem `verzoek-onjuist` for a text that no page gave */
export function parsePlace<T>(text: string, form: z.ZodType<T>): T {
  const place = form.safeParse(new TextDecoder().decode(fromBase64Url(text)))
  if (place.success) return place.data
  const detail = 'Neem de cursor ongewijzigd over uit de Link-kop van de vorige pagina.'
  throw new Problem('verzoek-onjuist', {
    errors: [{ pointer: '/cursor', code: 'onjuist', detail }],
  })
}
