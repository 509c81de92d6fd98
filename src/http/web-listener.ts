/** The listener of what anyone may read: TLS as on the API, but no client certificate is asked for. */
import { createServer, type Server } from 'node:https'
import { type Answer, createRequestListener } from './request-listener.ts'
import { TLS_CONTEXT, TLS_SETTINGS } from './tls-settings.ts'

export type WebListenerOptions = {
  readonly key: string
  readonly cert: string
  readonly fetch: Answer
}

/** Builds the listener; it does not listen yet. */
export function createWebListener({ key, cert, fetch }: WebListenerOptions): Server {
  return createServer({ ...TLS_SETTINGS, key, cert }, createRequestListener(fetch))
}

/** Takes a new certificate into use for every connection from now on; the open ones stay. */
export function renewWebListener(
  server: Server,
  { key, cert }: Omit<WebListenerOptions, 'fetch'>,
): void {
  server.setSecureContext({ ...TLS_CONTEXT, key, cert })
}
