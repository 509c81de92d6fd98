/** Delivers nudges from inside this process: over mutual TLS with the gateway's own client certificate, signed with its key for nudges. */
import { lookup } from 'node:dns/promises'
import { appendEvent } from './audit/audit.store.ts'
import { readOwnOin } from './crypto/certificate.ts'
import { signRequest } from './crypto/http-signature.ts'
import { deliverNudges } from './flows/deliver-nudges/deliver-nudges.ts'
import { NUDGE_SECONDS } from './gateway-keys.ts'
import { TLS_CONTEXT } from './http/tls-settings.ts'
import { CLOUD_EVENT_TYPE } from './nudging/cloud-event.ts'
import { createPostNudge } from './nudging/post.ts'
import type { Parts } from './parts.ts'
import { random, realNow } from './reality.ts'

/** So long a receiver may take for all of one nudge. */
const TIMEOUT_MS = 10_000

/** The `tag` of our signatures, so that none counts for anything else. */
const NUDGE_TAG = 'signaalpoort-seintje'

export type Nudger = {
  nudge(signal: AbortSignal): Promise<unknown>
  /** Subscriptions to which nothing arrived for 72 hours, as of the last round. */
  gestoord(): number
}

/** @param apiUrl where parties read the feeds */
export function createNudger(parts: NudgerParts, apiUrl: string): Nudger {
  const { db, now, log, keys, trust, config } = parts
  const post = createPostNudge({
    resolve: (name) => lookup(name, { all: true }),
    tls: () => {
      const { anchors, lists } = trust.trusted
      return { ...TLS_CONTEXT, ...trust.client, ca: [...anchors], crl: [...lists] }
    },
    allowPrivate: config.omgeving === 'proef',
    timeoutMs: TIMEOUT_MS,
  })
  let gestoord = 0
  return {
    gestoord: () => gestoord,
    nudge: async (signal) => {
      // Whom not to trust any more is not known: nothing goes out until it is.
      if (realNow() >= trust.revocations().staleAt) return
      const herkomst = {
        source: `urn:nld:oin:${readOwnOin(trust.client.cert)}:systeem:signaalpoort`,
        feedUrl: (stroom: string) => `${apiUrl}/v1/${stroom}`,
      }
      const round = await deliverNudges(
        {
          ...{ db, now, random, post, herkomst },
          appendEvent: (tx, event, parties) =>
            appendEvent(tx, { at: now(), random }, event, parties),
          sign: (url, body) =>
            signRequest(
              { method: 'POST', url, contentType: CLOUD_EVENT_TYPE, body },
              keys.nudge(),
              {
                created: realNow(),
                lifetimeSeconds: NUDGE_SECONDS,
                tag: NUDGE_TAG,
              },
            ),
        },
        signal,
      )
      gestoord = round.gestoord
      if (round.alarmen.length > 0) log.error(ALARM, { aantal: round.alarmen.length })
    },
  }
}

type NudgerParts = Pick<Parts, 'db' | 'now' | 'log' | 'keys' | 'trust' | 'config'>

const ALARM =
  'abonnementen krijgen al 72 uur niets bezorgd; zie de gebeurtenis abonnement-gestoord in het logboek'
