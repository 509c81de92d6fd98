/** Tells the demo: wrapped lines, colour and a progress line on a terminal, plain text anywhere else. */
import { styleText } from 'node:util'

/** Lines are never wider, however wide the terminal is. */
const MOST_COLUMNS = 100
const LEAST_COLUMNS = 40

/** To the first column, and erase the line (ECMA-48 EL 2). */
const CLEAR = '\r\u001b[2K'

/** How a line looks on a terminal; without colour it looks like any other. */
export type Tone = 'goed' | 'deels' | 'fout' | 'kop' | 'zacht'

const STYLES = {
  goed: ['bold', 'green'],
  deels: ['bold', 'yellow'],
  fout: ['bold', 'red'],
  kop: ['bold'],
  zacht: ['dim'],
} as const satisfies Record<Tone, Parameters<typeof styleText>[0]>

/** `begin` stands before the text, in `tone`; further lines start at `verder`. */
export type LineOptions = {
  readonly inspringen?: number
  readonly verder?: number
  readonly begin?: string
  readonly tone?: Tone
}

export type Narrator = {
  /** Text wrapped at spaces; a no-break space holds words together and is written as a space. */
  say(text: string, options?: LineOptions): void
  /** A heading with an empty line around it. */
  heading(text: string): void
  /** Rows of cells under a header, in columns as wide as their longest cell. */
  table(rows: readonly (readonly string[])[], inspringen: number): void
  /** Shown until the next line comes; on a terminal only. */
  progress(text: string): void
  /** Takes the progress line away. */
  clear(): void
  /** Something that was not as told. */
  fault(text: string): void
  readonly faults: () => number
}

/** What is needed of `process.stdout`; in a pipe it has no more than `write`. */
export type Stream = {
  write(text: string): unknown
  readonly isTTY: boolean
  readonly columns: number
  hasColors(): boolean
}

/** `faultWords` begin what was not as told. Colour needs a terminal that has it and no NO_COLOR (no-color.org); `hasColors` looks at both. */
export function createNarrator(out: Stream, faultWords = 'NIET ZOALS VERTELD:'): Narrator {
  const live = out.isTTY && out.hasColors()
  const width = Math.max(
    LEAST_COLUMNS,
    Math.min(MOST_COLUMNS, out.isTTY ? out.columns : MOST_COLUMNS),
  )
  const paint = (tone: Tone | undefined, text: string): string =>
    live && tone !== undefined ? styleText(STYLES[tone], text, { validateStream: false }) : text
  let waiting = false
  let faults = 0
  const write = (line: string): void => {
    out.write(`${waiting ? CLEAR : ''}${line.replaceAll('\u00a0', ' ')}\n`)
    waiting = false
  }
  const say = (
    text: string,
    { inspringen = 0, verder = inspringen, begin, tone }: LineOptions = {},
  ): void => {
    // Its spaces count: they put texts under each other.
    const head = begin?.replaceAll(' ', '\u00a0')
    const lines = wrap(head === undefined ? text : `${head} ${text}`, width, inspringen, verder)
    lines.forEach((line, index) => {
      const indent = ' '.repeat(index === 0 ? inspringen : verder)
      if (head === undefined) write(indent + paint(tone, line))
      else if (index === 0) write(indent + paint(tone, head) + line.slice(head.length))
      else write(indent + line)
    })
  }
  return {
    say,
    heading: (text) => {
      write('')
      write(paint('kop', text))
      write('')
    },
    table: (rows, inspringen) => {
      alignColumns(rows).forEach((line, index) => {
        write(' '.repeat(inspringen) + paint(index === 0 ? 'zacht' : undefined, line))
      })
    },
    progress: (text) => {
      if (!live) return
      out.write(`${CLEAR}${paint('zacht', text.slice(0, width - 1))}`)
      waiting = true
    },
    clear: () => {
      if (waiting) out.write(CLEAR)
      waiting = false
    },
    fault: (text) => {
      faults += 1
      say(text, { begin: faultWords, tone: 'fout', inspringen: 7 })
    },
    faults: () => faults,
  }
}

/** Lines of at most `width` columns, their indents (`first`, then `next`) counted but not included. */
function wrap(text: string, width: number, first: number, next: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const room = width - (lines.length === 0 ? first : next)
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** Every row as one line, its cells two spaces apart. */
function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length)
    })
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
