/** `signaalpoort openapi [--controleer]`: writes the OpenAPI files and the client's types, or says which of them has drifted. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { createOpenApiDocument } from '../http/openapi.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** No anchors, no folding, and quotes where a reader of YAML 1.1 would see a date. */
const YAML = { aliasDuplicateObjects: false, lineWidth: 0, compat: 'yaml-1.1' } as const

async function renderTypes(json: string): Promise<string> {
  // Needed where the files are made only, so it is loaded here and stays a development dependency.
  const { default: openapiTS, astToString, COMMENT_HEADER } = await import('openapi-typescript')
  return `${COMMENT_HEADER}${astToString(await openapiTS(json, { silent: true }))}`
}

async function renderFiles(): Promise<ReadonlyMap<string, string>> {
  const document = createOpenApiDocument()
  const json = `${JSON.stringify(document, null, 2)}\n`
  return new Map([
    ['openapi/signaalpoort.json', json],
    ['openapi/signaalpoort.yaml', stringify(document, YAML)],
    ['src/client/openapi-types.ts', await renderTypes(json)],
  ])
}

async function hasDrifted(path: string, text: string): Promise<boolean> {
  return !existsSync(path) || (await readFile(path, 'utf8')) !== text
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

/**
 * Writes the generated files below `map` (default: this project), or with `controleer` only compares them.
 * @returns the exit code: 1 when a file has drifted, which is then named
 */
export async function generateOpenApi(options: {
  readonly controleer: boolean
  readonly map?: string
  readonly zeg?: (regel: string) => void
}): Promise<number> {
  const { map = ROOT, zeg = (regel) => process.stderr.write(`${regel}\n`) } = options
  let drifted = 0
  for (const [name, text] of await renderFiles()) {
    const path = join(map, name)
    if (!options.controleer) await write(path, text)
    else if (await hasDrifted(path, text)) {
      drifted += 1
      zeg(`${name} loopt niet gelijk met de code; draai: npm run generate`)
    }
  }
  return drifted === 0 ? 0 : 1
}
