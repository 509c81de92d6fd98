import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aPerson, writeApprovers } from '../../tests/support/policy-signing.ts'
import { publicSigningJwk } from '../crypto/signing-keys.ts'
import { PoliciesRefused, readApprovers } from './approvers.ts'

/** The same 32 bytes in base64url written in another way: of the last character two bits count for nothing. */
const otherwise = (text: string): string => {
  const bytes = Buffer.from(text, 'base64url').toString('hex')
  const found = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    .map((last) => text.slice(0, -1) + last)
    .find((one) => one !== text && Buffer.from(one, 'base64url').toString('hex') === bytes)
  if (found === undefined) throw new Error('not 32 bytes')
  return found
}

describe('readApprovers', () => {
  let folder = ''
  const put = (file: string, text: string): void => writeFileSync(join(folder, file), text)
  const refused = (from = folder): PoliciesRefused => {
    try {
      readApprovers(from)
    } catch (error) {
      if (error instanceof PoliciesRefused) return error
      throw error
    }
    throw new Error('nothing was refused')
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'goedkeurders-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('reads the public halves by name, and passes over private ones and other files', async () => {
    const [lawyer, owner] = [
      await aPerson('jurist-1', 'jurist'),
      await aPerson('eigenaar-1', 'proceseigenaar'),
    ]
    expect(readApprovers(folder)).toEqual([])
    writeApprovers(folder, [lawyer, owner], { vanaf: '2026-01-01', tot: '2027-01-01' })
    put('jurist-1.sleutel.json', JSON.stringify(lawyer.sleutel))
    put('leesmij.txt', 'x')
    const days = { vanaf: '2026-01-01', tot: '2027-01-01' }
    expect(readApprovers(folder)).toEqual(
      [owner, lawyer].map(({ persoon, rol, sleutel }) => ({
        persoon,
        rol,
        ...days,
        sleutel: publicSigningJwk(sleutel),
      })),
    )
  })

  test('refuses a file that is none, with what to put in its place', async () => {
    const lawyer = await aPerson('jurist-1', 'jurist')
    const whole = { persoon: 'jurist-1', rol: 'jurist', sleutel: publicSigningJwk(lawyer.sleutel) }
    for (const text of [
      '',
      '{}',
      'geen json',
      JSON.stringify({ ...whole, rol: 'burgemeester' }),
      JSON.stringify({ ...whole, vanaf: 'gisteren' }),
      JSON.stringify({ ...whole, tot: 'morgen' }),
      JSON.stringify({ ...whole, naam: 'x' }),
      JSON.stringify({ ...whole, sleutel: lawyer.sleutel }),
    ]) {
      put('jurist-1.json', text)
      const { soort, faults, name, message } = refused()
      expect({ soort, faults, name }).toEqual({
        soort: 'goedkeurders-onbruikbaar',
        faults: [
          'jurist-1.json, regel 1: dit is geen goedkeurder. Maak hem met "signaalpoort beleid sleutel" en zet hier de openbare helft.',
        ],
        name: 'PoliciesRefused',
      })
      expect(message).toBe(`het beleid is niet overgenomen:\n- ${faults.join()}`)
    }
  })

  test('refuses a person, a key or a kid that stands there twice', async () => {
    const [one, other] = [
      await aPerson('jurist-1', 'jurist'),
      await aPerson('jurist-2', 'jurist'),
    ].map(({ sleutel, ...wie }) => ({ ...wie, sleutel: publicSigningJwk(sleutel) }))
    if (one === undefined || other === undefined) throw new Error('two were made')
    const twice = (what: string): string =>
      `b.json, regel 1: ${what} staat ook in een ander bestand. Haal er één weg.`
    put('a.json', JSON.stringify(one))
    const { kid, ...point } = one.sleutel
    for (const [second, faults] of [
      [{ ...other, persoon: one.persoon }, [twice('deze persoon')]],
      [{ ...other, sleutel: { ...point, kid: 'ander' } }, [twice('deze sleutel')]],
      [{ ...other, sleutel: { ...other.sleutel, kid } }, [twice('dit kid')]],
      [
        { ...other, sleutel: { ...point, kid: 'ander', x: otherwise(point.x) } },
        [twice('deze sleutel')],
      ],
      [one, [twice('deze persoon'), twice('deze sleutel'), twice('dit kid')]],
    ] as const) {
      put('b.json', JSON.stringify(second))
      expect(refused().faults).toEqual(faults)
      expect(refused().soort).toBe('goedkeurders-onbruikbaar')
    }
    put('b.json', JSON.stringify({ ...other, sleutel: { ...other.sleutel, x: point.x } }))
    expect(readApprovers(folder)).toHaveLength(2)
  })

  test('says so when the folder cannot be read, and why', () => {
    const { soort, faults, cause } = refused(join(folder, 'weg'))
    expect(soort).toBe('goedkeurders-onbruikbaar')
    expect(faults).toEqual([
      `${join(folder, 'weg')} is niet te lezen: zet er de goedkeurders in (SIGNAALPOORT_GOEDKEURDERS).`,
    ])
    expect(String(cause)).toContain('ENOENT')
  })
})
