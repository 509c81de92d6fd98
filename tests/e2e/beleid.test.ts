import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run, type Said } from '../support/foreign-tool.ts'
import { COMMAND } from '../support/gateway-process.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'beleid-'))
  cpSync('policies', join(folder, 'nieuw'), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true }))

const beleid = (words: readonly string[], input = ''): Promise<Said> =>
  run(process.execPath, [...COMMAND, 'beleid', ...words], input)

test('beleid reads a rule in Dutch and English, and says which rules there are', async () => {
  expect((await beleid(['toon'])).out).toContain('wet/energie@2')
  expect((await beleid(['toon', 'huur'])).out).toContain('Dit moet waar zijn')
  expect((await beleid(['toon', 'huur', '--taal', 'en'])).out).toContain('This must hold')
  const unknown = await beleid(['toon', 'telecom'])
  expect(unknown).toMatchObject({ code: 1, out: '' })
  expect(unknown.err).toContain('er is geen regel telecom')
})

test('beleid explains a signal from standard input and never says a value of it', async () => {
  const signal = await run(process.execPath, [...COMMAND, 'voorbeeld', 'huur-met-bsn'])
  const { code, out } = await beleid(['uitleg', '--'], signal.out)
  expect(code).toBe(0)
  expect(out).toContain('persoon.burgerservicenummer: geen artikel noemt dit veld')
  const { persoon } = JSON.parse(signal.out) as { persoon: Record<string, unknown> }
  for (const name of ['achternaam', 'burgerservicenummer'])
    expect(out).not.toContain(String(persoon[name]))
  const wrong = await beleid(['uitleg'], '{"notitie":"Jansen, 999990019"}')
  expect(wrong).toMatchObject({ code: 1, out: '' })
  expect(wrong.err).toContain('/notitie')
  expect(wrong.err).not.toMatch(/Jansen|999990019/)
})

test('beleid checks a folder: what anyone can ever see, and file, line and remedy of a fault', async () => {
  const good = await beleid(['controleer'])
  expect(good.code).toBe(0)
  expect(good.out).toContain('wet/huur@1, doel controle, vanaf 2024-01-01: persoon.voorletters')
  const file = join(folder, 'nieuw/wet/huur.yaml')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('grondslag: bgs-2020-art-2 }', 'grondslag: bgs-2020-art-9 }'))
  const bad = await beleid(['controleer', join(folder, 'nieuw')])
  expect(bad.code).toBe(1)
  expect(bad.out).toMatch(
    /- wet\/huur\.yaml, regel \d+, .*bgs-2020-art-9 staat niet onder grondslag/,
  )
  writeFileSync(file, text)
  const none = await beleid(['controleer', join(folder, 'weg')])
  expect(none.code).toBe(1)
  expect(none.err).toContain('is geen map met beleid')
})

test('beleid compares two folders in sentences with the fields that it touches', async () => {
  rmSync(join(folder, 'nieuw/wet/warmte.yaml'))
  const { code, out } = await beleid(['vergelijk', 'policies', join(folder, 'nieuw')])
  expect(code).toBe(0)
  expect(out).toContain('- wet/warmte@1 is er niet meer.')
  expect(out).toMatch(/Velden die dit raakt: .*persoon\.achternaam/)
  expect((await beleid(['vergelijk', 'policies', 'policies'])).out).toContain('beslissen hetzelfde')
})

test('beleid gives the register of processing as VAR and as CSV', async () => {
  const register = JSON.parse((await beleid(['register'])).out) as { id: string }[]
  expect(register.map(({ id }) => id)).toContain('wet/huur@1')
  expect((await beleid(['register', '--vorm', 'csv'])).out).toMatch(/^"id","naam"/)
  expect((await beleid(['register', '--vorm', 'xml'])).err).toContain('--vorm is var of csv')
})
