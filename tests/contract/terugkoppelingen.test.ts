import { expect, test } from 'vitest'
import { aFakeApi, aRequest } from '../support/api-app.ts'

const ask = async (accept?: string): Promise<Response> =>
  aFakeApi().app.request(
    aRequest('GET /v1/terugkoppelingen', accept === undefined ? {} : { Accept: accept }),
  )

test.each([undefined, '*/*', 'application/json', 'text/*'])(
  'feedback is JSON for who accepts %s',
  async (accept) => {
    expect((await ask(accept)).headers.get('Content-Type')).toMatch(/^application\/json/)
  },
)

test('for who asks for CSV it is a file that a Dutch spreadsheet reads, without a formula in it', async () => {
  const answer = await ask('text/csv, application/json;q=0.5')
  expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8; header=present')
  const bytes = new Uint8Array(await answer.arrayBuffer())
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const [head, line, end] = new TextDecoder().decode(bytes).split('\r\n')
  expect(head).toBe(
    'volgnummer;signaalId;kenmerk;onderdeel;gemeentecode;soort;code;datum;opschortenTotDatum;vervangt;contact.naam;contact.emailadres;contact.telefoonnummer',
  )
  expect(line).toMatch(/^7;[0-9a-f-]{36};WDL-2026-11-000042;;0202;eind;hulp-aanvaard;2026-11-23;/)
  expect(line).toMatch(/;'\+31101234567$/)
  expect(end).toBe('')
})
