import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMPILED } from '../support/compiled.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { COMMAND, LONG_LIVED } from '../support/gateway-process.ts'

const base = mkdtempSync(join(tmpdir(), 'signaalpoort-e2e-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

type Run = {
  readonly child: ChildProcess
  /** The temporary folder that the demo sees. */
  readonly temporary: string
  readonly output: () => string
  readonly errors: () => string
  readonly ended: Promise<number | null>
}

/** Starts the demo in a pipe, in a process group of its own. */
function startDemo(
  settings: Record<string, string>,
  args: readonly string[] = ['--kort'],
  command: readonly string[] = COMMAND,
): Run {
  const temporary = mkdtempSync(join(base, 'tmp-'))
  const child = spawn(process.execPath, [...command, 'demo', ...args], {
    detached: true,
    env: { PATH: process.env['PATH'], TMPDIR: temporary, ...COMPILED, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, temporary, output: () => output, errors: () => errors, ended }
}

/** Settings under which no gateway runs: empty folders, any free port. */
function nowhere(): Record<string, string> {
  const folder = mkdtempSync(join(base, 'leeg-'))
  return {
    SIGNAALPOORT_MAP: join(folder, 'data'),
    SIGNAALPOORT_CERTS: join(folder, 'certs'),
    SIGNAALPOORT_POORT: '0',
    SIGNAALPOORT_WEBPOORT: '0',
  }
}

const isRunning = (group: number | undefined): boolean => {
  if (group === undefined) return false
  try {
    process.kill(-group, 0)
    return true
  } catch {
    return false
  }
}

const SUMMARY =
  '20 aangeboden, 11 aanvaard, 1 herhaald, 8 geweigerd, 7 velden tegengehouden, log klopt.'

/** A rule says by example what of other rules it does not let through. */
const MAIL_STAYS_BEHIND = `  - naam: een e-mailadres gaat niet mee
    met: [contact.emailadres]
    verwacht: aanvaard
    velden: { contact.emailadres: niet-doorgegeven }
`

describe('signaalpoort demo --kort without a gateway', () => {
  test('plays twenty signals on one of its own, in plain text, and leaves nothing behind', async () => {
    const settings = nowhere()
    const run = startDemo(settings)
    expect(await run.ended, run.errors()).toBe(0)
    const lines = run.output().split('\n')
    for (let number = 1; number <= 20; number += 1)
      expect(
        lines.filter((line) => line.startsWith(`${String(number).padStart(2)}/20  `)),
      ).toHaveLength(1)
    expect(lines).toContain(SUMMARY)
    expect(lines).toContain('Alles ging zoals verteld.')
    expect(run.output()).not.toContain('\u001b')
    expect(lines.filter((line) => line.length > 100)).toEqual([])
    expect(run.errors()).toBe('')
    expect(isRunning(run.child.pid)).toBe(false)
    expect(readdirSync(run.temporary)).toEqual([])
    expect(existsSync(settings['SIGNAALPOORT_MAP'] ?? '')).toBe(false)
    expect(existsSync(settings['SIGNAALPOORT_CERTS'] ?? '')).toBe(false)
  })

  test('stops on Ctrl-C, also while its gateway still starts, and leaves nothing behind', async () => {
    const run = startDemo(nowhere())
    await until(() => readdirSync(run.temporary).length > 0)
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(130)
    expect(run.errors()).toBe('\nDe demo is afgebroken.\n')
    expect(run.output()).not.toContain('Samenvatting')
    expect(readdirSync(run.temporary)).toEqual([])
  })

  test('stops when its reader goes away and leaves nothing behind', async () => {
    const run = startDemo(nowhere())
    await until(() => run.output().includes('Deel 1.'))
    run.child.stdout?.destroy()
    expect(await run.ended).toBe(141)
    expect(readdirSync(run.temporary)).toEqual([])
  })

  test('refuses in one line to play on a gateway that does not answer', async () => {
    const run = startDemo(nowhere(), ['--kort', '--url', 'https://localhost:1'])
    expect(await run.ended).toBe(1)
    expect(run.errors()).toMatch(
      /^signaalpoort: op https:\/\/localhost:1 antwoordt geen poort .*\n$/,
    )
    expect(readdirSync(run.temporary)).toEqual([])
  })
})

describe('signaalpoort demo --kort on a running gateway', () => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway('PGlite')
  })
  afterAll(() => gateway.close())

  test.each(['first', 'second'])('goes as told the %s time', async () => {
    const { dataFolder, certsFolder } = gateway.config
    const settings = { SIGNAALPOORT_MAP: dataFolder, SIGNAALPOORT_CERTS: certsFolder }
    const run = startDemo(settings, ['--kort', '--url', gateway.apiUrl])
    expect(await run.ended, run.output() + run.errors()).toBe(0)
    expect(run.output()).toContain(`Op de poort die al draait: ${gateway.apiUrl}`)
    expect(run.output()).toContain(' 0 gebeurtenissen wachten nog op een plaats')
    expect(run.output()).toContain(SUMMARY)
    expect(readdirSync(run.temporary)).toEqual([])
  })
})

describe('signaalpoort demo --kort on a gateway with other policies', () => {
  let gateway: TestGateway
  const policies = join(base, 'ander-beleid')
  beforeAll(async () => {
    cpSync('policies', policies, { recursive: true })
    const file = join(policies, 'wet', 'huur.yaml')
    const withoutMail = readFileSync(file, 'utf8')
      .replace(/ {2}contact\.emailadres:\n(?: {4}.*\n)+/, '')
      .replace('\nvoorbeelden:\n', `$&${MAIL_STAYS_BEHIND}`)
    writeFileSync(file, withoutMail)
    gateway = await openGateway('PGlite', { policies })
  })
  afterAll(() => gateway.close())

  test('ends with 1 and says what differs when the gateway does not do as told', async () => {
    const { dataFolder, certsFolder } = gateway.config
    const settings = { SIGNAALPOORT_MAP: dataFolder, SIGNAALPOORT_CERTS: certsFolder }
    const run = startDemo({ ...settings, SIGNAALPOORT_BELEID: policies }, [
      '--kort',
      '--url',
      gateway.apiUrl,
    ])
    expect(await run.ended).toBe(1)
    expect(run.output().replaceAll(/\s+/g, ' ')).toContain(
      'NIET ZOALS VERTELD: signaal 1: tegengehouden velden: verwacht geen, gekregen contact.emailadres.',
    )
    expect(run.output()).toContain('DE DEMO KLOPT NIET:')
    expect(readdirSync(run.temporary)).toEqual([])
  })
})

describe('signaalpoort demo', () => {
  test('plays a month: two thousand come in, fifty are opened, the others go back and were opened for nobody', async () => {
    const run = startDemo(nowhere(), ['--en'], LONG_LIVED)
    expect(await run.ended, run.output() + run.errors()).toBe(0)
    const told = run.output().replaceAll(/\s+/g, ' ')
    expect(told).toMatch(
      /2000 signals, 50 chosen \(at most (?:[1-9]|10) a district\), 1950 returned and erased, 0 of those opened for hulpaanbod, 50 checked by machine/,
    )
    expect(told).toContain('Deliveries of those for hulpaanbod: 0.')
    expect(told).toContain('Everything went as told.')
    expect(run.errors()).toBe('')
    expect(readdirSync(run.temporary)).toEqual([])
  })

  test.each([
    ['the month has a clock of its own', ['--url', 'https://localhost:1'], 'laat --url weg'],
    ['the short one is in Dutch', ['--kort', '--en'], 'laat --en of --kort weg'],
  ])('refuses in one line what does not go together: %s', async (_why, args, remedy) => {
    const run = startDemo(nowhere(), args)
    expect(await run.ended).toBe(1)
    expect(run.errors()).toMatch(/^signaalpoort: .*\n$/)
    expect(run.errors()).toContain(remedy)
  })
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}
