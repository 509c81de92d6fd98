/** Recipient keys of parties of the trial set, made beside the gateway and registered as their parties would. */
import { randomBytes } from 'node:crypto'
import { readParty } from '../../src/cli/party.ts'
import type { Config } from '../../src/config.ts'
import { type KeyRegistration, signKeyRegistration } from '../../src/crypto/key-registration.ts'
import { createSleutelpaar, type Sleutelpaar } from '../../src/crypto/recipient-key.ts'
import { Gemeentecode } from '../../src/model/ids.ts'

/** A key pair with the registration (JWS) that its party signed. */
export type MadeKey = { readonly paar: Sleutelpaar; readonly registratie: string }

/** A new key of `party` (its folder), by default for Arnhem and `hulpaanbod`, signed just now. */
export async function makeKey(
  config: Config,
  party: string,
  overrides: Partial<Omit<KeyRegistration, 'sleutelId'>> = {},
): Promise<MadeKey> {
  const { deelnemer, key, cert } = readParty(config.certsFolder, party)
  const paar = await createSleutelpaar((length) => new Uint8Array(randomBytes(length)))
  const registratie = await signKeyRegistration(
    {
      oin: deelnemer.oin,
      gemeentecode: deelnemer.gemeentecode ?? Gemeentecode.parse('0202'),
      doelen: ['hulpaanbod'],
      publiekeSleutel: paar.publiekeSleutel,
      geregistreerdTijdstip: new Date(),
      ...overrides,
    },
    { privateKeyPem: key, chainPem: cert },
  )
  return { paar, registratie }
}
