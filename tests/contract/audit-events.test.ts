import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { AuditEvent } from '../../src/model/audit-event.ts'

const rows = readFileSync('docs/audit-events.md', 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))

test.each(
  AuditEvent.options.map(
    (option) => [option.shape.soort.value, Object.keys(option.shape)] as const,
  ),
)('the catalogue has one line for %s, with all its fields', (soort, fields) => {
  const found = rows.filter((cells) => cells[1] === `\`${soort}\``)
  expect(found).toHaveLength(1)
  const named = (found[0]?.[3] ?? '')
    .replace(/\(.*?\)/g, '')
    .split(',')
    .map((name) => name.trim().replace('?', ''))
  expect(named).toEqual(fields.filter((field) => field !== 'soort'))
})
