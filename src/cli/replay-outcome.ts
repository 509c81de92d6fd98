/** `signaalpoort beleid replay`: runs the replay where the store is, and says in Dutch how it ended. */
import { z } from 'zod'
import { type ReplayDeps, type Replayed, replayReceipt } from '../flows/replay-receipt.ts'
import type { LogOutcome } from '../model/log-evidence.ts'
import { SignaalAntwoord } from '../model/ontvangstbewijs.ts'

const NO_RECEIPT =
  'Dit is geen ontvangstbewijs van deze poort, of het is gewijzigd: er is niets nagespeeld.\n' +
  'Geef het ontvangen antwoord of het ontvangstbewijs daaruit.\n'

const SAID: Readonly<Record<Exclude<Replayed['soort'], 'geen-bewijs'>, string>> = {
  gelijk: 'Nagespeeld: hetzelfde besluit, tot op de byte.',
  anders:
    'HET BESLUIT IS NIET TE HERHALEN: het beleid van toen geeft met de vastgelegde voorwaarden een ander besluit. Bewaar het bewijs en laat uitzoeken hoe het ontstond.',
  'geen-vastlegging':
    'De vastlegging van dit besluit is er niet meer (haar termijn is voorbij): zonder de voorwaarden van toen is niets na te spelen.',
  'vastlegging-gewijzigd':
    'DE VASTLEGGING IS GEWIJZIGD: zij hoort niet bij het blad in dit bewijs. Draai "signaalpoort log verify".',
  'geen-beleid':
    'Het beleid van toen is hier niet bewaard: zet de map met deze hash terug in de map beleid van SIGNAALPOORT_MAP.',
}

/** The compact JWS in what was given: the receipt itself, or the answer that holds it. */
const receiptIn = (given: string): string => {
  if (!given.startsWith('{')) return given
  try {
    const shape = z.looseObject({ ontvangstbewijs: SignaalAntwoord.shape.ontvangstbewijs })
    return shape.parse(JSON.parse(given)).ontvangstbewijs
  } catch {
    return ''
  }
}

/** Replays the verdict of a receipt; sound only when the bytes are the same. */
export async function replayOutcome(deps: ReplayDeps, given: string): Promise<LogOutcome> {
  const replayed = await replayReceipt(deps, receiptIn(given.trim()))
  if (replayed.soort === 'geen-bewijs') return { text: NO_RECEIPT, ok: false }
  const { beleid, velden } = replayed.bewijs.besluit
  const text = [
    `Besluit van ${replayed.bewijs.aangeleverdTijdstip}, naar ${beleid.id}, beleid ${beleid.hash}, ${velden.length} velden.`,
    SAID[replayed.soort],
    '',
  ].join('\n')
  return { text, ok: replayed.soort === 'gelijk' }
}
