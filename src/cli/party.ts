/** A party of the trial set as the command line acts for it: who it is, its files, its keys. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PrivateSigningJwk } from '../crypto/signing-keys.ts'
import { DEVELOPMENT_PARTIES, type DevelopmentParty } from '../development/parties.ts'
import { partyFolder } from '../development/pki.ts'
import { findTrialParty } from '../development/trial-party.ts'
import type { Deelnemer } from '../model/deelnemer.ts'
import { Dag, type Gemeentecode } from '../model/ids.ts'

/** Only for show: the register knows since when a party takes part. */
const SINCE = Dag.parse('2025-01-01')
const NAME = /^[a-z0-9-]+$/

/** PEM throughout; `ca` is what the gateway's certificate leads to. */
export type Party = {
  readonly deelnemer: Deelnemer
  readonly folder: string
  readonly ontvangtVoor: readonly Gemeentecode[]
  readonly ca: string
  readonly cert: string
  readonly key: string
  readonly clientKey: PrivateSigningJwk
}

/**
 * Reads the party called `name` below `certsFolder`: one of the trial set unless other `parties` are given, or one that `proefpartij maak` made.
 * @throws Error in Dutch naming the parties that there are, or what to do first
 */
export function readParty(
  certsFolder: string,
  name: string | undefined,
  parties: readonly DevelopmentParty[] = DEVELOPMENT_PARTIES,
): Party {
  const pki = resolve(certsFolder, 'proef')
  const party = parties.find(({ map }) => map === name) ?? findMade(pki, name)
  if (party === undefined) {
    throw new Error(
      `zeg met --als welke partij u bent: ${parties.map(({ map }) => map).join(', ')}`,
    )
  }
  if (!existsSync(pki)) throw new Error(`${pki} is er nog niet: start eerst de poort (npm start)`)
  const folder = partyFolder(pki, party)
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8')
  return {
    deelnemer: party.deelnemer,
    folder,
    ontvangtVoor: party.ontvangtVoor,
    ca: readFileSync(join(pki, 'wortel.pem'), 'utf8'),
    cert: text('certificaat.pem'),
    key: text('sleutel.pem'),
    clientKey: PrivateSigningJwk.parse(JSON.parse(text('client-sleutel.json'))),
  }
}

/** A party of one's own says itself who it is; what the register says of it is asked nowhere here. */
function findMade(pki: string, name: string | undefined): DevelopmentParty | undefined {
  const made = name !== undefined && NAME.test(name) ? findTrialParty(pki, name) : undefined
  if (name === undefined || made === undefined) return undefined
  return {
    map: name,
    deelnemer: { ...made, vanaf: SINCE },
    ontvangtVoor: made.gemeentecode === undefined ? [] : [made.gemeentecode],
  }
}
