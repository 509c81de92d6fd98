import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CannotOpen } from '../../../crypto/aead.ts'
import { systemRandom } from '../../../crypto/random.ts'
import { createSleutelpaar, type Sleutelpaar } from '../../../crypto/recipient-key.ts'
import { Gemeentecode, Oin, SignaalId } from '../../../model/ids.ts'
import { makeArchief, openArchief } from './archief.ts'
import type { Dossier } from './dossier.ts'
import { addPoging, keepMelding } from './keep.ts'
import { eraseCounted, readTotalen, totalenVan } from './totalen.ts'

const gemeentecode = Gemeentecode.parse('0202')
const idOf = (n: number): SignaalId =>
  SignaalId.parse(`019a0c3e-5b7a-7c41-9d2e-${String(n).padStart(12, '0')}`)
const aSignaal = (n: number, more: object = {}): Dossier['signalen'][number] => ({
  id: idOf(n),
  versie: 1,
  signaaltype: 'huur',
  deelnemer: Oin.parse('00000099000000001000'),
  aangeleverdTijdstip: '2026-11-03T09:00:00.000Z',
  velden: { 'persoon.achternaam': 'Kanarieboer', 'achterstand.bedragInCenten': 81_250 },
  ...more,
})
const aDossier = (n = 1): Dossier => ({
  vorm: 1,
  melding: idOf(n),
  gemeentecode,
  soort: 'enkelvoudig',
  opgepaktDatum: '2026-11-05',
  bijgewerktDatum: '2026-11-05',
  signalen: [aSignaal(n)],
  contactpogingen: [],
})

let paar: Sleutelpaar
let map: string
beforeAll(async () => {
  paar = await createSleutelpaar(systemRandom)
})
beforeEach(() => {
  map = join(mkdtempSync(join(tmpdir(), 'archief-')), 'dossiers')
  makeArchief(map, { gemeentecode, bewaren: 'P18M', sleutelId: paar.sleutelId })
})
afterEach(() => rmSync(join(map, '..'), { recursive: true, force: true }))
const opened = (own = paar) => openArchief(map, { gemeentecode, paar: own, random: systemRandom })

describe('the records of a municipality', () => {
  test('come back as they were kept', async () => {
    const archief = await opened()
    await archief.write(aDossier())
    expect((await opened()).read(idOf(1))).toEqual(aDossier())
    expect(archief.all()).toEqual([aDossier()])
    expect(archief.read(idOf(2))).toBeUndefined()
  })

  test('say nothing on disk of whom they are about, and to nobody else', async () => {
    await (await opened()).write(aDossier())
    for (const name of readdirSync(map)) {
      expect(statSync(join(map, name)).mode & 0o077).toBe(0)
      expect(readFileSync(join(map, name), 'utf8')).not.toContain('Kanarie')
    }
    expect(statSync(map).mode & 0o077).toBe(0)
  })

  test('open to no other key, and not under another name', async () => {
    await (await opened()).write(aDossier())
    const other = await createSleutelpaar(systemRandom)
    await expect(opened(other)).rejects.toThrow(/verzegeld voor sleutel/)
    const text = readFileSync(join(map, `${idOf(1)}.dossier.json`))
    writeFileSync(join(map, `${idOf(2)}.dossier.json`), text)
    const archief = await opened()
    expect(() => archief.read(idOf(2))).toThrow(CannotOpen)
  })

  test('of one municipality are not opened for another', async () => {
    const elsewhere = { gemeentecode: Gemeentecode.parse('0855'), paar, random: systemRandom }
    await expect(openArchief(map, elsewhere)).rejects.toThrow(/andere gemeente/)
  })

  test('end when their own term after the last change has passed, and not before', async () => {
    const archief = await opened()
    await archief.write(aDossier())
    expect(archief.due('2028-05-04')).toEqual([])
    expect(archief.due('2028-05-05')).toEqual([idOf(1)])
    await archief.write({ ...aDossier(), bijgewerktDatum: '2026-12-05' })
    expect(archief.due('2028-05-05')).toEqual([])
  })

  test('are counted before they go, and the totals of a month stay as they were then', async () => {
    const archief = await opened()
    await archief.write(aDossier(1))
    await archief.write(aDossier(2))
    expect(readTotalen(archief, '2026-11')).toBeUndefined()
    eraseCounted(archief, [idOf(1)], '2028-05-05')
    expect(archief.all().map(({ melding }) => melding)).toEqual([idOf(2)])
    eraseCounted(archief, [idOf(2)], '2028-06-05')
    const totalen = totalenVan(archief, '2026-11', '2028-06-05')
    expect(totalen.bevrorenDatum).toBe('2028-05-05')
    expect(totalen.regels.find(({ naam }) => naam === 'gemiddelde-achterstand')).toEqual({
      naam: 'gemiddelde-achterstand',
      som: 1625,
      aantal: 2,
    })
    expect(readFileSync(join(map, 'totalen-2026-11.json'), 'utf8')).not.toMatch(/Kanarie|019a/)
  })

  test.each(['18 maanden', 'P1Y6M', ''])('cannot be made for a term such as %j', (bewaren) => {
    const other = join(map, 'ander')
    expect(() => makeArchief(other, { gemeentecode, bewaren, sleutelId: paar.sleutelId })).toThrow(
      /P18M/,
    )
  })
})

describe('keeping a melding', () => {
  const melding = (versie: number, velden: object, n = 1) => ({
    id: idOf(1),
    soort: 'enkelvoudig' as const,
    toestand: 'open' as const,
    signalen: [{ ...aSignaal(n, { versie, velden }), gemeentecode, nietGeopend: [] }],
  })

  test('takes over a correction, and holds on to what an earlier opening showed', () => {
    const first = keepMelding(
      undefined,
      melding(1, { 'persoon.achternaam': 'Boer', klantnummer: '8' }),
      '2026-11-05',
    )
    const again = keepMelding(first, melding(1, { 'persoon.achternaam': 'Boer' }), '2026-11-20')
    expect(again.signalen[0]?.velden).toEqual({ 'persoon.achternaam': 'Boer', klantnummer: '8' })
    expect([again.opgepaktDatum, again.bijgewerktDatum]).toEqual(['2026-11-05', '2026-11-20'])
    const corrected = keepMelding(
      again,
      melding(2, { 'persoon.achternaam': 'Visser' }),
      '2026-11-21',
    )
    expect(corrected.signalen[0]?.velden).toEqual({ 'persoon.achternaam': 'Visser' })
    const joined = keepMelding(corrected, melding(1, {}, 2), '2026-11-22')
    expect(joined.signalen.map(({ id }) => id)).toEqual([idOf(1), idOf(2)])
  })

  test('has an attempt once, however often its list is read', () => {
    const poging = { id: 'p-1', soort: 'Telefoon', bereikt: false, datum: '2026-11-06' } as const
    const once = addPoging(aDossier(), poging, '2026-11-06')
    const twice = addPoging(once, { ...poging, bereikt: true }, '2026-11-07')
    expect(twice.contactpogingen).toEqual([{ ...poging, bereikt: true }])
  })
})
