/**
 * What the README and the guides tell to paste, pasted as it stands there, on a gateway that runs. The README's tour by `npx signaalpoort` itself; the others by a
 * program of that name that starts the same command from few files, in half the time.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Besluit } from '../../src/model/besluit.ts'
import { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import {
  COMMAND,
  createSiteWithStore,
  type GatewayProcess,
  type Site,
} from '../support/gateway-process.ts'

/** The commands of a guide, block by block. */
const blocksOf = (guide: string): readonly string[] =>
  [...readFileSync(guide, 'utf8').matchAll(/^ *```sh\n([\s\S]+?)^ *```$/gm)].map(
    ([, block = '']) => block,
  )

/** What the guides keep in the folder where they are pasted. */
const KEPT = [
  'signaal.json',
  'antwoord.json',
  'lijst.csv',
  'keuze.csv',
  'geopend.csv',
  'pogingen.csv',
  'resultaten.csv',
]

/** A folder with an `npx` that knows one command. */
function quickNpx({ folder }: Site): string {
  const place = join(folder, 'bin')
  mkdirSync(place)
  const command = [process.execPath, ...COMMAND].map((word) => `'${word}'`).join(' ')
  const program = `#!/bin/sh\ntest "$1" = signaalpoort || exit 127\nshift\nexec ${command} "$@"\n`
  writeFileSync(join(place, 'npx'), program, { mode: 0o755 })
  return place
}

const MARK = '<<end of block>>'

describe('what the guides tell to paste', () => {
  let site: Site
  let gateway: GatewayProcess
  let quick: Record<string, string>
  beforeAll(async () => {
    site = createSiteWithStore()
    gateway = await site.start()
    quick = { ...site.env, PATH: `${quickNpx(site)}:${site.env['PATH'] ?? ''}` }
  })
  afterAll(() => site.close())

  /** Only folders and address differ. One shell for all blocks, which stops at the first command that fails; gives what each block said. */
  async function paste(
    blocks: readonly string[],
    env: Readonly<Record<string, string>> = quick,
  ): Promise<readonly string[]> {
    const commands = KEPT.reduce(
      (text, name) => text.replaceAll(name, join(site.folder, name)),
      blocks.join(`echo '${MARK}'\n`),
    )
      .replaceAll('certs-dev/', `${site.config.certsFolder}/`)
      .replaceAll('https://localhost:8443', gateway.apiUrl)
      .replaceAll(
        /npx signaalpoort (?:token|log zoek|afnemer(?= --als)|afnemer (?:lijst|meld)|selectie(?= --als)|selectie lees|aanleveren(?= \/))/g,
        `$& --url ${gateway.apiUrl}`,
      )
    const said = await new Promise<string>((resolve, reject) => {
      const options = { env, timeout: 120_000 }
      execFile('bash', ['-euo', 'pipefail', '-c', commands], options, (error, out, err) =>
        error === null ? resolve(out) : reject(new Error(`${err}${out}`, { cause: error })),
      )
    })
    return said.split(MARK)
  }

  const answerIn = (text = ''): SignaalAntwoord =>
    SignaalAntwoord.parse(JSON.parse(text.slice(text.indexOf('{'))))

  test("the README's tour tries, posts, is refused once, opens for two municipalities and proves it", async () => {
    const [install, ...tour] = blocksOf('README.md')
    expect(install).toBe('npm ci\nnpm start\n')
    expect(tour).toHaveLength(9)
    const said = await paste(tour, site.env)
    const [, tried = '', posted, refused = '', opened, joint = '', proved, searched, parties] = said
    expect(Besluit.parse(JSON.parse(tried)).besluit).toBe('geweigerd')
    expect(posted?.trim()).toBe('201')
    expect(JSON.parse(refused)).toMatchObject({ status: 422 })
    expect(refused).toContain('herinnering-ontbreekt')
    expect(opened).toContain('"persoon.achternaam": "Boer"')
    expect(joint).toContain('"gemeentecode": "0268"')
    expect(joint).toContain('"persoon.achternaam"')
    expect(proved).toContain('Het logboek klopt')
    expect(searched).toContain('signaal-verstrekt')
    expect(parties).toContain('00000099000000001000')
  })

  test('docs/aansluiten.md brings a VLP, a supplier and a municipality from nothing to an opened signal', async () => {
    const said = await paste(blocksOf('docs/aansluiten.md'))
    const [made, added, posted, supplied, keys, opened] = said
    expect(said).toHaveLength(6)
    expect(made).toContain('Gemaakt in')
    expect(added).toContain('toegevoegd')
    expect(answerIn(posted).besluit.besluit).toBe('aanvaard')
    expect(answerIn(supplied).besluit.besluit).toBe('aanvaard')
    expect(keys).toContain('Geregistreerd')
    expect(opened).toContain('"persoon.achternaam"')
  })

  test('docs/lijsten.md makes a template, tries it out, sends it and goes on', async () => {
    const said = await paste(blocksOf('docs/lijsten.md'))
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(
      /er is niets aangeleverd[\s\S]+aanvaard +1\n[\s\S]+Aangeleverd: 1 regels/,
    )
  })

  test('docs/rekenblad.md chooses, opens and tells what was done, in files', async () => {
    const said = await paste(blocksOf('docs/rekenblad.md'))
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(
      /vastgesteld\. Gekozen 1 [\s\S]+Gemeld: 1 regels[\s\S]+Gemeld: 1 regels/,
    )
    const opened = readFileSync(join(site.folder, 'geopend.csv'), 'utf8')
    expect(opened).toContain(';Kuiper;')
  })
})
