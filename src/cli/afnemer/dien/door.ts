/** Where the opener listens: on loopback, whatever the settings of a gateway on this machine say. */
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Listening, listenOnPort } from '../../../listen.ts'
import { refusalResponse } from './refusal.ts'

const LOOPBACK = '127.0.0.1'

type App = { readonly fetch: Parameters<typeof getRequestListener>[0] }

/** @throws Error in one line when the port is taken */
export function openDoor(app: App, port: number): Promise<Listening> {
  // A host or target that is no URL never reaches the app.
  const errorHandler = (): Response => refusalResponse('host-onjuist')
  const answer = getRequestListener(app.fetch, { errorHandler })
  const server = createServer((request, response) => void answer(request, response))
  return listenOnPort(server, { address: LOOPBACK, port, setting: '--poort' })
}
