import { describe, expect, test } from 'vitest'
import { createOpenApiDocument } from '../../src/http/openapi.ts'
import { Probleem } from '../../src/http/problem-document.ts'
import { RESPONSE_HEADERS } from '../../src/http/response-headers.ts'
import { aWeb, KEY } from '../support/web-app.ts'

describe('the web listener', () => {
  test('gives the OpenAPI document to any origin', async () => {
    const answer = await aWeb().app.request('/v1/openapi.json')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(await answer.json()).toEqual(createOpenApiDocument())
  })

  test('gives the keys, to no other origin', async () => {
    const answer = await aWeb().app.request('/.well-known/jwks.json')
    expect(answer.headers.has('Access-Control-Allow-Origin')).toBe(false)
    expect(answer.headers.get('Content-Type')).toBe('application/jwk-set+json')
    expect(await answer.json()).toEqual({ keys: [KEY] })
  })

  test('never gives a private part of a key', async () => {
    const secret = { d: 's', p: 's', q: 's', dp: 's', dq: 's', qi: 's', oth: ['s'], k: 's' }
    const web = aWeb({ jwks: () => ({ keys: [{ ...KEY, ...secret }] }) })
    const answer = await web.app.request('/.well-known/jwks.json')
    expect(await answer.json()).toEqual({ keys: [KEY] })
  })

  test.each([
    '/index.html',
    '/v1/signalen',
    '/v1/openapi.json/',
    '/grondslagen/',
    '/api/',
    '/oauth/token',
    '/.well-known/',
    '/log',
    '/log/tile',
    '/log/tile/',
  ])('has no %s', async (path) => {
    const answer = await aWeb().app.request(path)
    expect(answer.status).toBe(404)
    expect(Probleem.parse(await answer.json()).status).toBe(404)
  })

  test.each([
    '/',
    '/grondslagen',
    '/api',
    '/stijl.css',
    '/v1/openapi.json',
    '/.well-known/jwks.json',
    '/.well-known/security.txt',
    '/log/checkpoint',
    '/log/tile/0/000',
  ])('%s is for reading', async (path) => {
    expect((await aWeb().app.request(path, { method: 'HEAD' })).status).toBe(200)
    const answer = await aWeb().app.request(path, { method: 'POST' })
    expect([answer.status, answer.headers.get('Allow')]).toEqual([405, 'GET, HEAD'])
  })

  test('sets the same headers on every answer and hides its own faults', async () => {
    const web = aWeb({
      jwks: () => {
        throw new RangeError('Kanarievogel')
      },
    })
    for (const path of ['/v1/openapi.json', '/onbekend', '/.well-known/jwks.json']) {
      const answer = await web.app.request(path)
      expect(Object.fromEntries(answer.headers)).toMatchObject(
        Object.fromEntries(
          Object.entries(RESPONSE_HEADERS).map(([name, value]) => [name.toLowerCase(), value]),
        ),
      )
      expect(await answer.text()).not.toContain('Kanarievogel')
    }
    expect(web.logged).toEqual(['onverwachte fout'])
  })
})
