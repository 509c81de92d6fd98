import { expect, test } from 'vitest'
import { OINS, serialOf, term, testCa } from '../../tests/support/test-ca.ts'
import { readRevocations } from './revocations.ts'

test('names every revoked serial as the certificate itself spells it, and the first next update', async () => {
  const ca = await testCa()
  const leaf = await ca.client(OINS.linde)
  const lists = await ca.crl([leaf.serial], term(-1, 7))
  const late = await ca.crl([], term(-1, 9))
  const revocations = readRevocations([...late, ...lists])
  expect(revocations.serials).toEqual(new Set([serialOf(leaf.certificatePem)]))
  expect(Math.abs(revocations.staleAt.getTime() - term(-1, 7).notAfter.getTime())).toBeLessThan(
    60_000,
  )
})

test('no list is not an empty list', () => {
  expect(() => readRevocations([])).toThrow('there is no revocation list')
})
