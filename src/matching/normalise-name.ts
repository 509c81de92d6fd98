/** A Dutch name in a form that does not depend on who wrote it. Pure; the result is hashed and never kept. */
import { FIRM_WORDS } from '../model/firm-words.ts'
import { foldWord, mendEncoding, plainLetters } from './fold-letters.ts'

/** A name as a signal gives it. */
export type Naam = {
  readonly achternaam: string
  readonly voorvoegsel?: string | undefined
  readonly voorletters?: string | undefined
}

/** `namen`: the folded words of the surname, each once, in alphabetical order. `voorletters`: folded, empty when unknown. */
export type Kernnaam = { readonly namen: readonly string[]; readonly voorletters: string }

/** In or out of the surname, whole or shortened, before it or after a comma: they are left out. */
const PREFIXES: ReadonlySet<string> = new Set(
  (
    'aan af al an bij da dal de degli dei del della den der des di do dos du el ' +
    'het in la las le les lo los of onder op over te tegen ten ter tho thoe tot uit uyt van vande vanden vander ' +
    'vd vdr vom von voor vor zu zum zur'
  ).split(' '),
)

/** Forms of address, titles and words between two names. */
const NO_NAME: ReadonlySet<string> = new Set(
  (
    'dhr heer mevr mevrouw mw mej dr drs ir ing mr prof jr sr junior senior fam familie erven ' +
    'ev geb geboren gehuwd wed weduwe weduwnaar echtg echtgenoot echtgenote hodn tav en'
  ).split(' '),
)

/** What firms call themselves by; not in `FIRM_WORDS`, since some people are called so too. */
const TRADE =
  /^(firma|fa|eenmanszaak|bakkers|bouw|kappers|schilders|schilderwerken|slagers|montage|techniek|services?|handel|dienst(en)?|tuinen|hoveniers|timmerwerken|stukadoors|installaties?)$|(bedrijf|werken|techniek|installatie)$/

/**
 * Prefixes glued to their name (`Vandenberg`, `Terhorst`), when three letters are left. `Dekker` loses two as well: in every signal the
 * same, so that nothing is lost by it.
 */
const GLUED = /^(?:vant|van|der|den|de|het|ten|ter|te|el|al|opt|op|uit|int|in)+(?=\p{L}{3})/u

/** Initials that stand with the surname: `J.P. de Boer`, `Boer, J.P. de`. */
const INITIALS_WITH_NAME = /^((?:\p{Lu}\p{L}?\.\s*)+)|,\s*((?:\p{Lu}\p{L}?\.\s*)+)/u

const FIRMS: ReadonlySet<string> = new Set([...FIRM_WORDS].map(plainLetters))

const wordsOf = (text: string): readonly string[] =>
  plainLetters(mendEncoding(text).replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')

/** Those that `keep` takes, or all when it takes none: a name is never empty. */
const narrow = (words: readonly string[], keep: (word: string) => boolean): readonly string[] => {
  const kept = words.filter(keep)
  return kept.length === 0 ? words : kept
}

const isFirm = (word: string): boolean => FIRMS.has(word) || TRADE.test(word)

function surnameWords(achternaam: string): readonly string[] {
  // A legal form with points is one word: `B.V.`
  const words = wordsOf(achternaam.replaceAll(/\b(\p{L})\.(?=\p{L}\.)/gu, '$1'))
  const whole = narrow(words, (word) => word.length > 1)
  const names = narrow(whole, (word) => !PREFIXES.has(word) && !NO_NAME.has(word))
  const persons = narrow(names, (word) => !isFirm(word))
  const folded = persons.map((word) => foldWord(word.replace(GLUED, '')))
  return [...new Set(folded)].filter((word) => word !== '').toSorted()
}

/** `JP` and `JPM` are initials without points; `JAN` is a name, `IJ` a letter. */
const UNPOINTED = /^(?!IJ)\p{Lu}{2}$|^[B-DF-HJ-NP-TV-XZ]{3,4}$/u

/** Of a first name its first letter, of initials each; the Dutch ij is one letter, as is an initial of more letters (`Th.`). */
function initialsOf(text: string): string {
  const words = plainLetters(text.replaceAll(/\b(dhr|mw|mevr|dr|drs|ir|ing|mr|prof)\b\.?/gi, ''))
    .replaceAll('ij', 'y')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
  const [only = ''] = words
  if (words.length === 1 && UNPOINTED.test(text.trim())) return only
  return words.map((word) => [...word][0] ?? '').join('')
}

/** The name without what writers differ in. Total: whatever comes in, something comes out. */
export function normaliseName({ achternaam, voorvoegsel = '', voorletters }: Naam): Kernnaam {
  const found = INITIALS_WITH_NAME.exec(achternaam)
  const within = (found?.[1] ?? found?.[2] ?? '').trim()
  // `V.D. BERG` is a prefix in capitals.
  const isInitials = !/^V\.\s*D\.$/.test(within)
  const initials = voorletters ?? (isInitials ? within : '')
  const surname = isInitials && within !== '' ? achternaam.replace(within, ' ') : achternaam
  const namen = surnameWords(surname)
  // A surname of marks only is still that surname: its prefix, if any, or the text itself.
  const rest = namen.length > 0 ? namen : surnameWords(`${voorvoegsel} ${surname}`)
  return { namen: rest.length > 0 ? rest : [achternaam.trim()], voorletters: initialsOf(initials) }
}
