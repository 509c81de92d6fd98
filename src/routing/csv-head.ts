/** The first line of a CSV file: which separator it uses, and which column means what. */
import { Beheerweigering } from '../model/beheer.ts'

/** A column that is needed: its name for people, and the headings by which files of different years call it. */
export type Column = { readonly naam: string; readonly heading: RegExp }

/** `places`: for each asked column its place, from 0; `width`: how many columns a line has. */
export type CsvHead = {
  readonly separator: ';' | ','
  readonly places: readonly number[]
  readonly width: number
}

const unquote = (text: string): string => text.replace(/^"(.*)"$/, '$1').trim()

/**
 * Reads the heading line. Columns that were not asked for may be there.
 * @throws Beheerweigering when a column is missing or there twice
 */
export function readCsvHead(line: string, columns: readonly Column[]): CsvHead {
  const separator = line.includes(';') ? ';' : ','
  const headings = line.replace(/\r$/, '').split(separator).map(unquote)
  const places = columns.map(({ naam, heading }) => {
    const found = headings.flatMap((text, place) => (heading.test(text) ? [place] : []))
    const [place] = found
    if (place === undefined || found.length > 1)
      throw new Beheerweigering(
        `regel 1: de kolom ${naam} ${found.length > 1 ? 'staat er meer dan eens' : 'ontbreekt'}; is dit het juiste bestand van het CBS?`,
      )
    return place
  })
  return { separator, places, width: headings.length }
}
