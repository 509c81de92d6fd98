import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { usePolicyFolder } from '../../tests/support/policy-folder.ts'
import { keepPolicies, recallPolicies } from './keep-policies.ts'
import { recompilePolicies } from './load.ts'

const folder = usePolicyFolder()
const { hash } = recompilePolicies('policies')
let place = ''
let archive = ''
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'archief-'))
  archive = join(place, 'beleid/kopieen')
})
afterEach(() => rmSync(place, { recursive: true }))

test('a set that was kept is recalled by its hash, whatever becomes of its folder', () => {
  keepPolicies(archive, folder.path, hash)
  folder.change('klassen.yaml', /versie: \d+/, 'versie: 99')
  keepPolicies(archive, folder.path, hash)
  expect(readdirSync(archive)).toEqual([hash])
  expect(statSync(archive).mode & 0o777).toBe(0o700)
  expect(recallPolicies(archive, hash)?.hash).toBe(hash)
})

test('what broke off half way goes, and is made anew', () => {
  mkdirSync(join(archive, `${hash}.half/wet`), { recursive: true })
  writeFileSync(join(archive, `${hash}.half/wet/rest.yaml`), 'x')
  mkdirSync(join(archive, 'oud.half'))
  mkdirSync(join(archive, 'ander'))
  keepPolicies(archive, folder.path, hash)
  expect(readdirSync(archive).toSorted()).toEqual([hash, 'ander'].toSorted())
  expect(recallPolicies(archive, hash)?.hash).toBe(hash)
  mkdirSync(join(archive, 'later.half'))
  keepPolicies(archive, folder.path, hash)
  expect(existsSync(join(archive, 'later.half'))).toBe(false)
})

test('nothing is kept of a folder that was changed since it was loaded', () => {
  folder.change('klassen.yaml', /versie: \d+/, 'versie: 99')
  expect(() => keepPolicies(archive, folder.path, hash)).toThrow(
    `${folder.path} is gewijzigd terwijl de poort het beleid las: start opnieuw`,
  )
  expect(readdirSync(archive)).toEqual([])
})

test('nothing is recalled that was never kept, or that is no name of a set', () => {
  expect(recallPolicies(archive, hash)).toBeUndefined()
  keepPolicies(archive, folder.path, hash)
  mkdirSync(join(archive, `x${hash}`))
  mkdirSync(join(archive, `${hash}x`))
  for (const other of ['0'.repeat(64), '', '.', `x${hash}`, `${hash}x`])
    expect(recallPolicies(archive, other)).toBeUndefined()
})

test('a copy that was touched is not that set any more', () => {
  keepPolicies(archive, folder.path, hash)
  const file = join(archive, hash, 'klassen.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/versie: \d+/, 'versie: 99'))
  expect(() => recallPolicies(archive, hash)).toThrow(
    `${join(archive, hash)} is gewijzigd: dit is niet het beleid van toen`,
  )
})
