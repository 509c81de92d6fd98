import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Brpstoring, Brpweigering, createBrpClient } from '../../src/cli/afnemer/brp-client.ts'
import { readBrpConfig } from '../../src/cli/afnemer/brp-config.ts'
import { type BrpStub, openBrpStub } from '../support/brp-stub.ts'

const VRAAG = {
  type: 'RaadpleegMetBurgerservicenummer',
  burgerservicenummer: ['999990019'],
  fields: ['burgerservicenummer'],
}

let folder: string
let stub: BrpStub
let answers: Parameters<typeof openBrpStub>[0]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'brp-'))
  answers = () => ({})
  stub = await openBrpStub((vraag, nth) => answers(vraag, nth))
})
afterEach(async () => {
  await stub.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Asks once as the configuration says; `waited` are the pauses in ms, which nobody waits for. */
async function ask(more = '', waited: number[] = []) {
  const path = join(folder, 'brp.yaml')
  writeFileSync(path, `url: ${stub.url}\n${more}`)
  const client = createBrpClient(readBrpConfig(path), async (ms) => void waited.push(ms))
  try {
    return await client.ask(VRAAG)
  } finally {
    await client.close()
  }
}

describe('asking the municipality’s own BRP', () => {
  test('carries its purpose headers, and its secrets from files', async () => {
    writeFileSync(join(folder, 'sleutel.txt'), 'geheim-1\n')
    await ask(`koppen:
  x-doelbinding: BRPACT-Vroegsignalering
  x-gebruiker: systeem
geheimen:
  - { kop: x-api-key, bestand: sleutel.txt }
  - { kop: Authorization, voorvoegsel: "Bearer ", bestand: sleutel.txt }
`)
    expect(stub.asked[0]?.vraag).toEqual(VRAAG)
    expect(stub.asked[0]?.headers).toMatchObject({
      'x-doelbinding': 'BRPACT-Vroegsignalering',
      'x-gebruiker': 'systeem',
      'x-api-key': 'geheim-1',
      authorization: 'Bearer geheim-1',
      'content-type': 'application/json; charset=utf-8',
    })
  })

  test('reads persons, and what came beside what was asked for', async () => {
    const persoon = {
      burgerservicenummer: '999990019',
      geheimhoudingPersoonsgegevens: true,
      rni: [{ deelnemer: { code: '0101' } }],
    }
    answers = ({ type }) => ({ body: { type, personen: [persoon] } })
    expect(await ask()).toMatchObject([{ geheimhoudingPersoonsgegevens: true }])
  })

  test.each([
    [429, '3', 3000],
    [503, undefined, 1000],
  ])('waits when it is busy (%i), and asks once more', async (status, after, ms) => {
    const headers = after === undefined ? {} : { 'Retry-After': after }
    answers = (_vraag, nth) => (nth === 1 ? { status, headers } : {})
    const waited: number[] = []
    expect(await ask('', waited)).toEqual([])
    expect(waited).toEqual([ms])
  })

  test.each([500, 429, 503, 400])('gives no answer on %i, however often', async (status) => {
    answers = () => ({ status, headers: { 'Retry-After': '600' } })
    await expect(ask()).rejects.toThrow(Brpstoring)
  })

  test('gives no answer when nobody is there, or what comes is no answer', async () => {
    answers = () => ({ body: { personen: 'geen lijst' } })
    await expect(ask()).rejects.toThrow(Brpstoring)
    await stub.close()
    await expect(ask()).rejects.toThrow('de BRP is niet te bereiken')
  })

  test.each([401, 403, 404])('stops the run when it is refused (%i)', async (status) => {
    answers = () => ({ status, body: { detail: 'mevrouw J. de Boer' } })
    const refused = ask()
    await expect(refused).rejects.toThrow(Brpweigering)
    await expect(refused).rejects.not.toThrow(/Boer/)
  })
})

describe('the configuration', () => {
  const configOf = (text: string) => {
    const path = join(folder, 'brp.yaml')
    writeFileSync(path, text)
    return () => readBrpConfig(path)
  }

  test('refuses an address that anyone on the way could read', () => {
    expect(configOf('url: http://brp.example.nl')).toThrow(/geen https-adres/)
    expect(configOf('url: https://brp.example.nl/')()).toMatchObject({
      url: 'https://brp.example.nl',
    })
  })

  test('names what is wrong, and not what stands there', () => {
    const wrong = configOf(
      'url: https://brp.example.nl\nkoppen: { x-gebruiker: "a\\nb" }\nsleutel: hunter2',
    )
    expect(wrong).toThrow(/koppen\.x-gebruiker/)
    expect(wrong).not.toThrow(/hunter2/)
  })
})
