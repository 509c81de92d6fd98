/** From node's requests to the app: what cannot even be read as a request gets a problem document too. */
import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Problem } from '../model/problem.ts'
import { problemResponse } from './problem-response.ts'
import { RESPONSE_HEADERS } from './response-headers.ts'

/** What answers a request; the second argument holds node's own request and response. */
export type Answer = Parameters<typeof getRequestListener>[0]

/** A `Host` or target that is no URL is `kop-onjuist`, with the headers of every other answer. */
export function createRequestListener(answer: Answer): RequestListener {
  const listener = getRequestListener(answer, {
    errorHandler: () => {
      const response = problemResponse(new Problem('kop-onjuist'))
      for (const [name, value] of Object.entries(RESPONSE_HEADERS))
        response.headers.set(name, value)
      return response
    },
  })
  return (request, response) => void listener(request, response)
}
