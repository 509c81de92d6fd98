/** Which addresses a party may have called: an https URL on a host that the operator recorded for it. Pure; what the name resolves to is judged later. */
import { isHost } from '../model/bestemmingshost.ts'

/** The URL of a destination, when it has no more than a host, a port and a path; undefined otherwise. */
export function parseDestination(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const bare = url.username + url.password === '' && !/[?#]/.test(text)
  return url.protocol === 'https:' && bare && isHost(url.host) ? url : undefined
}

/** Whether `url` is on one of `hosts`. */
export const isOnHost = (url: URL, hosts: readonly string[]): boolean => hosts.includes(url.host)
