/** Access tokens by client credentials, proven with `private_key_jwt` and bound to the certificate of the connection (RFC 8705). */
import { z } from 'zod'
import { signClientAssertion } from '../crypto/client-assertion.ts'
import type { PrivateSigningJwk } from '../crypto/signing-keys.ts'
import type { Doel } from '../model/doel.ts'
import type { Now, RandomBytes } from '../model/ports.ts'
import type { Fetch } from './mtls-fetch.ts'

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** A token is not used in its last half minute: it must outlive the request that carries it. */
const MARGIN_MS = 30_000

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.int().positive(),
})
const TokenRefusal = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) })

/** What to do about the refusals of RFC 6749 §5.2 that a client can meet here. */
const REMEDY: Readonly<Record<string, string>> = {
  invalid_scope: 'Kies een doel dat bij de rol van deze partij hoort.',
  invalid_client: 'Controleer het certificaat, de clientsleutel en de klok van deze partij.',
}
const RETRY = 'Probeer het later opnieuw, of vraag de beheerder van de poort.'

/** `issuer` is the identifier of the authorization server; `tokenEndpoint` its `/oauth/token`, over the same mutual TLS. */
export type TokenSource = {
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly clientId: string
  readonly doel: Doel
  readonly signWith: PrivateSigningJwk
  readonly fetch: Fetch
  readonly now: Now
  readonly random: RandomBytes
}

type HeldToken = { readonly token: string; readonly usableUntil: number }

async function refusalOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => undefined)
  const parsed = TokenRefusal.safeParse(body)
  return parsed.success ? parsed.data.error : 'onbekend'
}

async function requestToken(source: TokenSource): Promise<HeldToken> {
  const at = source.now()
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: source.doel,
    client_id: source.clientId,
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: await signClientAssertion({ ...source, at }),
  })
  const answer = await source.fetch(
    new Request(source.tokenEndpoint, { method: 'POST', body: form }),
  )
  if (!answer.ok) {
    const code = await refusalOf(answer)
    throw new Error(`geen token gekregen: ${answer.status} ${code}. ${REMEDY[code] ?? RETRY}`)
  }
  const body = TokenAnswer.parse(await answer.json())
  return {
    token: body.access_token,
    usableUntil: at.getTime() + body.expires_in * 1000 - MARGIN_MS,
  }
}

/**
 * Returns a function that gives a usable token: the held one, or a new one when 30 s or less are left. Calls at the same time
 * share one request; a failed request is not remembered.
 * @throws Error with the OAuth error code when the server refuses
 */
export function createTokenSource(source: TokenSource): () => Promise<string> {
  let held: HeldToken | undefined
  let pending: Promise<HeldToken> | undefined
  return async function token(): Promise<string> {
    if (held !== undefined && source.now().getTime() < held.usableUntil) return held.token
    pending ??= requestToken(source).finally(() => {
      pending = undefined
    })
    held = await pending
    return held.token
  }
}
