/** Reads the small file of municipality names that lies in the same archive of the CBS (`gem2025.csv`, `gemeenten_2023.csv`, …). Pure. */
import type { Gemeentenaam } from '../model/adresinvoer.ts'
import { Beheerweigering } from '../model/beheer.ts'
import { Gemeentecode } from '../model/ids.ts'
import { readCsvHead } from './csv-head.ts'

const COLUMNS = [
  { naam: 'gemeentecode', heading: /^(gem(eente)?(code)?_?(20\d\d)?|gm_code)$/i },
  { naam: 'gemeentenaam', heading: /^(gem(eente)?naam_?(20\d\d)?|gm_naam)$/i },
] as const

const CODE = /^(?:GM)?(\d{1,4})$/
const NAAM = /^[\p{L}\p{M}0-9][\p{L}\p{M}0-9 .,'’()/-]{0,79}$/u

/**
 * One name for each code. Older files are in Windows-1252, later ones in UTF-8.
 * @throws Beheerweigering naming the line and what is wrong
 */
export function readMunicipalityNames(bytes: Uint8Array): readonly Gemeentenaam[] {
  const [first = '', ...lines] = decode(bytes).trimEnd().split(/\r?\n/)
  const { separator, places, width } = readCsvHead(first, COLUMNS)
  const [codePlace = 0, namePlace = 1] = places
  const names = new Map<Gemeentecode, string>()
  for (const [index, line] of lines.entries()) {
    const cells = line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
    const code = CODE.exec(cells[codePlace] ?? '')?.[1]
    const naam = (cells[namePlace] ?? '').normalize('NFC')
    const faulty = code === undefined || cells.length !== width || !NAAM.test(naam)
    if (faulty)
      throw new Beheerweigering(
        `gemeentenamen, regel ${index + 2}: hier hoort een gemeentecode met een naam te staan`,
      )
    names.set(Gemeentecode.parse(code.padStart(4, '0')), naam)
  }
  return [...names].map(([gemeentecode, naam]) => ({ gemeentecode, naam }))
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
