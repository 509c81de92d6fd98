/** Names that look like a firm's: the BRP will not know them. Only a remark; a sole trader is a natural person. */

const FIRM_WORDS: ReadonlySet<string> = new Set([
  'bv',
  'nv',
  'vof',
  'cv',
  'maatschap',
  'stichting',
  'vereniging',
  'coöperatie',
  'holding',
  'beheer',
  'bedrijf',
  'bakkerij',
  'slagerij',
  'kapsalon',
  'restaurant',
  'eetcafé',
  'eetcafe',
  'cafetaria',
  'garage',
  'garagebedrijf',
  'autobedrijf',
  'schildersbedrijf',
  'bouwbedrijf',
  'klussenbedrijf',
  'schoonmaakbedrijf',
  'handelsonderneming',
  'onderneming',
  'winkel',
  'praktijk',
  'administratiekantoor',
  'transport',
  'installatietechniek',
  'zn',
  'zonen',
])

/** Whether a surname holds a word or legal form that firms use (`Bakkerij Zonneveld`, `Jansen B.V.`). */
export function looksLikeFirm(achternaam: string): boolean {
  const words = achternaam
    .toLowerCase()
    .replaceAll('.', '')
    .split(/[^\p{L}]+/u)
  return words.some((word) => FIRM_WORDS.has(word))
}
