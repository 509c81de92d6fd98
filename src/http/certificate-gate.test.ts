import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { readTlsFacts } from './certificate-gate.ts'

test('a connection without TLS has no certificate', () => {
  for (const socket of [new Socket(), undefined, { authorized: true }])
    expect(readTlsFacts(socket)).toEqual({ authorized: false })
})
