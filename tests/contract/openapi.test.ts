import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { generateOpenApi } from '../../src/cli/openapi.ts'
import { API_VERSION } from '../../src/http/api-version.ts'
import { COMPONENTS, type ComponentName } from '../../src/http/components.ts'
import { VOORBEELDEN } from '../../src/http/examples.ts'
import { createOpenApiDocument } from '../../src/http/openapi.ts'
import { PROBLEM_TABLE } from '../../src/http/problem-table.ts'
import { DOEL_PER_ROUTE, type RouteKey } from '../../src/http/purposes.ts'
import { DOELEN } from '../../src/model/doel.ts'
import { aFakeApi, aRequest } from '../support/api-app.ts'

const Media = z.object({
  schema: z.object({ $ref: z.string().optional() }),
  example: z.unknown().optional(),
})
const Answer = z.object({
  headers: z.record(z.string(), z.unknown()),
  content: z.record(z.string(), Media).default({}),
})
const Operation = z.object({
  security: z
    .array(z.object({ mutualTLS: z.array(z.string()), oauth2: z.array(z.string()) }))
    .min(1),
  requestBody: z.object({ content: z.record(z.string(), Media) }).optional(),
  responses: z.record(z.string(), Answer),
})
const Document = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), z.partialRecord(z.enum(['get', 'post', 'put', 'delete']), Operation)),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    examples: z.record(z.string(), z.object({ value: z.unknown() })),
    securitySchemes: z.object({
      oauth2: z.object({
        flows: z.object({
          clientCredentials: z.object({ scopes: z.record(z.string(), z.string()) }),
        }),
      }),
    }),
  }),
})

const text = JSON.stringify(createOpenApiDocument())
const document = Document.parse(JSON.parse(text))
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    key: `${method.toUpperCase()} /v1${path}` as RouteKey,
    operation: Operation.parse(operation),
  })),
)

function schemaOf(media: z.infer<typeof Media> | undefined): z.ZodType {
  const name = media?.schema.$ref?.replace('#/components/schemas/', '') ?? ''
  expect(Object.keys(COMPONENTS)).toContain(name)
  return COMPONENTS[name as ComponentName]
}

describe('the OpenAPI document', () => {
  test('describes every route and no other, each with its purpose as scope', () => {
    const described = operations.map(({ key, operation }) => [
      key,
      operation.security.length === DOELEN.length ? 'elk' : operation.security[0]?.oauth2.join(),
    ])
    expect(Object.fromEntries(described)).toEqual(DOEL_PER_ROUTE)
    const { scopes } = document.components.securitySchemes.oauth2.flows.clientCredentials
    expect(Object.keys(scopes)).toEqual([...DOELEN])
  })

  test('has the version of the header', () => {
    expect(document.info.version).toBe(API_VERSION)
  })

  test('is the same on every call', () => {
    expect(JSON.stringify(createOpenApiDocument())).toBe(text)
  })

  test('refers to nothing that is not there', () => {
    const whole = JSON.parse(text) as unknown
    for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      let here: unknown = whole
      for (const step of pointer.split('/')) here = (here as Record<string, unknown>)[step]
      expect(here, pointer).toBeDefined()
    }
  })

  test.each(operations)(
    '$key promises its version on every answer, and problems',
    ({ operation }) => {
      for (const [status, answer] of Object.entries(operation.responses)) {
        expect(Object.keys(answer.headers), status).toContain('API-Version')
        const types = Object.keys(answer.content)
        if (Number(status) >= 400) expect(types, status).toEqual(['application/problem+json'])
      }
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(['400', '401', '403', '405', '500', '503']),
      )
    },
  )

  test.each(operations)('$key gives examples that its own schemas take', ({ operation }) => {
    const media = [operation.requestBody, ...Object.values(operation.responses)].flatMap((part) =>
      Object.entries(part?.content ?? {}),
    )
    for (const [type, one] of media) {
      if (type.startsWith('text/') || one.example === undefined) continue
      expect(schemaOf(one).parse(one.example)).toEqual(one.example)
    }
  })

  test('shows a signal that is one, and a problem for each kind', () => {
    expect(COMPONENTS.Signaal.parse(VOORBEELDEN.signaal)).toEqual(VOORBEELDEN.signaal)
    expect(COMPONENTS.Besluit.parse(VOORBEELDEN.geweigerd)).toEqual(VOORBEELDEN.geweigerd)
    expect(Object.keys(document.components.examples)).toEqual(Object.keys(PROBLEM_TABLE))
    for (const { value } of Object.values(document.components.examples)) {
      expect(COMPONENTS.Probleem.parse(value)).toEqual(value)
    }
  })

  test.each(operations)('$key answers what it declares', async ({ key, operation }) => {
    const answer = await aFakeApi().app.request(aRequest(key))
    const declared = operation.responses[String(answer.status)]
    if (answer.status === 204) return expect([declared?.content, answer.body]).toEqual([{}, null])
    const type = answer.headers.get('Content-Type')?.split(';')[0] ?? ''
    // Who asks for nothing in particular gets the first.
    expect(Object.keys(declared?.content ?? {})[0]).toBe(type)
    if (type === 'text/plain') expect(await answer.text()).toBe(VOORBEELDEN.bewijs)
    else schemaOf(declared?.content[type]).parse(await answer.json())
  })
})

describe('the generated files', () => {
  const folders: string[] = []
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
  })

  test('have not drifted from the code', async () => {
    const said: string[] = []
    const code = await generateOpenApi({ controleer: true, zeg: (regel) => said.push(regel) })
    expect([said, code]).toEqual([[], 0])
  })

  test('are named when they drift, or are not there', async () => {
    const map = await mkdtemp(join(tmpdir(), 'signaalpoort-openapi-'))
    folders.push(map)
    const said: string[] = []
    const zeg = (regel: string): void => void said.push(regel)
    expect(await generateOpenApi({ controleer: true, map, zeg })).toBe(1)
    expect(said).toHaveLength(3)
    expect(await generateOpenApi({ controleer: false, map, zeg })).toBe(0)
    const path = join(map, 'openapi/signaalpoort.json')
    await writeFile(path, (await readFile(path, 'utf8')).replace('0.1.0', '0.1.1'))
    expect(await generateOpenApi({ controleer: true, map, zeg })).toBe(1)
    expect(said.slice(3)).toEqual([
      'openapi/signaalpoort.json loopt niet gelijk met de code; draai: npm run generate',
    ])
  })

  test('say the same in YAML, in its older version too', async () => {
    const yaml = await readFile('openapi/signaalpoort.yaml', 'utf8')
    expect(parse(yaml)).toEqual(JSON.parse(text))
    expect(parse(yaml, { version: '1.1' })).toEqual(JSON.parse(text))
  })
})
