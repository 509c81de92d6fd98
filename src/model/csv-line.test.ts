import { expect, test } from 'vitest'
import { csvLine } from './csv-line.ts'

test.each(['=1+1', '+31101234567', '-2', '@SOM', '\tx'])('%s is no formula', (cell) => {
  expect(csvLine([cell])).toBe(`'${cell}\r\n`)
})

test('a separator, a quote and a line break stay within their cell', () => {
  expect(csvLine(['a;b', 'c"d', 'e\r\nf', 7])).toBe('"a;b";"c""d";e f;7\r\n')
})
