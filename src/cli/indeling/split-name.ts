/** A full name in one cell, split into initials, prefix and family name; undefined whenever that is not sure. */
import { looksLikeFirm } from '../../intake/firm-name.ts'

export type Naamdelen = {
  readonly voorletters?: string
  readonly voorvoegsel?: string
  readonly achternaam: string
}

export type Naamvolgorde = 'voorletters-eerst' | 'achternaam-eerst'

const PREFIXES = new Set(
  "van de den der het 't ten ter te 's in op aan bij uit over onder voor la le les du des el al von zu zum zur d' l' di da do dos della".split(
    ' ',
  ),
)
const TITLES = /^(?:(?:de heer|dhr|hr|mevrouw|mevr|mw|drs|dr|ir|ing|mr|prof)\.?\s+)+/i
const INITIALS = /^(?:\p{Lu}[\p{Ll}]?\.)+$|^\p{Lu}{1,3}$/u
const GIVEN = /^\p{Lu}[\p{L}'’]*(?:-\p{Lu}[\p{L}'’]*)*$/u

const isPrefix = (word: string): boolean => PREFIXES.has(word.toLowerCase().replace('’', "'"))
const isInitials = (word: string): boolean => INITIALS.test(word)

/** `J.` of a first name: what the list needs is no more than that. */
const initialsOf = (word: string): string =>
  isInitials(word)
    ? /\./.test(word)
      ? word
      : [...word].map((letter) => `${letter}.`).join('')
    : word
        .split('-')
        .map((part) => `${/^ij/i.test(part) ? part.slice(0, 2) : part.slice(0, 1)}.`)
        .join('')

/** The words of a name before its family name: initials or first names, then a prefix; undefined when they are anything else. */
function readFront(words: readonly string[]): Omit<Naamdelen, 'achternaam'> | undefined {
  const split = words.findIndex(isPrefix)
  const first = split === -1 ? words : words.slice(0, split)
  const prefix = split === -1 ? [] : words.slice(split)
  if (!prefix.every(isPrefix) || !first.every((word) => isInitials(word) || GIVEN.test(word)))
    return undefined
  return {
    ...(first.length === 0 ? {} : { voorletters: first.map(initialsOf).join('') }),
    ...(prefix.length === 0 ? {} : { voorvoegsel: prefix.join(' ').toLowerCase() }),
  }
}

/** `Boer, J. de` and `de Boer, J.`. */
function splitAtComma(text: string): Naamdelen | undefined {
  const [left = '', ...right] = text.split(',').map((part) => part.trim())
  const words = left.split(' ')
  const own = words.findIndex((word) => !isPrefix(word))
  const front = readFront(
    right
      .join(' ')
      .split(' ')
      .filter((word) => word !== ''),
  )
  if (front === undefined || own === -1) return undefined
  const voorvoegsel = [...words.slice(0, own), front.voorvoegsel ?? ''].join(' ').trim()
  return {
    ...front,
    ...(voorvoegsel === '' ? {} : { voorvoegsel: voorvoegsel.toLowerCase() }),
    achternaam: words.slice(own).join(' '),
  }
}

function splitInitialsFirst(words: readonly string[], told: boolean): Naamdelen | undefined {
  const named = words.findIndex((word) => !isInitials(word))
  const prefix = words.findIndex(isPrefix)
  // A first name is only sure before a prefix, or where the profile says the order.
  const start = prefix > 0 ? prefix : named > 0 ? named : told && words.length === 2 ? 1 : -1
  if (start < 1) return undefined
  const end = words.findIndex((word, at) => at >= start && !isPrefix(word))
  if (end === -1) return undefined
  const front = readFront(words.slice(0, end))
  return front === undefined ? undefined : { ...front, achternaam: words.slice(end).join(' ') }
}

function splitFamilyFirst(words: readonly string[]): Naamdelen | undefined {
  const start = words.findIndex((word, at) => at > 0 && (isInitials(word) || isPrefix(word)))
  if (start < 1) return undefined
  const front = readFront(words.slice(start))
  return front === undefined ? undefined : { ...front, achternaam: words.slice(0, start).join(' ') }
}

/** A firm's name is kept whole; titles are left out, first names become initials. */
export function splitName(text: string, volgorde?: Naamvolgorde): Naamdelen | undefined {
  const bare = text
    .replace(TITLES, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\. (?=\p{Lu}\.)/gu, '.')
    .trim()
  if (bare === '' || /[\d;/|]/.test(bare)) return undefined
  if (looksLikeFirm(bare) && !isInitials(bare.split(' ')[0] ?? '')) return { achternaam: bare }
  if (bare.includes(',')) return splitAtComma(bare)
  const words = bare.split(' ')
  const isFamilyFirst = volgorde === 'achternaam-eerst' || isInitials(words.at(-1) ?? '')
  return isFamilyFirst
    ? splitFamilyFirst(words)
    : splitInitialsFirst(words, volgorde === 'voorletters-eerst')
}
