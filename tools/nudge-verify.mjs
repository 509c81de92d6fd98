/**
 * `http-message-signatures` verifies a nudge and `cloudevents` reads it, knowing the public keys and nothing else of the gateway.
 * Reads one JSON object from standard input: url, headers, body, keys. Prints what they say of it.
 */
import { createHash, createPublicKey } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { HTTP } from 'cloudevents'
import { createVerifier, httpbis } from 'http-message-signatures'

const { url, headers, body, keys } = JSON.parse(await text(process.stdin))

const verified = await httpbis
  .verifyMessage(
    {
      requiredFields: ['@method', '@target-uri', 'content-type', 'content-digest'],
      requiredParams: ['created', 'expires', 'keyid', 'alg', 'tag'],
      keyLookup: async ({ keyid }) => {
        const jwk = keys.find(({ kid }) => kid === keyid)
        if (jwk === undefined) return null
        const key = createPublicKey({ key: jwk, format: 'jwk' })
        const alg = 'ecdsa-p256-sha256'
        return { id: keyid, algs: [alg], verify: createVerifier(key, alg) }
      },
    },
    { method: 'POST', url, headers },
  )
  .then(Boolean, () => false)
const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
const sameBody = headers['Content-Digest'] === digest
const lower = Object.fromEntries(Object.entries(headers).map(([n, v]) => [n.toLowerCase(), v]))
process.stdout.write(`${JSON.stringify({ verified, sameBody, event: readEvent() })}\n`)

/** Nothing when it is no event to the library. */
function readEvent() {
  try {
    const event = HTTP.toEvent({ headers: lower, body })
    event.validate()
    return event.toJSON()
  } catch {
    return undefined
  }
}
