import { describe, expect, test } from 'vitest'
import { createLog } from './log.ts'

const lines = (): { write: (text: string) => void; seen: string[] } => {
  const seen: string[] = []
  return { seen, write: (text) => void seen.push(text) }
}

describe('createLog', () => {
  test('a key that is not allowed never reaches the log', () => {
    const out = lines()
    const fields = { status: 422, naam: 'Kanarie-1a2b3c4d' }
    createLog('info', out).info('verzoek', fields)
    expect(out.seen.join('')).toContain('"status":422')
    expect(out.seen.join('')).not.toContain('Kanarie')
  })

  test('an error is logged by name, code and place, without its message or that of its cause', () => {
    const out = lines()
    const cause = Object.assign(new Error('Key (kenmerk)=(Kanarie-1) exists'), { code: '23505' })
    createLog('info', out).error('mislukt', { fout: new Error('Kanarie-2', { cause }) })
    const text = out.seen.join('')
    expect(text).toContain('"code":"23505"')
    expect(text).toContain('log.test.ts')
    expect(text).not.toContain('Kanarie')
  })
})
