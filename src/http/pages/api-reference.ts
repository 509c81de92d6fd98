/** The OpenAPI document as a reader wants it: calls with their parts, and each schema as rows. Pure; knows only the parts that it shows. */
import { z } from 'zod'

/** A JSON Schema as this project's documents write it. */
type Schema = {
  readonly $ref?: string | undefined
  readonly type?: string | undefined
  readonly format?: string | undefined
  readonly description?: string | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly const?: unknown
  readonly items?: Schema | undefined
  readonly properties?: Readonly<Record<string, Schema>> | undefined
  readonly required?: readonly string[] | undefined
  readonly anyOf?: readonly Schema[] | undefined
  readonly oneOf?: readonly Schema[] | undefined
}

const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.string().optional(),
    format: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    items: Schema.optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
  }),
)

const Content = z.record(z.string(), z.object({ schema: Schema, example: z.unknown().optional() }))

const Operation = z.object({
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().default(''),
        schema: Schema,
      }),
    )
    .default([]),
  requestBody: z.object({ description: z.string().optional(), content: Content }).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: Content.default({}) }),
  ),
})

const Problem = z.object({
  value: z.object({ title: z.string(), status: z.int(), detail: z.string() }),
})

const Document = z.object({
  info: z.object({ version: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    schemas: z.record(z.string(), Schema),
    examples: z.record(z.string(), Problem),
  }),
})

/** What a value looks like: in words, or by the name of a schema of its own. */
export type Vorm = { readonly woorden: string; readonly schema?: string | undefined }

export type Eigenschap = {
  readonly naam: string
  readonly verplicht: boolean
  readonly vorm: Vorm
  readonly betekenis: string
}

/** `example` is JSON with indents. */
type Inhoud = { readonly vorm: Vorm; readonly example: string | undefined }

export type Aanroep = {
  readonly method: string
  readonly path: string
  readonly doel: string
  readonly summary: string
  readonly description: string
  readonly parameters: readonly (Eigenschap & { readonly plaats: string })[]
  readonly body: Inhoud | undefined
  readonly answers: readonly {
    readonly status: string
    readonly description: string
    readonly inhoud: Inhoud | undefined
  }[]
}

export type Gegeven = {
  readonly naam: string
  readonly vorm: Vorm
  /** One list of properties, or one for each variant. */
  readonly varianten: readonly {
    readonly naam: string
    readonly eigenschappen: readonly Eigenschap[]
  }[]
}

export type ApiReference = {
  readonly version: string
  readonly description: string
  readonly groepen: readonly {
    readonly naam: string
    readonly uitleg: string
    readonly aanroepen: readonly Aanroep[]
  }[]
  readonly gegevens: readonly Gegeven[]
  readonly problemen: readonly {
    readonly kind: string
    readonly status: number
    readonly title: string
    readonly detail: string
  }[]
}

/** @throws ZodError when the document is not what this project writes: then the page could not tell the truth */
export function describeApi(document: unknown): ApiReference {
  const { info, tags, paths, components } = Document.parse(document)
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({
      tag: one.tags[0],
      call: callOf(method, path, one),
    })),
  )
  return {
    version: info.version,
    description: info.description,
    groepen: tags.map(({ name, description }) => ({
      naam: name,
      uitleg: description,
      aanroepen: operations.filter(({ tag }) => tag === name).map(({ call }) => call),
    })),
    gegevens: Object.entries(components.schemas).map(([naam, schema]) => dataOf(naam, schema)),
    problemen: Object.entries(components.examples).map(([kind, { value }]) => ({ kind, ...value })),
  }
}

function callOf(method: string, path: string, one: z.infer<typeof Operation>): Aanroep {
  const scopes = one.security.flatMap((requirement) => requirement['oauth2'] ?? [])
  return {
    method: method.toUpperCase(),
    path: `/v1${path}`,
    doel: scopes.join(', '),
    summary: one.summary,
    // The purpose has a place of its own.
    description: one.description.split('\n\nDoel van het token')[0] ?? '',
    parameters: one.parameters.map((parameter) => ({
      naam: parameter.name,
      plaats: parameter.in,
      verplicht: parameter.required,
      vorm: formOf(parameter.schema),
      betekenis: parameter.description,
    })),
    body:
      one.requestBody === undefined
        ? undefined
        : contentOf(one.requestBody.content, one.requestBody.description),
    answers: Object.entries(one.responses).map(([status, answer]) => ({
      status,
      description: answer.description,
      inhoud: status.startsWith('2') ? contentOf(answer.content) : undefined,
    })),
  }
}

/** An example stands beside the schema, or in a fence within the words. */
function contentOf(content: z.infer<typeof Content>, description = ''): Inhoud | undefined {
  const [first] = Object.values(content)
  if (first === undefined) return undefined
  const fenced = /```json\n([\s\S]*?)\n```/.exec(description)?.[1]
  const { example } = first
  const written = typeof example === 'string' ? example : JSON.stringify(example, null, 2)
  return { vorm: formOf(first.schema), example: example === undefined ? fenced : written }
}

const ref = (schema: Schema): string | undefined => schema.$ref?.split('/').at(-1)

function dataOf(naam: string, schema: Schema): Gegeven {
  const variants = schema.oneOf ?? []
  if (variants.length === 0)
    return { naam, vorm: formOf(schema), varianten: [{ naam: '', eigenschappen: rowsOf(schema) }] }
  return {
    naam,
    vorm: { woorden: 'een van de varianten' },
    varianten: variants.map((variant) => ({
      naam: nameOf(variant),
      eigenschappen: rowsOf(variant),
    })),
  }
}

/** The properties, those of objects within by their dotted name. */
function rowsOf(schema: Schema, before = ''): readonly Eigenschap[] {
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const inner = property.items?.properties === undefined ? property : property.items
    const naam = `${before}${name}${inner === property ? '' : '[]'}`
    const row = {
      naam,
      verplicht: required.has(name),
      vorm: formOf(property),
      betekenis: property.description ?? '',
    }
    return [row, ...rowsOf(inner, `${naam}.`)]
  })
}

/** A variant is known by the one word that one of its properties must be. */
const nameOf = ({ properties = {} }: Schema): string => {
  const fixed = Object.values(properties).find((property) => property.const !== undefined)
  return fixed === undefined ? '' : inText(fixed.const)
}

const inText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

const WORDS: Readonly<Record<string, string>> = {
  string: 'tekst',
  integer: 'geheel getal',
  number: 'getal',
  boolean: 'true of false',
  object: 'object',
  null: 'null',
  date: 'datum (JJJJ-MM-DD)',
  'date-time': 'tijdstip (UTC)',
}

function formOf(schema: Schema): Vorm {
  const name = ref(schema)
  if (name !== undefined) return { woorden: name, schema: name }
  if (schema.const !== undefined) return { woorden: inText(schema.const) }
  if (schema.enum !== undefined) return { woorden: schema.enum.map(inText).join(' · ') }
  if (schema.anyOf !== undefined)
    return { woorden: schema.anyOf.map((one) => formOf(one).woorden).join(' of ') }
  if (schema.items !== undefined) {
    const inner = formOf(schema.items)
    return { woorden: `lijst van ${inner.woorden}`, schema: inner.schema }
  }
  const plain = schema.format ?? schema.type ?? ''
  return { woorden: WORDS[plain] ?? plain }
}
