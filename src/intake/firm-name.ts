/** Names that look like a firm's: the BRP will not know them. Only a remark; a sole trader is a natural person. */
import { FIRM_WORDS } from '../model/firm-words.ts'

/** Whether a surname holds a word or legal form that firms use (`Bakkerij Zonneveld`, `Jansen B.V.`). */
export function looksLikeFirm(achternaam: string): boolean {
  const words = achternaam
    .toLowerCase()
    .replaceAll('.', '')
    .split(/[^\p{L}]+/u)
  return words.some((word) => FIRM_WORDS.has(word))
}
