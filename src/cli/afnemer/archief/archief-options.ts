/** What every command on a municipality's records shares: whose they are, with which key, and which day it is. */

import { join } from 'node:path'
import type { Config } from '../../../config.ts'
import { systemRandom } from '../../../crypto/random.ts'
import type { Sleutelpaar } from '../../../crypto/recipient-key.ts'
import { recipientKeyFile } from '../../../development/pki.ts'
import { dayInAmsterdam } from '../../../model/calendar.ts'
import type { Dag } from '../../../model/ids.ts'
import { readKeyPair } from '../../afnemer.ts'
import { RECEIVER, type Receiver, receiverOf } from '../receiver.ts'
import { type Archief, openArchief } from './archief.ts'
import { eraseCounted } from './totalen.ts'

/** The options that say so; nothing of them reaches the gateway. */
export const HOUDER = {
  als: RECEIVER.als,
  namens: RECEIVER.namens,
  sleutel: RECEIVER.sleutel,
} as const

export type HouderValues = Readonly<Record<keyof typeof HOUDER, string | undefined>>

/** Today, or the day of the trial clock. */
export const today = (config: Config): Dag => dayInAmsterdam(config.clockStart ?? new Date())

/** Who holds the records, and with which pair they are sealed: that of `hulpaanbod`. */
export function holderOf(
  config: Config,
  values: HouderValues,
): { readonly receiver: Receiver; readonly paar: Sleutelpaar } {
  const receiver = receiverOf(config, { ...values, url: undefined })
  const { party, gemeentecode, sleutel } = receiver
  const file = recipientKeyFile(party.deelnemer, gemeentecode, 'hulpaanbod')
  return { receiver, paar: readKeyPair(sleutel ?? join(party.folder, file)) }
}

/** Opens the records. What has ended goes before anything is done with them: whoever uses them keeps their term. */
export async function openOwnArchief(
  config: Config,
  map: string,
  values: HouderValues,
): Promise<Archief> {
  const { receiver, paar } = holderOf(config, values)
  const { gemeentecode } = receiver
  const archief = await openArchief(map, { gemeentecode, paar, random: systemRandom })
  const dag = today(config)
  const gone = eraseCounted(archief, archief.due(dag), dag)
  if (gone.length > 0)
    process.stderr.write(`${gone.length} dossiers gewist: hun termijn was voorbij\n`)
  return archief
}
