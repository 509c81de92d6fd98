/** A host that the gateway may call for a party: a name, with a port where that is not 443; never an IP address. */
import { z } from 'zod'

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*(?::[1-9]\\d{0,4})?$`)

/** Whether `text` is one, in lower case. */
export function isHost(text: string): boolean {
  const [name = '', port] = text.split(':')
  if (!HOST.test(text) || name.length > 253) return false
  // `127.1`, `0x7f.1` and the like are read as addresses too: a name ends in a label that is no number.
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(name.split('.').at(-1) ?? '')) return false
  return port === undefined || (port !== '443' && Number(port) <= 65_535)
}

export const Bestemmingshost = z.string().refine(isHost, {
  message: 'geen naam van een host in kleine letters, of een poort die niet mag',
})
