/** One cell as a JSON value: the habits of spreadsheet programs and of Dutch writing, and a refusal wherever they leave doubt. */
import { Dag } from '../../model/ids.ts'
import type { Lijstfoutcode } from '../../model/lijst.ts'

/** `bedragInEuro` becomes cents; `datums` are joined by `|`; `cijfers…` are digits whose leading zeros count. */
export type Celsoort =
  | 'tekst'
  | 'woord'
  | 'postcode'
  | 'telefoon'
  | 'datum'
  | 'datums'
  | 'getal'
  | 'bedragInCenten'
  | 'bedragInEuro'
  | 'jaNee'
  | 'cijfers4'
  | 'cijfers9'

export type Celwaarde =
  | { readonly waarde: string | number | boolean | readonly string[] }
  | { readonly fout: Lijstfoutcode }

const fout = (code: Lijstfoutcode): Celwaarde => ({ fout: code })

/** As a spreadsheet program writes a number that it took for one: always with a sign. */
const SCIENTIFIC = /^[+-]?\d(?:[.,]\d+)?E[+-]\d+$/i
const SHEET_ERROR =
  /^#(?:N\/B|N\/A|NAAM\?|NAME\?|VERW!|REF!|WAARDE!|VALUE!|DEEL\/0!|DIV\/0!|GETAL!|NUM!|LEEG!|NULL!|#+)$/i
/** `="0612"`: how an export keeps a program from making a number of it. */
const KEPT_TEXT = /^="(.*)"$/

const WHOLE = /^\d{1,15}$/
const ISO_DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]0?0:00(?::00(?:\.0+)?)?Z?)?$/
const DUTCH_DAY = /^(\d{1,2})-(\d{1,2})-(\d{4})(?: 0?0:00(?::00)?)?$/
const UNCLEAR_DAY = /^\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}\b/
const YES = new Set(['ja', 'j', 'true', 'waar', '1'])
const NO = new Set(['nee', 'n', 'false', 'onwaar', '0'])

/** A day in ISO form from its parts, if it exists. */
export function dayOf(year: string, month: string, day: string): Dag | undefined {
  const found = Dag.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  return found.success ? found.data : undefined
}

function readDay(text: string): Celwaarde {
  const iso = ISO_DAY.exec(text)
  const dutch = DUTCH_DAY.exec(text)
  if (iso === null && dutch === null) {
    if (/^\d{5}(?:[.,]\d+)?$/.test(text)) return fout('datum-als-getal')
    return fout(UNCLEAR_DAY.test(text) ? 'datum-onduidelijk' : 'datum-onjuist')
  }
  const [, first = '', month = '', last = ''] = iso ?? dutch ?? []
  const dag = iso === null ? dayOf(last, month, first) : dayOf(first, month, last)
  return dag === undefined ? fout('datum-onjuist') : { waarde: dag }
}

function readDays(text: string): Celwaarde {
  const days = text.split('|').map((part) => readDay(part.trim()))
  const found = days.flatMap((day) => ('waarde' in day ? [String(day.waarde)] : []))
  return found.length === days.length
    ? { waarde: found }
    : (days.find((day) => 'fout' in day) ?? fout('datum-onjuist'))
}

function readWhole(text: string, code: Lijstfoutcode): Celwaarde {
  return WHOLE.test(text) ? { waarde: Number(text) } : fout(code)
}

/** Groups of three and at most two decimals; one separator before three digits could be either, so it is refused. */
const EURO = /^(\d+|\d{1,3}(?:([.,])\d{3})+)(?:([.,])(\d{1,2}|-{1,2}))?$/
const UNCLEAR_EURO = /^\d{1,3}[.,]\d{3}$/

/** Whole cents of an amount in euros, such as `€ 1.234,56`; undefined when it is none. */
function centsOf(text: string): number | 'onduidelijk' | undefined {
  const bare = text.replace(/^(?:€|EUR)\s*|\s*(?:€|EUR)$/gi, '')
  if (UNCLEAR_EURO.test(bare)) return 'onduidelijk'
  const [, whole = '', group, decimal, cents = ''] = EURO.exec(bare) ?? []
  if (whole === '' || (group !== undefined && group === decimal)) return undefined
  const groups = whole.match(/[.,]/g) ?? []
  if (new Set(groups).size > 1) return undefined
  const digits = whole.replaceAll(/[.,]/g, '') + cents.replaceAll('-', '').padEnd(2, '0')
  const value = Number(digits)
  return Number.isSafeInteger(value) ? value : undefined
}

function readEuro(text: string): Celwaarde {
  const cents = centsOf(text)
  if (cents === 'onduidelijk') return fout('bedrag-onduidelijk')
  return cents === undefined ? fout('bedrag-onjuist') : { waarde: cents }
}

function readYesNo(text: string): Celwaarde {
  const word = text.toLowerCase()
  if (YES.has(word)) return { waarde: true }
  return NO.has(word) ? { waarde: false } : fout('ja-nee-onjuist')
}

/** `+31…` where the sign was lost; the rest of its form is the signal's own (`contact.ts`). */
function readTelephone(text: string): Celwaarde {
  const digits = text.replaceAll(/[\s().-]/g, '')
  if (/^[1-9]\d{8}$/.test(digits)) return fout('voorloopnul-verloren')
  return { waarde: /^31[1-9]\d{8}$/.test(digits) ? `+${digits}` : text }
}

function readDigits(text: string, length: number): Celwaarde {
  const isShort = /^\d+$/.test(text) && text.length < length
  return isShort ? fout('voorloopnul-verloren') : { waarde: text }
}

const READERS: Readonly<Record<Celsoort, (text: string) => Celwaarde>> = {
  tekst: (text) => ({ waarde: text }),
  woord: (text) => ({ waarde: text.toLowerCase() }),
  postcode: (text) => ({ waarde: text.replaceAll(/\s/g, '').toUpperCase() }),
  telefoon: readTelephone,
  datum: readDay,
  datums: readDays,
  getal: (text) => readWhole(text, 'getal-onjuist'),
  bedragInCenten: (text) => readWhole(text, 'centen-onjuist'),
  bedragInEuro: readEuro,
  jaNee: readYesNo,
  cijfers4: (text) => readDigits(text, 4),
  cijfers9: (text) => readDigits(text, 9),
}

/** The value of a cell that is not empty. What is well formed and still wrong (a house number 0) is the signal's own schema's to refuse. */
export function readCell(soort: Celsoort, cell: string): Celwaarde {
  const text = KEPT_TEXT.exec(cell)?.[1]?.trim() ?? cell
  if (SCIENTIFIC.test(text)) return fout('wetenschappelijke-notatie')
  if (SHEET_ERROR.test(text)) return fout('spreadsheetfout')
  return READERS[soort](text)
}
