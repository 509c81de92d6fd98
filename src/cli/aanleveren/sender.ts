/** Who sends, and how it reaches the gateway. */
import type { Config } from '../../config.ts'
import type { Connection, ConnectionOptions } from '../connection.ts'
import { readParty } from '../party.ts'
import type { PostList } from './send-rows.ts'

/** The options that say so. */
export const SENDER = {
  als: { waarde: 'PARTIJ', uitleg: 'wie aanlevert' },
  namens: { waarde: 'PARTIJ', uitleg: 'voor wie, als u dat voor een ander doet' },
  url: { waarde: 'URL', uitleg: 'een andere poort' },
} as const

/** @throws Error in Dutch naming the parties that there are */
export function connectionOf(
  config: Config,
  { als, namens, url }: Readonly<Record<keyof typeof SENDER, string | undefined>>,
): ConnectionOptions {
  const party = readParty(config.certsFolder, als)
  const who = namens === undefined ? party : readParty(config.certsFolder, namens)
  const base = url ?? config.baseUrl ?? `https://localhost:${config.apiPort}`
  return {
    url: base.replace(/\/+$/, ''),
    party,
    doel: 'aanleveren',
    ...(who.deelnemer.oin === party.deelnemer.oin ? {} : { namens: who.deelnemer.oin }),
  }
}

const LINES = 'application/x-ndjson'

/** A list in NDJSON, its verdicts line by line. */
export const postListOver =
  (post: Connection['post']): PostList =>
  (vrijgave, body) =>
    post(`/aanleveringen?vrijgave=${vrijgave}`, { 'Content-Type': LINES, Accept: LINES }, body)
