/**
 * `openid-client` obtains a token of a running gateway, knowing its address and nothing else of it, and uses it once.
 * Reads one JSON object from standard input: issuer, clientId, jwk, cert, key, ca, doel, url (a GET of the API). Prints what came.
 */
import { Agent, request } from 'node:https'
import { text } from 'node:stream/consumers'
import * as client from 'openid-client'

const { issuer, clientId, jwk, doel, url, ...tls } = JSON.parse(await text(process.stdin))
const agent = new Agent(tls)

/** `fetch` over the client's own certificate. */
function overMutualTls(target, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const outgoing = request(target, { agent, method, headers }, async (incoming) => {
      const bytes = await text(incoming)
      resolve(new Response(bytes, { status: incoming.statusCode, headers: incoming.headers }))
    })
    outgoing.once('error', reject)
    outgoing.end(body?.toString())
  })
}

const { d: _private, ...publicJwk } = jwk
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
const key = await crypto.subtle.importKey('jwk', { ...publicJwk, d: jwk.d }, algorithm, false, [
  'sign',
])
const found = await client.discovery(
  new URL(issuer),
  clientId,
  { token_endpoint_auth_method: 'private_key_jwt', use_mtls_endpoint_aliases: true },
  client.PrivateKeyJwt({ key, kid: jwk.kid }),
  { algorithm: 'oauth2', [client.customFetch]: overMutualTls },
)
const tokens = await client.clientCredentialsGrant(found, { scope: doel })
const answer = await client.fetchProtectedResource(found, tokens.access_token, new URL(url), 'GET')
const { token_type, expires_in, scope } = tokens
process.stdout.write(JSON.stringify({ token_type, expires_in, scope, status: answer.status }))
agent.destroy()
