/** One turn of one subscription: its lines in the order of its feeds, one after the other, until one does not arrive. */
import type { Seintje } from '../../model/seintje.ts'
import { judgeAnswer, type Uitkomst } from '../../nudging/answer.ts'
import {
  advanceStand,
  type Beurt,
  type Beurteinde,
  endTurn,
  type Stand,
} from '../../nudging/beurt.store.ts'
import { toCloudEvent } from '../../nudging/cloud-event.ts'
import { isOnHost, parseDestination } from '../../nudging/destination.ts'
import { nextAttempt } from '../../nudging/retry.ts'
import { type DeliverNudgesDeps, LINES, TURN_MS } from './nudge-deps.ts'
import { readLines } from './read-lines.ts'

type Verloop = {
  readonly bezorgd: number
  /** How far each feed came. */
  readonly standen: readonly Stand[]
  readonly misgegaan: Exclude<Uitkomst, { bezorgd: true }> | undefined
}

/**
 * Delivers and writes down how far it came. A process that dies between the two leaves the hold to end by itself: the lines are sent once
 * more, under the same ids.
 * @returns how many nudges arrived
 */
export async function deliverTurn(
  deps: DeliverNudgesDeps,
  beurt: Beurt,
  signal: AbortSignal,
): Promise<number> {
  const verloop = await deliverLines(deps, beurt, signal)
  const einde = conclude(deps, beurt, verloop)
  const { oin, id, ontvanger, gemeenten, misluktSinds } = beurt
  const [gemeentecode] = gemeenten
  const parties = {
    oin: ontvanger,
    namens: oin,
    ...(gemeentecode !== undefined && { gemeentecode }),
  }
  await deps.db.transaction({ role: 'gw_bezorging' }, async (tx) => {
    if (!(await endTurn(tx, beurt, einde))) return
    for (const stand of verloop.standen) await advanceStand(tx, beurt, stand)
    if (einde?.mislukt?.voorgoed === true)
      await deps.appendEvent(tx, { soort: 'abonnement-beeindigd', abonnementId: id }, parties)
    if (beurt.gestoord && misluktSinds !== undefined && verloop.bezorgd > 0) {
      const sindsTijdstip = misluktSinds.toISOString()
      const hersteld = { soort: 'abonnement-hersteld', abonnementId: id, sindsTijdstip } as const
      await deps.appendEvent(tx, hersteld, parties)
    }
  })
  return verloop.bezorgd
}

async function deliverLines(
  deps: DeliverNudgesDeps,
  beurt: Beurt,
  signal: AbortSignal,
): Promise<Verloop> {
  const until = deps.now().getTime() + TURN_MS
  const isOver = (): boolean => signal.aborted || deps.now().getTime() > until
  const standen: Stand[] = []
  let bezorgd = 0
  for (const stand of beurt.standen) {
    const feed = await deliverFeed(deps, beurt, stand, isOver)
    standen.push(feed.stand)
    bezorgd += feed.bezorgd
    if (feed.misgegaan !== undefined || isOver())
      return { bezorgd, standen, misgegaan: feed.misgegaan }
  }
  return { bezorgd, standen, misgegaan: undefined }
}

type Feedverloop = Omit<Verloop, 'standen'> & { readonly stand: Stand }

async function deliverFeed(
  deps: DeliverNudgesDeps,
  beurt: Beurt,
  stand: Stand,
  isOver: () => boolean,
): Promise<Feedverloop> {
  const lines = await readLines(deps, beurt, stand)
  let { volgnummer } = stand
  let bezorgd = 0
  const endAt = (misgegaan: Feedverloop['misgegaan']): Feedverloop => ({
    bezorgd,
    stand: { ...stand, volgnummer },
    misgegaan,
  })
  for (const line of lines) {
    if (isOver()) return endAt(undefined)
    const uitkomst = wants(beurt, line) ? await send(deps, beurt, line) : undefined
    if (uitkomst?.bezorgd === false) return endAt(uitkomst)
    if (uitkomst !== undefined) bezorgd += 1
    volgnummer = line.volgnummer
  }
  // Numbers whose line is gone already, by its term, are passed.
  if (lines.length < LINES) volgnummer = stand.laatste
  return endAt(undefined)
}

const wants = ({ soorten }: Beurt, { soort }: Seintje): boolean => soorten?.includes(soort) ?? true

async function send(deps: DeliverNudgesDeps, beurt: Beurt, line: Seintje): Promise<Uitkomst> {
  // What was allowed when it was made may not be any more.
  if (!beurt.gerechtigd) return { bezorgd: false, fout: 'niet-gerechtigd' }
  const url = parseDestination(beurt.bestemming)
  if (url === undefined || !isOnHost(url, beurt.hosts))
    return { bezorgd: false, fout: 'bestemming-niet-toegestaan' }
  const body = JSON.stringify(toCloudEvent(line, deps.herkomst))
  const antwoord = await deps.post({ url, headers: deps.sign(url, body), body })
  return judgeAnswer(antwoord, deps.now())
}

/** Where nothing was tried nothing is known. */
function conclude(
  deps: DeliverNudgesDeps,
  beurt: Beurt,
  { misgegaan, bezorgd }: Verloop,
): Beurteinde | undefined {
  const at = deps.now()
  if (misgegaan === undefined) return bezorgd === 0 ? undefined : { volgendeTijdstip: at }
  // Something arrived in this turn: what failed after it failed for the first time.
  const again = bezorgd === 0
  const pogingen = again ? beurt.pogingen + 1 : 1
  const { fout, wachtSeconden } = misgegaan
  const gestoord = beurt.gestoord && again
  return {
    volgendeTijdstip: nextAttempt({ at, pogingen, gestoord, wachtSeconden }, deps.random),
    mislukt: {
      sinds: (again ? beurt.misluktSinds : undefined) ?? at,
      pogingen,
      fout,
      voorgoed: fout === 'bestemming-opgeheven',
    },
  }
}
