import { describe, expect, test } from 'vitest'
import type { Adresvoortgang } from '../model/adresinvoer.ts'
import { createImportProgress } from './import-progress.ts'

/** Reports each percent of a file of 1,000 bytes and 10,000 addresses, one second apart. */
function play(isTTY: boolean): readonly string[] {
  const written: string[] = []
  let ms = 0
  const target = { isTTY, write: (text: string) => written.push(text), now: () => ms }
  const progress = createImportProgress(1_000, target)
  for (let percent = 1; percent <= 100; percent += 1) {
    ms += 1_000
    progress.show({ fase: 'inlezen', adressen: percent * 100, bytes: percent * 10 })
  }
  const done: Adresvoortgang = { fase: 'verwerken', adressen: 10_000, bytes: 1_000 }
  progress.show(done)
  progress.end()
  return written
}

describe('the progress of an import', () => {
  test('is one line that is written over on a terminal, with bar, share, rows, rate and rest', () => {
    const written = play(true)
    expect(written[24]).toBe(
      '\r\u001b[2K[######..................] 25 %  2.500 adressen  100/s  nog 1 min 15 s',
    )
    expect(written.every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true)
    expect(written.at(-1)).toBe('\r\u001b[2K')
  })

  test('is a plain line for each tenth part anywhere else', () => {
    const written = play(false)
    expect(written).toHaveLength(11)
    expect(written[1]).toBe('20 %  2.000 adressen  100/s  nog 1 min 20 s\n')
    expect(written.at(-1)).toBe('10.000 adressen gelezen; de tabel wordt bijgewerkt …\n')
  })
})
