/** One cell of an export in the form that a list has: the codes, dates and decimals that the profile tells. */
import { dayOf } from '../../intake/list/cell-value.ts'
import type { Lijstfoutcode } from '../../model/lijst.ts'
import type { Datumvorm, Kolomregel } from './profile-form.ts'

export type Herschreven = { readonly tekst: string } | { readonly fout: Lijstfoutcode }

const SHAPES: Readonly<Record<Exclude<Datumvorm, 'excel-dagnummer'>, RegExp>> = {
  'dd-mm-jjjj': /^(?<d>\d{1,2})-(?<m>\d{1,2})-(?<j>\d{4})$/,
  'dd/mm/jjjj': /^(?<d>\d{1,2})\/(?<m>\d{1,2})\/(?<j>\d{4})$/,
  'mm/dd/jjjj': /^(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<j>\d{4})$/,
  jjjjmmdd: /^(?<j>\d{4})(?<m>\d{2})(?<d>\d{2})$/,
  ddmmjjjj: /^(?<d>\d{2})(?<m>\d{2})(?<j>\d{4})$/,
  'dd-mm-jj': /^(?<d>\d{1,2})-(?<m>\d{1,2})-(?<j>\d{2})$/,
}
/** A time that says nothing: an export of a day as an instant. */
const MIDNIGHT = /[ T]0?0:00(?::00(?:\.0+)?)?$/
const DAY_MS = 86_400_000
const EXCEL_START = Date.UTC(1899, 11, 30)
/** From 1900-03-01 on: before it Excel counts a day that never was. */
const FIRST_SERIAL = 61

/** A day as ISO; years of two digits are of this century. Undefined when it does not have the form. */
export function readDate(text: string, vorm: Datumvorm): string | undefined {
  const bare = text.replace(MIDNIGHT, '')
  if (vorm === 'excel-dagnummer') {
    const serial = /^\d{2,5}$/.test(bare) ? Number(bare) : 0
    if (serial < FIRST_SERIAL) return undefined
    return new Date(EXCEL_START + serial * DAY_MS).toISOString().slice(0, 10)
  }
  const { d = '', m = '', j = '' } = SHAPES[vorm].exec(bare)?.groups ?? {}
  return dayOf(j.length === 2 ? `20${j}` : j, m, d)
}

/** An amount as `1234,56`; undefined when it does not fit the sign, or has parts of a cent. */
export function readDecimal(text: string, decimaal: 'komma' | 'punt'): string | undefined {
  const bare = text.replace(/^(?:€|EUR)\s*|\s*(?:€|EUR)$/gi, '')
  const [sign, group] = decimaal === 'komma' ? [',', '.'] : ['.', ',']
  const [whole = '', cents = '', ...rest] = bare.split(sign)
  const grouped = new RegExp(`^(?:\\d+|\\d{1,3}(?:\\${group}\\d{3})+)$`)
  if (rest.length > 0 || !grouped.test(whole) || !/^(?:\d{0,2}0*|-{1,2})$/.test(cents))
    return undefined
  return `${whole.replaceAll(group, '')},${cents.replaceAll('-', '').slice(0, 2).padEnd(2, '0')}`
}

function translate(text: string, { codes = {}, anders }: Kolomregel): string | undefined {
  if (Object.hasOwn(codes, text)) return codes[text]
  const other = Object.keys(codes).find((code) => code.toLowerCase() === text.toLowerCase())
  return other === undefined ? anders : codes[other]
}

function datesOf(text: string, vorm: Datumvorm | undefined, lijst: string): Herschreven {
  const parts = text.split(lijst).map((part) => part.trim())
  const days = parts
    .filter((part) => part !== '')
    .map((part) => (vorm === undefined ? part : readDate(part, vorm)))
  return days.some((day) => day === undefined)
    ? { fout: 'datum-onjuist' }
    : { tekst: days.join('|') }
}

/** The text of a cell that is not empty, for a column that fills one field. */
export function rewriteCell(text: string, regel: Kolomregel): Herschreven {
  const translated = regel.codes === undefined ? text : translate(text, regel)
  if (translated === undefined) return { fout: 'code-onbekend' }
  if (regel.datum !== undefined || regel.lijst !== undefined)
    return datesOf(translated, regel.datum, regel.lijst ?? '|')
  if (regel.decimaal === undefined) return { tekst: translated }
  const amount = readDecimal(translated, regel.decimaal)
  return amount === undefined ? { fout: 'bedrag-onjuist' } : { tekst: amount }
}
