import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { Problem } from '../model/problem.ts'
import { explainFailure } from './explain-failure.ts'

const failureOf = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('explainFailure', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'signaalpoort-failure-'))
    writeFileSync(join(folder, 'file'), '')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('names the setting of a folder that cannot be made', () => {
    const data = join(folder, 'file', 'data')
    const config = readConfig({ SIGNAALPOORT_MAP: data })
    const error = failureOf(() => mkdirSync(data, { recursive: true }))
    expect(explainFailure(error, config)).toBe(
      `${data} is niet te gebruiken (ENOTDIR): controleer het pad en de rechten erop, of kies met SIGNAALPOORT_MAP een ander`,
    )
  })

  test('names no setting for a file that has none', () => {
    const path = join(folder, 'not-there')
    const error = failureOf(() => readFileSync(path))
    expect(explainFailure(error, readConfig({}))).toBe(
      `${path} is niet te gebruiken (ENOENT): controleer het pad en de rechten erop`,
    )
  })

  test.each([['--nothing'], ['--als', '--doel']])('names the option of %s', (...args) => {
    const options = { als: { type: 'string' }, doel: { type: 'string' } } as const
    const error = failureOf(() => parseArgs({ args, options }))
    expect(explainFailure(error)).toBe(
      `de optie ${args[0]} bestaat niet of mist haar waarde; "signaalpoort help" noemt ze alle`,
    )
  })

  test('quotes nothing that a database said', () => {
    const error = Object.assign(new Error('Key (naam)=(Boer) exists'), {
      code: '23505',
      severity: 'ERROR',
    })
    expect(explainFailure(new Problem('niet-beschikbaar', { cause: error }))).toBe(
      'de database weigert (23505): controleer DATABASE_URL en DATABASE_URL_BEHEER, en de rechten van die inlog',
    )
  })

  test('says that a database with several addresses is out of reach, though node then says nothing', () => {
    const error = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' })
    expect(explainFailure(error)).toMatch(/^de database is niet te bereiken \(ECONNREFUSED\): /)
  })

  test('gives our own errors as they are, on one line', () => {
    expect(explainFailure(new Error('eerst\n  dit'))).toBe('eerst dit')
    expect(explainFailure('iets')).toBe('onbekende fout')
  })
})
