/** Reads the folder of policies: all of it is right, or the gateway does not start. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { toHex, utf8 } from '../crypto/bytes.ts'
import { canonicalJson } from '../crypto/canonical-json.ts'
import { sha256 } from '../crypto/hash.ts'
import { invoerfouten } from '../model/invoerfouten.ts'
import { check, type PolicyFault } from './check.ts'
import { checkDoelen } from './check-doelen.ts'
import { checkDrempels } from './check-drempels.ts'
import { checkExamples } from './check-examples.ts'
import { checkOpenVragen } from './check-open-vragen.ts'
import { checkReach } from './check-reach.ts'
import { checkSlepers } from './check-slepers.ts'
import { checkTypes } from './check-types.ts'
import { checkWerkwijzen } from './check-werkwijze.ts'
import { compile, type Policies, type PolicyDocuments } from './compile.ts'
import { DoelFile } from './doel-file.ts'
import { GemeenteFile, KlassenFile } from './drempel-file.ts'
import { EngelsFile } from './engels-file.ts'
import { runExample } from './examples.ts'
import { GeweigerdFile } from './geweigerd-file.ts'
import { OpenVragenFile } from './open-vragen-file.ts'
import { BewaartermijnenFile, WetFile } from './policy-file.ts'
import { type PolicyText, readPolicyText, TextFault } from './policy-text.ts'
import { purposeExampleFaults } from './purpose-examples.ts'
import { SlepersFile } from './slepers-file.ts'

/** The policies cannot be used; the message names each fault with its file and place, in Dutch. */
export class PolicyError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`het beleid klopt niet:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
    this.name = 'PolicyError'
    this.faults = faults
  }
}

const MOST_BYTES = 256 * 1024

/** The text of a policy: a file that no lawyer could read through is not one. */
const readText = (folder: string, file: string): string => {
  const path = join(folder, file)
  const found = statSync(path)
  if (!found.isFile())
    throw new PolicyError([`${file}, regel 1: dit is geen bestand. Haal het weg.`])
  if (found.size > MOST_BYTES)
    throw new PolicyError([
      `${file}, regel 1: het bestand is groter dan ${MOST_BYTES / 1024} KiB. Zet er alleen beleid in, of splits het.`,
    ])
  return readFileSync(path, 'utf8')
}

const readSource = (folder: string, file: string): PolicyText => {
  try {
    return readPolicyText(readText(folder, file))
  } catch (cause) {
    if (!(cause instanceof TextFault)) throw cause
    throw new PolicyError([`${file}, regel ${cause.line}: ${cause.message}`])
  }
}

const describe = (source: PolicyText | undefined, fault: PolicyFault): string =>
  `${fault.file}, regel ${source?.line(fault.path) ?? 1}, ${fault.path.join('/') || 'geheel'}: ${fault.detail}`

const WORDS = {
  'onbekend-veld': 'deze naam bestaat hier niet. Verbeter de spelling of haal haar weg.',
  verplicht: 'Dit veld is verplicht. Vul het in.',
} as const

const schemaFaults = (file: string, source: PolicyText, error: z.ZodError): readonly string[] =>
  invoerfouten(error, source.value).map(({ pointer, code, detail }) => {
    const path = pointer.split('/').slice(1)
    const words = code in WORDS ? WORDS[code as keyof typeof WORDS] : detail
    return describe(source, { file, path, detail: words })
  })

const listYaml = (folder: string, sub: string): readonly string[] =>
  readdirSync(join(folder, sub))
    .toSorted()
    .map((name) => {
      if (!name.endsWith('.yaml'))
        throw new PolicyError([
          `${sub}/${name}, regel 1: dit is geen .yaml-bestand. Haal het weg, of laat de naam op .yaml eindigen.`,
        ])
      return `${sub}/${name}`
    })

class Folder {
  readonly faults: string[] = []
  readonly sources = new Map<string, PolicyText>()
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  read<T>(file: string, schema: z.ZodType<T>): T | undefined {
    const source = readSource(this.#folder, file)
    this.sources.set(file, source)
    const parsed = schema.safeParse(source.value)
    if (parsed.success) return parsed.data
    this.faults.push(...schemaFaults(file, source, parsed.error))
    return undefined
  }

  /** A file that a set may do without. */
  readOptional<T>(file: string, schema: z.ZodType<T>): T | undefined {
    return existsSync(join(this.#folder, file)) ? this.read(file, schema) : undefined
  }

  readAll<T>(sub: string, schema: z.ZodType<T>): ReadonlyMap<string, T> {
    const found = new Map<string, T>()
    for (const file of listYaml(this.#folder, sub)) {
      const parsed = this.read(file, schema)
      if (parsed !== undefined) found.set(file, parsed)
    }
    return found
  }

  /** The hash of the whole set: canonical, so that layout and remarks in the files do not change it. */
  hash(): string {
    const values = Object.fromEntries([...this.sources].map(([file, { value }]) => [file, value]))
    return toHex(sha256(utf8(canonicalJson(values))))
  }
}

const exampleFaults = (policies: Policies): readonly PolicyFault[] =>
  [...policies.documents.wet].flatMap(([file, document]) => {
    const rule = [...policies.regels.values()].flat().find((one) => one.file === document)
    if (rule === undefined) return []
    return document.voorbeelden.flatMap((example, index) =>
      runExample(policies, rule, example).map((difference) => ({
        file,
        path: ['voorbeelden', index],
        detail: `voorbeeld "${example.naam}" klopt niet: ${difference}. Verbeter het voorbeeld of de regel.`,
      })),
    )
  })

/** The files of `folder`, each in its form. @throws PolicyError with all faults of form at once */
function readDocuments(folder: string): {
  readonly files: Folder
  readonly documents: PolicyDocuments
} {
  const files = new Folder(folder)
  const wet = files.readAll('wet', WetFile)
  const doelen = files.readAll('doelen', DoelFile)
  const bewaartermijnen = files.read('bewaartermijnen.yaml', BewaartermijnenFile)
  const klassen = files.read('klassen.yaml', KlassenFile)
  // A set in which no municipality decided anything has no such folder.
  const gemeenten = existsSync(join(folder, 'gemeenten'))
    ? files.readAll('gemeenten', GemeenteFile)
    : new Map<string, GemeenteFile>()
  const geweigerd = files.readOptional('geen-grondslag.yaml', GeweigerdFile)
  const openVragen = files.readOptional('open-vragen.yaml', OpenVragenFile)
  const slepers = files.readOptional('slepers.yaml', SlepersFile)
  const engels = files.readOptional('engels.yaml', EngelsFile)
  if (files.faults.length > 0 || bewaartermijnen === undefined || klassen === undefined)
    throw new PolicyError(files.faults)
  const needed = { wet, doelen, bewaartermijnen, klassen, gemeenten }
  return { files, documents: { ...needed, geweigerd, openVragen, slepers, engels } }
}

/**
 * Loads and compiles `folder` (`wet/`, `doelen/`, `gemeenten/`, `bewaartermijnen.yaml`, `klassen.yaml`, `geen-grondslag.yaml`) and runs every example in it.
 * @throws PolicyError with all faults of one step at once: form, then how the files fit together, then the examples
 */
export function loadPolicies(folder: string): Policies {
  const { files, documents } = readDocuments(folder)
  const refuse = (faults: readonly PolicyFault[]): void => {
    if (faults.length === 0) return
    throw new PolicyError(faults.map((fault) => describe(files.sources.get(fault.file), fault)))
  }
  refuse([
    ...check(documents),
    ...checkTypes(documents),
    ...checkDrempels(documents),
    ...checkWerkwijzen(documents),
    ...checkReach(documents),
    ...checkDoelen(documents),
    ...checkOpenVragen(documents),
    ...checkSlepers(documents),
  ])
  const policies = compile(documents, files.hash())
  refuse([
    ...checkExamples(documents),
    ...exampleFaults(policies),
    ...purposeExampleFaults(policies),
  ])
  return policies
}

/**
 * Compiles a set that was loaded before: whether it may be put in force was asked then, by the checks of that day.
 * @throws PolicyError when a file has not its form
 */
export function recompilePolicies(folder: string): Policies {
  const { files, documents } = readDocuments(folder)
  return compile(documents, files.hash())
}
