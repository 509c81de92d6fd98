/**
 * The text of a policy file as data. Parsing the whole set takes a tenth of a second in which a gateway answers nobody, and most of a set that
 * is activated, kept or looked at again is what it was: the same text is parsed once, and what it gives is frozen, so that sharing it is safe.
 */
import { isAlias, isNode, LineCounter, parseDocument, visit } from 'yaml'

/** A text that is no policy: where, and what to do. */
export class TextFault extends Error {
  readonly line: number

  constructor(line: number, detail: string) {
    super(detail)
    this.name = 'TextFault'
    this.line = line
  }
}

export type PolicyText = {
  readonly value: unknown
  /** The number of the line where a path, or as much of it as there is, stands. */
  line(path: readonly (string | number)[]): number
}

/** Some two sets; the text itself is the key, so nothing can stand for another. */
const MOST_TEXTS = 64
const parsed = new Map<string, unknown>()

/** @throws TextFault when it is no YAML, or holds an anchor or alias */
export function readPolicyText(text: string): PolicyText {
  const value = parsed.has(text) ? parsed.get(text) : parse(text).value
  // Put last again: what was not asked for longest goes first.
  parsed.delete(text)
  parsed.set(text, value)
  const [oldest = text] = parsed.keys()
  if (parsed.size > MOST_TEXTS) parsed.delete(oldest)
  // Only a fault asks for a line: then it is parsed once more.
  return { value, line: (path) => lineOf(parse(text), path) }
}

type Parsed = {
  readonly document: ReturnType<typeof parseDocument>
  readonly lines: LineCounter
  readonly value: unknown
}

function parse(text: string): Parsed {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [fault] = document.errors
  if (fault !== undefined)
    throw new TextFault(
      fault.linePos?.[0].line ?? 1,
      `geen geldige YAML (${fault.code}). Herstel de opmaak van deze regel.`,
    )
  const alias = findAlias(document)
  if (alias !== undefined)
    throw new TextFault(
      lines.linePos(alias).line,
      'een anker (&) of verwijzing (*) hoort hier niet. Schrijf uit wat er staat.',
    )
  return { document, lines, value: freeze(document.toJS() as unknown) }
}

function lineOf({ document, lines }: Parsed, path: readonly (string | number)[]): number {
  const node: unknown = document.getIn(path, true)
  const range: unknown =
    typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined
  if (Array.isArray(range)) return lines.linePos(Number(range[0])).line
  return path.length === 0 ? 1 : lineOf({ document, lines, value: undefined }, path.slice(0, -1))
}

/** The place of the first anchor or alias: with them a few lines become gigabytes, and nobody reads what stands elsewhere. */
function findAlias(document: Parsed['document']): number | undefined {
  let offset: number | undefined
  visit(document, (_key, node) => {
    if (!isNode(node) || (!isAlias(node) && node.anchor === undefined)) return undefined
    offset = node.range?.[0] ?? 0
    return visit.BREAK
  })
  return offset
}

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) freeze(part)
  return Object.freeze(value)
}
