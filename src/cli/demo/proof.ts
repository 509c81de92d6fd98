/** The sender's proof: the receipt, and the place of its event in the log, checked here without trusting the gateway. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { verifyProof } from '../../audit/proof.ts'
import { readError } from '../../client/read-error.ts'
import { fromBase64Url, fromHex, toBase64Url, utf8 } from '../../crypto/bytes.ts'
import { sha256 } from '../../crypto/hash.ts'
import { systemRandom } from '../../crypto/random.ts'
import { verifyJwsByKid } from '../../crypto/sign.ts'
import { ensureGatewayKeys } from '../../gateway-keys.ts'
import { Ontvangstbewijs } from '../../model/ontvangstbewijs.ts'
import type { Narrator } from './narrator.ts'
import type { Accepted, Stage } from './stage.ts'

/** A checkpoint comes about each second. */
const TRIES = 20
const WAIT_MS = 300

/** Fetches receipt and proof of `target` as its sender, and verifies them with the gateway's public keys. */
export async function checkProof(
  stage: Stage,
  certsFolder: string,
  target: Accepted,
): Promise<void> {
  const { narrator } = stage
  const { antwoord } = target
  // The trial set keeps all keys in one place; a real party has the public halves from its contract.
  const keys = await ensureGatewayKeys(join(certsFolder, 'poort'), systemRandom, () => new Date())
  const claims = Ontvangstbewijs.parse(
    await verifyJwsByKid(antwoord.ontvangstbewijs, keys.receiptKeys(), 'ontvangstbewijs+jwt'),
  )
  tell(narrator, claims.id === antwoord.id && claims.kenmerk === target.kenmerk, [
    'Ontvangstbewijs',
    `de handtekening klopt; het gaat over kenmerk ${claims.kenmerk}`,
  ])
  const hash = sha256(fromBase64Url(antwoord.invoerZout), utf8(JSON.stringify(target.signaal)))
  tell(narrator, toBase64Url(hash) === antwoord.invoerHash, [
    'Inhoud',
    'de vingerafdruk in het antwoord is die van precies dit signaal',
  ])
  narrator.progress('wachten op het logboek …')
  const proof = await fetchProof(stage, target)
  const log = { origin: keys.log.name, vkeys: [keys.log.vkey] }
  const outcome = verifyProof(proof, fromHex(claims.bladHash), log)
  tell(narrator, outcome.valid, [
    'Logboek',
    outcome.valid
      ? `het besluit staat op blad ${outcome.index} van ${outcome.size}; dat volgt uit de ondertekende eindsom`
      : `het bewijs klopt niet (${outcome.why})`,
  ])
  const forged = verifyProof(proof, sha256(fromHex(claims.bladHash)), log)
  tell(narrator, !forged.valid, ['Proef', 'met een ander blad klopt hetzelfde bewijs niet meer'])
}

function tell(narrator: Narrator, right: boolean, [label, text]: readonly [string, string]): void {
  if (right) narrator.say(`${text}.`, { begin: label.padEnd(17), tone: 'goed', verder: 18 })
  else narrator.fault(`${label}: ${text}, maar dat klopt niet.`)
}

async function fetchProof({ desk }: Stage, { antwoord, step }: Accepted): Promise<string> {
  const client = desk.as({ party: step.door, doel: 'aanleveren', namens: step.namens })
  for (let attempt = 1; ; attempt += 1) {
    const { data, error, response } = await client.GET('/signalen/{id}/bewijs', {
      params: { path: { id: antwoord.id } },
      parseAs: 'text',
    })
    if (data !== undefined) return data
    if (response.status !== 503 || attempt === TRIES) throw new Error(readError(error))
    await sleep(WAIT_MS)
  }
}
