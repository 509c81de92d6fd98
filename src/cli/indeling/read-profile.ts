/** Reads a profile from YAML: right as a whole, or every fault with its line and what to do. */
import { readFileSync, statSync } from 'node:fs'
import { isAlias, LineCounter, parseDocument, visit } from 'yaml'
import { z } from 'zod'
import { invoerfouten } from '../../model/invoerfouten.ts'
import { Indeling } from './profile-form.ts'

const MOST_BYTES = 256 * 1024

/** The file at `path`. @throws Error in Dutch, one line a fault */
export function readProfile(path: string): Indeling {
  if (statSync(path).size > MOST_BYTES)
    throw new Error(`${path} is groter dan 256 KiB; is dit een indeling?`)
  return parseProfile(readFileSync(path, 'utf8'), path)
}

/** @throws Error in Dutch naming `file`, and per fault its line, its place and what to do */
export function parseProfile(text: string, file: string): Indeling {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [fault] = document.errors
  if (fault !== undefined)
    throw new Error(
      `${file}, regel ${fault.linePos?.[0].line ?? 1}: geen geldige YAML (${fault.code}). Herstel de opmaak van deze regel.`,
    )
  refuseAliases(document, file)
  const value: unknown = document.toJS()
  const parsed = Indeling.safeParse(value)
  if (parsed.success) return parsed.data
  const lineOf = (path: readonly PropertyKey[]): number => {
    const node: unknown = document.getIn(path, true)
    const range: unknown =
      typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined
    if (Array.isArray(range)) return lines.linePos(Number(range[0])).line
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1))
  }
  const faults = parsed.error.issues.flatMap((issue) => describe(issue, value, lineOf))
  throw new Error(`de indeling klopt niet: ${faults.map((one) => `${file}, ${one}`).join(' · ')}`)
}

/** With them a few lines become gigabytes, and nobody reads what stands elsewhere. */
function refuseAliases(document: ReturnType<typeof parseDocument>, file: string): void {
  visit(document, (_key, node) => {
    if (isAlias(node))
      throw new Error(`${file}: een verwijzing (*) hoort hier niet; schrijf haar uit.`)
  })
}

function describe(
  issue: z.core.$ZodIssue,
  value: unknown,
  lineOf: (path: readonly PropertyKey[]) => number,
): readonly string[] {
  const one = new z.ZodError([issue])
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : []
  return invoerfouten(one, value).map(({ detail }, at) => {
    const path = unknown[at] === undefined ? issue.path : [...issue.path, unknown[at]]
    const words =
      unknown[at] === undefined
        ? detail
        : 'deze naam bestaat hier niet; verbeter de spelling of haal haar weg.'
    return `regel ${lineOf(path)}, ${path.map(String).join(' / ') || 'geheel'}: ${words}`
  })
}
