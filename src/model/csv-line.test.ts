import { expect, test } from 'vitest'
import { csvLine } from './csv-line.ts'

test.each(['=1+1', '+31101234567', '-2', '@SOM', '\tx', ' =1+1', '＝1+1', '\u00a0@SOM'])(
  '%j is no formula',
  (cell) => {
    expect(csvLine([cell])).toBe(`'${cell}\r\n`)
  },
)

test.each(['\r=1+1', '\n=1+1', '\r\n@SOM'])(
  '%j is none either: a line break is a space',
  (cell) => {
    expect(csvLine([cell])).toBe(`' ${cell.trim()}\r\n`)
  },
)

test('a separator, a quote and a line break stay within their cell', () => {
  expect(csvLine(['a;b', 'c"d', 'e\r\nf', 7])).toBe('"a;b";"c""d";e f;7\r\n')
})
