import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { readParty } from '../../src/cli/party.ts'
import { EXAMPLES } from '../../src/development/examples.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import { chooseAll } from '../support/calls.ts'
import { run, testWith } from '../support/foreign-tool.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'

// Debian's own: another python3 may come first in the path and not see Debian's packages.
const PYTHON = '/usr/bin/python3'
const withPython = await testWith('python3-nacl', PYTHON, ['-c', 'import nacl.bindings'])

describe('a program in Python that knows the documentation only', () => {
  let gateway: TestGateway
  let folder: string
  beforeAll(async () => {
    gateway = await openGateway('PGlite')
    folder = mkdtempSync(join(tmpdir(), 'signaalpoort-python-'))
  })
  afterAll(async () => {
    await gateway.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = async (key: string): ReturnType<typeof run> => {
    const arnhem = gateway.as('arnhem', 'hulpaanbod', { medewerker: 'mw-17' })
    await chooseAll(gateway, 'arnhem')
    const { data } = await arnhem.client.GET('/meldingen')
    const answer = join(folder, 'antwoord.json')
    writeFileSync(answer, JSON.stringify(data))
    return run(PYTHON, ['tests/foreign/open_field.py', answer, key])
  }
  const keyOf = (party: string, doel: string): string =>
    join(readParty(gateway.config.certsFolder, party).folder, `ontvanger-${doel}.json`)

  withPython('opens every field of a signal, and nothing with another key', async () => {
    const example = EXAMPLES.find(({ naam }) => naam === 'huur')
    const signal = example?.maak(dayInAmsterdam(new Date()), 'python-1') as never
    const posted = await gateway
      .as('de-linde', 'aanleveren')
      .client.POST('/signalen', { body: signal })
    expect(posted.response.status).toBe(201)
    const passed = (posted.data?.besluit.velden ?? [])
      .filter(({ uitkomst }) => uitkomst === 'doorgegeven')
      .map(({ veld }) => veld)

    const { code, out, err } = await open(keyOf('arnhem', 'hulpaanbod'))
    expect([code, err]).toEqual([0, ''])
    const [fields] = Object.values(JSON.parse(out) as Record<string, Record<string, unknown>>)
    expect(fields?.['persoon.achternaam']).toBe('Boer')
    expect(Object.keys(fields ?? {}).sort()).toEqual([...passed].sort())

    for (const key of [keyOf('tilburg', 'hulpaanbod'), keyOf('arnhem', 'controle')]) {
      const refused = await open(key)
      expect([refused.code, refused.out]).toEqual([1, ''])
      expect(refused.err).toContain('a key that is not ours')
    }
  })

  withPython('runs the worked example of the documentation as it stands there', async () => {
    const page = readFileSync('docs/opening-a-field.md', 'utf8')
    const block = (language: string): string =>
      new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? ''
    writeFileSync(join(folder, 'signaal.json'), block('json'))
    const program = block('python').replace(
      '"signaal.json"',
      JSON.stringify(join(folder, 'signaal.json')),
    )
    const said = await run(PYTHON, ['-c', program])
    expect(said).toEqual({ code: 0, out: 'persoon.achternaam = Boer\n', err: '' })
  })
})
