/** What a receiver's answer means. Its status counts and nothing else: no body is read, no redirect followed. Pure. */
import type { Bezorgfout } from '../model/abonnement.ts'
import { readRetryAfter } from './retry.ts'

/** What the wire brought: a status, or why there is none. */
export type Antwoord =
  | { readonly status: number; readonly retryAfter?: string | undefined }
  | { readonly fout: Bezorgfout }

/** Posts one nudge; answers whatever happens. */
export type PostNudge = (call: {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}) => Promise<Antwoord>

export type Uitkomst =
  | { readonly bezorgd: true }
  | {
      readonly bezorgd: false
      readonly fout: Bezorgfout
      readonly wachtSeconden?: number | undefined
    }

/** Any 2xx is received. 410 ends the subscription; everything else is tried again. */
export function judgeAnswer(antwoord: Antwoord, at: Date): Uitkomst {
  if ('fout' in antwoord) return { bezorgd: false, fout: antwoord.fout }
  const { status, retryAfter } = antwoord
  if (status >= 200 && status < 300) return { bezorgd: true }
  const wachtSeconden = readRetryAfter(retryAfter, at)
  return { bezorgd: false, fout: faultOf(status), wachtSeconden }
}

function faultOf(status: number): Bezorgfout {
  if (status === 410) return 'bestemming-opgeheven'
  if (status === 429) return 'te-druk'
  if (status >= 500) return 'storing-ontvanger'
  return status >= 300 && status < 400 ? 'omgeleid' : 'geweigerd'
}
