/** What the resources of the API are given. */
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ApiEnv } from './api-env.ts'
import type { ApiFlows } from './api-flows.ts'
import type { ErrorLog } from './problem-response.ts'

/** `readJson` reads one strict JSON value or throws a `Problem` of kind `inhoud-geen-json`. */
export type ResourceDeps = {
  readonly flows: ApiFlows
  readonly readJson: (raw: Uint8Array) => unknown
  readonly log: ErrorLog
}

/** The app under `/v1` to which each resource adds its routes. */
export type Api = OpenAPIHono<ApiEnv>
