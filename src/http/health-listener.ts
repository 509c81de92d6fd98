/** The listener of the health page: plain HTTP, for loopback only. */
import { createServer, type Server } from 'node:http'
import { type Answer, createRequestListener } from './request-listener.ts'

/** Builds the listener; it does not listen yet. */
export function createHealthListener(fetch: Answer): Server {
  return createServer(createRequestListener(fetch))
}
