import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import { createScanner } from '../support/canaries.ts'
import {
  createSiteWithStore,
  type Ended,
  type GatewayProcess,
  type Site,
} from '../support/gateway-process.ts'
import { housingExport, NOTE, SAMPLE_HOUSES, WRONG_HOUSES } from '../support/sample-exports.ts'

const DAG = dayInAmsterdam(new Date())

let site: Site
let gateway: GatewayProcess
beforeAll(async () => {
  site = createSiteWithStore()
  gateway = await site.start()
})
afterAll(() => site.close())

const run = (...words: readonly string[]): Promise<Ended> =>
  site.run(['aanleveren', ...words, '--als', 'de-linde', '--url', gateway.apiUrl])
const at = (name: string): string => join(site.folder, name)
const write = (name: string, text: string): string => {
  writeFileSync(at(name), text)
  return at(name)
}

describe("a spreadsheet program's export of seven rows, three of them wrong, with notes", () => {
  let indeling: string
  const lijst = (): string =>
    write('november.csv', housingExport(DAG, [...SAMPLE_HOUSES, ...WRONG_HOUSES]))
  beforeAll(async () => {
    const proposed = await site.run([
      'indeling',
      'maak',
      write('oktober.csv', housingExport(DAG)),
      '--signaaltype',
      'huur',
    ])
    expect(proposed.code).toBe(0)
    indeling = write(
      'indeling.yaml',
      proposed.stdout.replace('# persoon.natuurlijk', 'persoon.natuurlijk'),
    )
  })

  test('is tried out without a value of a person', async () => {
    const { code, stdout } = await run(lijst(), '--indeling', indeling, '--proef')
    expect(code).toBe(1)
    expect(stdout).toContain('er is niets aangeleverd')
    expect(stdout).toMatch(/aanvaard +4\n/)
    expect(stdout).toMatch(/onjuist, niet verzonden +3\n/)
  })

  test('has three rows named by line and column, four accepted, and its notes nowhere at the gateway', async () => {
    const { code, stdout, stderr } = await run(lijst(), '--indeling', indeling)
    expect(code).toBe(1)
    expect(stdout).toMatch(/aanvaard +4\n/)
    expect(stdout).toContain('op deze computer gebleven: Notities')
    const refused = readFileSync(at('november.geweigerd.csv'), 'utf8').split('\r\n')
    const [head, ...lines] = refused.map((line) => line.split(';').slice(0, 4).join(';'))
    expect(head).toBe('\ufeffregel;kenmerk;kolom;code')
    const maand = DAG.slice(0, 7)
    expect(lines).toEqual([
      `10;${maand}-88-5;Mobiel;wetenschappelijke-notatie`,
      `12;${maand}-88-6;Openstaand saldo;bedrag-onjuist`,
      `14;${maand}-88-7;Naam huurder;naam-onduidelijk`,
      '',
    ])
    const receipts = readFileSync(at('november.bewijzen.ndjson'), 'utf8').trim().split('\n')
    expect(receipts).toHaveLength(4)
    expect(statSync(at('november.bewijzen.ndjson')).mode & 0o777).toBe(0o600)
    const said = stdout + stderr + refused.join('')
    for (const { naam } of WRONG_HOUSES) expect(said).not.toContain(naam.split(',')[0])

    const scanner = createScanner({ notitie: NOTE, opmerking: 'Zwartkruis-Opmerking' })
    const files = await readdir(site.config.dataFolder, { recursive: true, withFileTypes: true })
    const paths = files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
    expect(paths.length).toBeGreaterThan(10)
    expect(scanner.findInFiles(paths)).toEqual([])
    expect(scanner.find(gateway.stdout + said)).toEqual([])
  })

  test('sent once more doubles nothing: the same receipts, and only what was refused is asked again', async () => {
    const receipts = readFileSync(at('november.bewijzen.ndjson'), 'utf8')
    const again = await run(lijst(), '--indeling', indeling)
    expect(again.stdout).toContain('had de poort er al 4')
    const resumed = await run(lijst(), '--indeling', indeling, '--hervat')
    expect(resumed.stdout).toContain('In een eerdere keer al aanvaard: 4')
    expect(resumed.code).toBe(1)
    expect(readFileSync(at('november.bewijzen.ndjson'), 'utf8')).toBe(receipts)
  })
})

describe('what became of them', () => {
  const MAAND = DAG.slice(0, 7)
  const HEAD = 'kenmerk;intrekking;schuldverloop;datum'
  const list = (): string =>
    write(
      'mutaties.csv',
      [
        HEAD,
        `${MAAND}-88-1;betaald;;`,
        `${MAAND}-88-2;;opgelopen;${DAG}`,
        'NIET-VAN-MIJ;betaald;;',
        `${MAAND}-88-3;verhuisd;;`,
        '',
      ].join('\r\n'),
    )

  test('is told for many at once, and what was not done is named by its line', async () => {
    const { code, stdout } = await run('mutaties', list())
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^regel 5 \\(${MAAND}-88-3\\): onjuist: intrekking: `)),
      expect.stringMatching(/^regel 4 \(NIET-VAN-MIJ\): onbekend/),
      'gedaan 2, ongewijzigd 0, onbekend 1, onmogelijk 0, onjuist 1.',
      '',
    ])
    expect(stdout).not.toContain('verhuisd')
    expect(code).toBe(1)
  })

  test('changes nothing the second time', async () => {
    const { stdout } = await run('mutaties', list())
    expect(stdout).toContain('gedaan 0, ongewijzigd 2, onbekend 1')
  })

  test('sends nothing of a file with a column that it does not know', async () => {
    const { code, stderr } = await run('mutaties', write('notities.csv', `${HEAD};Notities\r\n`))
    expect(code).toBe(1)
    expect(stderr).toContain(
      'De kolommen: kenmerk, onderdeel, intrekking, schuldverloop, datum (docs/lijsten.md).',
    )
  })
})

describe('the template', () => {
  test('is a list that the gateway accepts as it is', async () => {
    const sjabloon = await site.run(['aanleveren', 'sjabloon'])
    const { code, stdout } = await run(write('sjabloon.csv', sjabloon.stdout))
    expect(stdout).toMatch(/aanvaard +1\n/)
    expect(code).toBe(0)
  })

  test('with a row for a municipality that is not connected leaves a copy of that row beside it', async () => {
    const { stdout } = await site.run(['aanleveren', 'sjabloon'])
    const elsewhere = stdout
      .replace('6811AB', '4811JK')
      .replace(';12;', ';3;')
      .replace('-1;', '-2;')
    const { code } = await run(write('elders.csv', elsewhere))
    expect(code).toBe(1)
    expect(readFileSync(at('elders.niet-aangesloten.csv'), 'utf8')).toBe(
      elsewhere.replace('\ufeff', ''),
    )
  })
})

describe('a list that is held back', () => {
  const idIn = (text: string): string => /Bij de poort: lijst (\S+)/.exec(text)?.[1] ?? ''
  let id: string
  beforeAll(async () => {
    const rows = housingExport(DAG).replaceAll('88-', '77-')
    const { code, stdout } = await run(
      write('vast.csv', rows),
      '--indeling',
      at('indeling.yaml'),
      '--vrijgave',
      'handmatig',
    )
    expect(code).toBe(0)
    expect(stdout).toContain('Vastgehouden')
    id = idIn(stdout)
  })

  test('is found back, released, and withdrawn as a whole', async () => {
    const lists = await run('toon')
    expect(lists.stdout).toMatch(new RegExp(`${id} .*ontvangen, vastgehouden +4 `))
    const shown = await run('toon', id)
    expect(shown.stdout).toContain(`signaalpoort aanleveren vrijgave ${id}`)
    expect((await run('vrijgave', id)).stdout).toContain('ontvangen, vrijgegeven')
    expect((await run('intrekken', id)).stdout).toMatch(/: ingetrokken; .*0202 +4 +vanaf/s)
    const { stdout } = await run('toon', id, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ id, toestand: 'ingetrokken' })
  })

  test('of another sender is not there, and a way to release that is none is told', async () => {
    const other = ['--als', 'het-lage-land', '--url', gateway.apiUrl]
    const { code, stdout, stderr } = await site.run(['aanleveren', 'toon', id, ...other])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^signaalpoort: 404 /)
    const wrong = await run(at('vast.csv'), '--vrijgave', 'morgen')
    expect(wrong.stderr).toContain('--vrijgave is direct of handmatig')
  })
})

describe('what cannot be a list', () => {
  test('is refused in one line with a remedy, before anything is sent', async () => {
    const { code, stdout, stderr } = await run(write('zonder.csv', 'Boer;12\nVisser;14\n'))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^signaalpoort: .*geen enkele bekende kolomnaam.*indeling maak.*\n$/)
    expect(stderr).not.toContain('Boer')
  })

  test('goes to no address without TLS, and no profile or list of the wrong kind is guessed at', async () => {
    const lijst = write('goed.csv', housingExport(DAG))
    for (const [words, expected] of [
      [[lijst, '--als', 'de-linde', '--url', 'http://localhost:1'], /geen https-adres/],
      [[lijst], /--als welke partij/],
      [[at('er-niet.csv'), '--als', 'de-linde'], /ENOENT/],
      [[lijst, 'nog-een'], /"nog-een" hoort niet achter "aanleveren"/],
      [
        [lijst, '--indeling', lijst, '--als', 'de-linde'],
        /de indeling klopt niet: .*regel 1, geheel/,
      ],
    ] as const) {
      const { code, stderr } = await site.run(['aanleveren', ...words])
      expect(stderr).toMatch(expected)
      expect(stderr).not.toMatch(/Visser|Zwartkruis|Boer/)
      expect(code).toBe(1)
    }
  })
})
