/** The listener of what anyone may read: TLS as on the API, but no client certificate is asked for. */
import { createServer, type Server } from 'node:https'
import { createAdaptorServer } from '@hono/node-server'
import { TLS_SETTINGS } from './tls-settings.ts'

export type WebListenerOptions = {
  readonly key: string
  readonly cert: string
  readonly fetch: Parameters<typeof createAdaptorServer>[0]['fetch']
}

/** Builds the listener; it does not listen yet. */
export function createWebListener({ key, cert, fetch }: WebListenerOptions): Server {
  return createAdaptorServer({
    fetch,
    createServer,
    serverOptions: { ...TLS_SETTINGS, key, cert },
  }) as Server
}
