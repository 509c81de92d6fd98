/** Where a page ended, as an opaque text. It grants nothing: row-level security decides what the next page shows. */
import { fromBase64Url, toBase64Url, utf8 } from '../crypto/bytes.ts'
import { Gemeentecode, SignaalId } from '../model/ids.ts'
import { Problem } from '../model/problem.ts'

/** Where the previous page ended. */
export type Plaats = { readonly gemeentecode: Gemeentecode; readonly id: SignaalId }

export function formatCursor({ gemeentecode, id }: Plaats): string {
  return toBase64Url(utf8(`${gemeentecode}/${id}`))
}

/** @throws Problem `verzoek-onjuist` for a text that no page gave */
export function parseCursor(text: string): Plaats {
  const [code, signal] = new TextDecoder().decode(fromBase64Url(text)).split('/')
  const gemeentecode = Gemeentecode.safeParse(code)
  const id = SignaalId.safeParse(signal)
  if (gemeentecode.success && id.success) return { gemeentecode: gemeentecode.data, id: id.data }
  const detail = 'Neem de cursor ongewijzigd over uit de Link-kop van de vorige pagina.'
  throw new Problem('verzoek-onjuist', {
    errors: [{ pointer: '/cursor', code: 'onjuist', detail }],
  })
}
