/** The steps of docs/aansluiten.md, as they stand there, on a gateway that runs. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import { createSite, type GatewayProcess, type Site } from '../support/gateway-process.ts'

const GUIDE = readFileSync('docs/aansluiten.md', 'utf8')

/** The commands of the guide, block by block. */
const BLOCKS = [...GUIDE.matchAll(/^ *```sh\n([\s\S]+?)^ *```$/gm)].map(([, block = '']) => block)

describe('the guide for connecting', () => {
  let site: Site
  let gateway: GatewayProcess
  beforeAll(async () => {
    site = createSite()
    gateway = await site.start()
  })
  afterAll(() => site.close())

  /** Only folders and address differ from what is pasted. */
  function paste(block: string): Promise<string> {
    const commands = block
      .replaceAll('certs-dev/', `${site.config.certsFolder}/`)
      .replaceAll('https://localhost:8443', gateway.apiUrl)
      .replaceAll(/npx signaalpoort (?:token|afnemer(?= --als))/g, `$& --url ${gateway.apiUrl}`)
    return new Promise((resolve, reject) => {
      const options = { env: site.env, timeout: 60_000 }
      execFile('bash', ['-euo', 'pipefail', '-c', commands], options, (error, out, err) =>
        error === null ? resolve(out) : reject(new Error(`${err}${out}`, { cause: error })),
      )
    })
  }

  test('brings a VLP, a supplier and a municipality from nothing to an opened signal', async () => {
    const said: string[] = []
    for (const block of BLOCKS) said.push(await paste(block))
    const [made, added, posted = '', supplied = '', keys, opened] = said
    expect(BLOCKS).toHaveLength(6)
    expect(made).toContain('Gemaakt in')
    expect(added).toContain('toegevoegd')
    const first = SignaalAntwoord.parse(JSON.parse(posted))
    expect(first.besluit.besluit).toBe('aanvaard')
    const receipt = supplied.slice(supplied.indexOf('{'))
    expect(SignaalAntwoord.parse(JSON.parse(receipt)).besluit.besluit).toBe('aanvaard')
    expect(keys).toContain('Geregistreerd')
    expect(opened).toContain('"persoon.achternaam"')
  })
})
