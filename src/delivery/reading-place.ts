/** How far a reader of a feed has come, as an opaque text. It grants nothing: row-level security decides what comes after it. */
import { fromBase64Url, toBase64Url, utf8 } from '../crypto/bytes.ts'
import { Gemeentecode } from '../model/ids.ts'
import { Problem } from '../model/problem.ts'

/** How far a reader has come: of each municipality the last number that it saw. */
export type Leesstand = ReadonlyMap<Gemeentecode, number>

export function formatLeesstand(stand: Leesstand): string {
  return toBase64Url(utf8([...stand].map(([code, nummer]) => `${code}.${nummer}`).join('_')))
}

/** @throws Problem `verzoek-onjuist` for a text that no page gave */
export function parseLeesstand(text: string): Leesstand {
  const parts = new TextDecoder().decode(fromBase64Url(text)).split('_')
  return new Map(
    parts.map((part) => {
      const [, code, nummer] = /^(\d{4})\.(\d{1,15})$/.exec(part) ?? []
      if (code === undefined) throw wrongPlace()
      return [Gemeentecode.parse(code), Number(nummer)] as const
    }),
  )
}

function wrongPlace(): Problem {
  const detail = 'Neem sinds ongewijzigd over uit het vorige antwoord.'
  return new Problem('verzoek-onjuist', {
    errors: [{ pointer: '/sinds', code: 'onjuist', detail }],
  })
}
