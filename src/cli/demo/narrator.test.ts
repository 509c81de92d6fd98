import { expect, test } from 'vitest'
import { createNarrator, type Stream } from './narrator.ts'

function aStream(terminal: Partial<Stream> = {}): { readonly stream: Stream; text(): string } {
  let text = ''
  const stream: Stream = {
    isTTY: false,
    columns: 100,
    hasColors: () => true,
    ...terminal,
    write: (more) => {
      text += more
    },
  }
  return { stream, text: () => text }
}

test('wraps at spaces, never beyond 100 columns, further lines under the text', () => {
  const { stream, text } = aStream()
  createNarrator(stream).say('woord '.repeat(40).trim(), {
    begin: 'Reden  ',
    verder: 8,
    inspringen: 0,
  })
  const lines = text().trimEnd().split('\n')
  expect(lines).toHaveLength(3)
  expect(lines.every((line) => line.length <= 100)).toBe(true)
  expect(lines[0]).toMatch(/^Reden {3}woord/)
  expect(lines[1]).toMatch(/^ {8}woord/)
})

test('keeps what a no-break space joins on one line and writes it as a space', () => {
  const { stream, text } = aStream({ isTTY: true, columns: 40, hasColors: () => false })
  createNarrator(stream).say(`${'x'.repeat(36)} €\u00a0812,00`)
  expect(text()).toBe(`${'x'.repeat(36)}\n€ 812,00\n`)
})

test('gives plain text without a progress line in a pipe and under NO_COLOR', () => {
  for (const terminal of [{ isTTY: false }, { isTTY: true, hasColors: () => false }]) {
    const { stream, text } = aStream(terminal)
    const narrator = createNarrator(stream)
    narrator.progress('bezig …')
    narrator.say('goed gegaan.', { begin: 'Alles is', tone: 'goed' })
    narrator.clear()
    expect(text()).toBe('Alles is goed gegaan.\n')
  }
})

test('colours on a terminal and takes the progress line away before the next line', () => {
  const { stream, text } = aStream({ isTTY: true })
  const narrator = createNarrator(stream)
  narrator.progress('bezig …')
  narrator.say('klaar', { tone: 'goed' })
  expect(text()).toBe(
    '\r\u001b[2K\u001b[2mbezig …\u001b[22m\r\u001b[2K\u001b[1m\u001b[32mklaar\u001b[39m\u001b[22m\n',
  )
})

test('counts what was not as told', () => {
  const { stream, text } = aStream()
  const narrator = createNarrator(stream)
  expect(narrator.faults()).toBe(0)
  narrator.fault('signaal 1.')
  expect(narrator.faults()).toBe(1)
  expect(text()).toContain('NIET ZOALS VERTELD: signaal 1.')
})

test('puts the cells of a table under each other', () => {
  const { stream, text } = aStream()
  createNarrator(stream).table(
    [
      ['nr', 'naam'],
      ['1', 'J. de Boer'],
      ['12', '-'],
    ],
    2,
  )
  expect(text()).toBe('  nr  naam\n  1   J. de Boer\n  12  -\n')
})
