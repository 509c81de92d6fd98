/** Cedar, compiled to WebAssembly by its own makers: installed in `tools/`, never part of the product. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { CedarPolicies } from './cedar-export.ts'

/** What a question says beside who asks: days and amounts as whole numbers, names as strings and sets of them. */
export type CedarContext = Readonly<Record<string, boolean | number | string | readonly string[]>>

type Uid = { readonly type: string; readonly id: string }
type Fault = { readonly message: string }

type CedarWasm = {
  getCedarVersion(): string
  preparsePolicySet(
    id: string,
    policies: { readonly staticPolicies: CedarPolicies },
  ): { readonly type: string; readonly errors?: readonly Fault[] }
  statefulIsAuthorized(call: {
    readonly principal: Uid
    readonly action: Uid
    readonly resource: Uid
    readonly context: CedarContext
    readonly validateRequest: boolean
    readonly preparsedPolicySetId: string
    readonly entities: readonly never[]
  }):
    | { readonly type: 'failure'; readonly errors: readonly Fault[] }
    | {
        readonly type: 'success'
        readonly response: {
          readonly diagnostics: {
            readonly reason: readonly string[]
            readonly errors: readonly { readonly error: Fault }[]
          }
        }
      }
}

const resource: Uid = { type: 'College', id: 'ontvanger' }
const action: Uid = { type: 'Action', id: 'aanleveren' }

/** One Cedar with the sets of policies that it was given; it reads each set once. */
export class CedarEngine {
  readonly #wasm: CedarWasm

  /** @throws Error when `npm ci` was not run in `tools/` */
  constructor() {
    const load = createRequire(join(import.meta.dirname, '../../tools/package.json'))
    this.#wasm = load('@cedar-policy/cedar-wasm/nodejs') as CedarWasm
  }

  /** Its version, for the report. */
  get version(): string {
    return this.#wasm.getCedarVersion()
  }

  /** Reads a set under a name. */
  read(name: string, policies: CedarPolicies): void {
    const answer = this.#wasm.preparsePolicySet(name, { staticPolicies: policies })
    if (answer.type !== 'success')
      throw new Error(`Cedar does not read ${name}: ${answer.errors?.[0]?.message ?? 'no reason'}`)
  }

  /** The names of all policies of a set that hold. */
  ask(name: string, rol: string, context: CedarContext): readonly string[] {
    const answer = this.#wasm.statefulIsAuthorized({
      principal: { type: 'Rol', id: rol },
      action,
      resource,
      context,
      validateRequest: false,
      preparsedPolicySetId: name,
      entities: [],
    })
    if (answer.type === 'failure') throw new Error(`Cedar: ${answer.errors[0]?.message ?? ''}`)
    const { reason, errors } = answer.response.diagnostics
    const [fault] = errors
    if (fault !== undefined) throw new Error(`Cedar: ${fault.error.message}`)
    return reason
  }
}
