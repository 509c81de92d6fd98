/** Which addresses a party may have called: an https URL on a host that the operator recorded for it. Pure; what the name resolves to is judged later. */
import { isIP } from 'node:net'

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*(?::[1-9]\\d{0,4})?$`)

/** Whether `text` can be a host of the list: a name in lower case, with a port where that is not 443; no IP address. */
export function isHost(text: string): boolean {
  const [name = '', port] = text.split(':')
  if (!HOST.test(text) || name.length > 253 || isIP(name) !== 0) return false
  // `1.2`, `0x7f.1` and the like are read as addresses too: a name ends in a label with a letter that is no number.
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(name.split('.').at(-1) ?? '')) return false
  return port === undefined || (port !== '443' && Number(port) <= 65_535)
}

/** The URL of a destination, when it has no more than a host, a port and a path; undefined otherwise. */
export function parseDestination(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const bare = url.username + url.password + url.search + url.hash === '' && !/[?#]/.test(text)
  return url.protocol === 'https:' && bare && isHost(url.host) ? url : undefined
}

/** Whether `url` is on one of `hosts`. */
export const isOnHost = (url: URL, hosts: readonly string[]): boolean => hosts.includes(url.host)
