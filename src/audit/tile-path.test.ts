import { describe, expect, test } from 'vitest'
import { parseTilePath, tileNumberPath } from './tile-path.ts'

describe('tileNumberPath', () => {
  test.each([
    [0, '000'],
    [7, '007'],
    [999, '999'],
    [1000, 'x001/000'],
    [1_234_067, 'x001/x234/067'],
  ])('%d is %s', (nummer, path) => {
    expect(tileNumberPath(nummer)).toBe(path)
    expect(parseTilePath(`0/${path}`)).toEqual({ niveau: 0, nummer, breedte: 256 })
  })
})

describe('parseTilePath', () => {
  test('reads the width of a tile that grows', () => {
    expect(parseTilePath('2/x001/002.p/17')).toEqual({ niveau: 2, nummer: 1002, breedte: 17 })
    expect(parseTilePath('0/000.p/255')).toEqual({ niveau: 0, nummer: 0, breedte: 255 })
  })

  test.each([
    '',
    '0',
    '0/',
    '0/0',
    '00/000',
    '100/000',
    '-1/000',
    '0/x000/001',
    '0/001/002',
    '0/x01/002',
    '0/x001/x002',
    '0/1234',
    '0/000.p/0',
    '0/000.p/01',
    '0/000.p/256',
    '0/000.p/',
    '0/000.p',
    '0/000/',
    '/0/000',
    'entries/000',
    'data/000',
    '0/000\n',
    '0/x001/x001/x001/x001/x001/001',
    '０/000',
  ])('refuses %j', (path) => {
    expect(parseTilePath(path)).toBeUndefined()
  })
})
