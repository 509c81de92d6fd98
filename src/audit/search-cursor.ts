/** Where a page of events ended, as an opaque text. It grants nothing: row-level security decides what the next page shows. Pure. */
import { fromBase64Url, toBase64Url, utf8 } from '../crypto/bytes.ts'
import { GebeurtenisId } from '../model/ids.ts'
import { Problem } from '../model/problem.ts'

/** The last event of the page before. */
export type Zoekplaats = { readonly tijdstip: Date; readonly id: GebeurtenisId }

export function formatZoekcursor({ tijdstip, id }: Zoekplaats): string {
  return toBase64Url(utf8(`${tijdstip.getTime()}/${id}`))
}

/** @throws Problem `verzoek-onjuist` for a text that no page gave */
export function parseZoekcursor(text: string): Zoekplaats {
  const [millis = '', event] = new TextDecoder().decode(fromBase64Url(text)).split('/')
  const id = GebeurtenisId.safeParse(event)
  if (/^\d{1,15}$/.test(millis) && id.success)
    return { tijdstip: new Date(Number(millis)), id: id.data }
  const detail = 'Neem de cursor ongewijzigd over uit de Link-kop van de vorige pagina.'
  throw new Problem('verzoek-onjuist', {
    errors: [{ pointer: '/cursor', code: 'onjuist', detail }],
  })
}
