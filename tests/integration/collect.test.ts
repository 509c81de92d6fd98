import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openerOf } from '../../src/cli/afnemer.ts'
import { readParty } from '../../src/cli/party.ts'
import { Melding } from '../../src/model/melding.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type RawAnswer, type TestGateway } from '../support/gateway.ts'
import { premiumToday, rentToday } from '../support/signals.ts'

const meldingenIn = ({ text }: RawAnswer): readonly Melding[] =>
  Melding.array().parse((JSON.parse(text) as { meldingen: unknown }).meldingen)

const fieldsIn = (melding: Melding | undefined): readonly string[] =>
  melding?.signalen[0]?.velden.map(({ veld }) => veld) ?? []

describe.each(engines)('collecting on $name', ({ name }) => {
  let gateway: TestGateway
  const folder = mkdtempSync(join(tmpdir(), 'beleid-'))
  const policies = join(folder, 'policies')
  beforeAll(async () => {
    cpSync('policies', policies, { recursive: true })
    gateway = await openGateway(name, { policies })
    const linde = gateway.as('de-linde', 'aanleveren')
    for (const kenmerk of ['C-1', 'C-2', 'C-3'])
      expect((await linde.send('POST', '/v1/signalen', rentToday(kenmerk))).status).toBe(201)
    const premium = await gateway
      .as('kompas', 'aanleveren')
      .send('POST', '/v1/signalen', premiumToday('C-4'))
    expect(premium.status).toBe(201)
  })
  afterAll(async () => {
    await gateway.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const arnhem = (medewerker = 'mw-17'): ReturnType<TestGateway['as']> =>
    gateway.as('arnhem', 'hulpaanbod', { medewerker })

  const disclosures = (): Promise<readonly { aantal: number }[]> =>
    gateway.ask(
      `select count(*)::int as aantal from gebeurtenis_detail where detail->>'soort' = 'signaal-verstrekt'`,
    )

  test('pages follow each other by their Link and hold each melding once', async () => {
    const first = await arnhem().send('GET', '/v1/meldingen?limiet=3')
    const next = /<[^>]*(\/v1\/meldingen\?[^>]+)>;\s*rel="next"/.exec(
      first.headers.get('Link') ?? '',
    )
    const second = await arnhem().send('GET', next?.[1] ?? '')
    const ids = [...meldingenIn(first), ...meldingenIn(second)].map(({ id }) => id)
    expect(ids).toHaveLength(4)
    expect(new Set(ids).size).toBe(4)
    expect(second.headers.get('Link')).toBeNull()
  })

  test('each disclosed signal leaves one event that names the employee, and HEAD leaves none', async () => {
    const before = (await disclosures())[0]?.aantal ?? 0
    await arnhem('mw-uniek').send('HEAD', '/v1/meldingen')
    expect((await disclosures())[0]?.aantal).toBe(before)
    const page = await arnhem('mw-uniek').send('GET', '/v1/meldingen')
    expect(meldingenIn(page)).toHaveLength(4)
    const [found] = await gateway.ask<{ aantal: number }>(
      `select count(*)::int as aantal from gebeurtenis_detail where detail->'actor'->>'medewerker' = 'mw-uniek'`,
    )
    expect(found?.aantal).toBe(4)
  })

  test('the controle key opens the BSN of an insurer; for hulpaanbod there is no box', async () => {
    const machine = await gateway.as('arnhem', 'controle').send('GET', '/v1/controles')
    const opener = await openerOf(readParty(gateway.config.certsFolder, 'arnhem'), 'controle')
    const opened = meldingenIn(machine).map((melding) => opener.openMelding(melding).signalen[0])
    expect(
      opened.find((signaal) => signaal?.signaaltype === 'zorgverzekering')?.velden[
        'persoon.burgerservicenummer'
      ],
    ).toBe('999990019')
    const people = meldingenIn(await arnhem().send('GET', '/v1/meldingen'))
    for (const melding of people)
      expect(fieldsIn(melding)).not.toContain('persoon.burgerservicenummer')
  })

  test('a key that is not the municipality’s own, or serves another purpose, opens nothing', async () => {
    const { sleutelId } = JSON.parse(
      readFileSync(
        join(readParty(gateway.config.certsFolder, 'arnhem').folder, 'ontvanger-controle.json'),
        'utf8',
      ),
    ) as { sleutelId: string }
    for (const id of [sleutelId, '0'.repeat(32)]) {
      const answer = await arnhem().send('GET', `/v1/meldingen?sleutelId=${id}`)
      expect(answer.status).toBe(400)
      expect(answer.text).toContain('sleutel-onbekend')
    }
  })

  test('a confirmed melding leaves the list, can still be had by id, and its sender reads "ontvangen"', async () => {
    const [melding] = meldingenIn(await arnhem().send('GET', '/v1/meldingen'))
    const id = melding?.id ?? ''
    const confirm = { meldingen: [id] }
    expect((await arnhem().send('POST', '/v1/ontvangsten', confirm)).status).toBe(200)
    expect((await arnhem().send('POST', '/v1/ontvangsten', confirm)).status).toBe(200)
    const list = meldingenIn(await arnhem().send('GET', '/v1/meldingen'))
    expect(list.map((one) => one.id)).not.toContain(id)
    expect((await arnhem().send('GET', `/v1/meldingen/${id}`)).status).toBe(200)
    const state = await gateway.as('de-linde', 'aanleveren').send('GET', `/v1/signalen/${id}`)
    expect(JSON.parse(state.text)).toMatchObject({ toestand: 'ontvangen' })
    const [events] = await gateway.ask<{ aantal: number }>(
      `select count(*)::int as aantal from gebeurtenis_detail where detail->>'soort' = 'ontvangst-bevestigd'`,
    )
    expect(events?.aantal).toBe(1)
  })

  test('one foreign id in a confirmation and nothing is confirmed', async () => {
    const [melding] = meldingenIn(await arnhem().send('GET', '/v1/meldingen'))
    const foreign = '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e'
    const answer = await arnhem().send('POST', '/v1/ontvangsten', {
      meldingen: [melding?.id, foreign],
    })
    expect(answer.status).toBe(404)
    const list = meldingenIn(await arnhem().send('GET', '/v1/meldingen'))
    expect(list.map((one) => one.id)).toContain(melding?.id)
  })

  test('a field whose basis has ended is left out, although it is stored', async () => {
    const path = join(policies, 'wet', 'huur.yaml')
    const text = readFileSync(path, 'utf8')
    const without = text
      .replace(/ {2}contact\.telefoonnummer:\n(?: {4}.*\n)+/, '')
      .replaceAll(/^ {6}contact\.telefoonnummer: doorgegeven\n/gm, '')
      .replaceAll(', contact.telefoonnummer: [hulpaanbod]', '')
    expect(without.length).toBeLessThan(text.length)
    const rent = (page: RawAnswer): Melding | undefined =>
      meldingenIn(page).find(({ signalen }) => signalen[0]?.signaaltype === 'huur')
    expect(fieldsIn(rent(await arnhem().send('GET', '/v1/meldingen')))).toContain(
      'contact.telefoonnummer',
    )
    writeFileSync(path, without)
    await gateway.restart()
    const after = fieldsIn(rent(await arnhem().send('GET', '/v1/meldingen')))
    expect(after).not.toContain('contact.telefoonnummer')
    expect(after).toContain('persoon.achternaam')
    writeFileSync(path, text)
    await gateway.restart()
    expect(fieldsIn(rent(await arnhem().send('GET', '/v1/meldingen')))).toContain(
      'contact.telefoonnummer',
    )
  })
})
