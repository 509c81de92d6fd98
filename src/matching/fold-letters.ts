/** Dutch names are spelt in many ways: words that sound and look alike become one. Never shown, only hashed. */

/** Letters that Unicode does not take apart. */
const WHOLE: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
}

/** What is written in two ways, in the order in which it is made one. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/ij/g, 'y'],
  [/y/g, 'i'], // Meijer, Meyer, Meier
  [/sz/g, 's'], // Janszen; a German ß is ss by now
  [/x/g, 'ks'], // Hendrix
  [/ck/g, 'k'],
  [/c(?!h)/g, 'k'], // Claassen
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/dt/g, 't'],
  [/([aou])e/g, '$1'], // Müller is also Mueller
  [/(.)\1+/g, '$1'], // Janssen, de Graaff
]

/** What Windows-1252 has at 0x80 to 0x9f. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const byteOf = (letter: string): number => {
  const place = WINDOWS.indexOf(letter)
  return place === -1 ? (letter.codePointAt(0) ?? 0) : 0x80 + place
}

/** UTF-8 that was read as Windows-1252 on its way (`Ã‡elik` for `Çelik`): read again as it was meant, if that is what it is. */
export function mendEncoding(text: string): string {
  if (!/[ÃÄÅ]/.test(text)) return text
  const bytes = [...text].map(byteOf)
  if (bytes.some((byte) => byte > 0xff)) return text
  const mended = Buffer.from(bytes).toString('utf8')
  return mended.includes('\ufffd') ? text : mended
}

/** Without accents, lower case; marks that are no letters stay. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[øłđðħıßæœþ]/g, (letter) => WHOLE[letter] ?? letter)
}

/** One word of a name as it sounds: a to z only for Latin script, other scripts as they are. */
export function foldWord(word: string): string {
  const letters = plainLetters(word).replaceAll(/[^\p{L}]/gu, '')
  return SPELLINGS.reduce((text, [from, to]) => text.replaceAll(from, to), letters)
}
