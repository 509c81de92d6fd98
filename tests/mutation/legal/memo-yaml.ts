/** `yaml`, which no change touches: a text that was parsed before is not parsed again. */
import * as yaml from 'yaml'

export const { isAlias, isNode, LineCounter, visit } = yaml

type Parsed = {
  readonly document: ReturnType<typeof yaml.parseDocument>
  readonly lines: readonly number[]
}

const known = new Map<string, Parsed>()

const parseAnew = (text: string): Parsed => {
  const lineCounter = new yaml.LineCounter()
  const document = yaml.parseDocument(text, { lineCounter })
  let value: { readonly of: unknown } | undefined
  const toJs = document.toJS.bind(document)
  document.toJS = () => {
    value ??= { of: toJs() }
    // Two readings of one text are two things, as they are without this file.
    return structuredClone(value.of)
  }
  return { document, lines: lineCounter.lineStarts }
}

export function parseDocument(
  text: string,
  { lineCounter }: { readonly lineCounter: yaml.LineCounter },
): Parsed['document'] {
  const parsed = known.get(text) ?? parseAnew(text)
  // A text that a test changed comes once.
  if (known.size < 100) known.set(text, parsed)
  lineCounter.lineStarts.push(...parsed.lines)
  return parsed.document
}
