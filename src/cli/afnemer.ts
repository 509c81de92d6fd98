/** `signaalpoort afnemer`: fetches a municipality's meldingen, opens them with its own keys, and prints them as JSON. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { GatewayClient } from '../client/client.ts'
import { nextCursor } from '../client/client.ts'
import { createOpener, type GeopendeMelding, type Opener } from '../client/opener.ts'
import { readError } from '../client/read-error.ts'
import type { Config } from '../config.ts'
import { fromBase64Url } from '../crypto/bytes.ts'
import type { Sleutelpaar } from '../crypto/recipient-key.ts'
import { RecipientKeyFile, recipientKeyFile } from '../development/pki.ts'
import { DOELEN_VAN_ROL } from '../model/deelnemer.ts'
import { type Doel, Openingsdoel } from '../model/doel.ts'
import { Melding } from '../model/melding.ts'
import { withConnection } from './connection.ts'
import { parseDoel } from './doel.ts'
import { type Party, readParty } from './party.ts'

export type AfnemerOptions = {
  readonly url: string
  readonly als: string | undefined
  /** The college for which a body fetches, by the name of its folder. */
  readonly namens: string | undefined
  readonly doel: string | undefined
  readonly medewerker: string | undefined
  /** The file of the key pair to open with, where the party has several; otherwise the one of its folder. */
  readonly sleutel: string | undefined
  readonly bevestig: boolean
}

/** Prints `{ meldingen: […] }`; with `bevestig` the gateway is told, after the output was written, that all arrived. */
export async function afnemer(config: Config, options: AfnemerOptions): Promise<number> {
  const party = readParty(config.certsFolder, options.als)
  const may: readonly Doel[] = DOELEN_VAN_ROL[party.deelnemer.rol]
  if (!may.includes('hulpaanbod'))
    throw new Error(`${party.deelnemer.naam} is geen gemeente: zeg met --als welke gemeente u bent`)
  const doel = parseDoel(Openingsdoel, options.doel ?? 'hulpaanbod')
  if (doel === 'hulpaanbod' && options.medewerker === undefined) {
    throw new Error(
      'zeg met --medewerker wie er kijkt (uw eigen kenmerk van de medewerker, of "systeem")',
    )
  }
  const college =
    options.namens === undefined ? party : readParty(config.certsFolder, options.namens)
  const who = {
    ...(options.medewerker === undefined ? {} : { medewerker: options.medewerker }),
    ...(options.namens === undefined ? {} : { namens: college.deelnemer.oin }),
  }
  const opener =
    options.sleutel === undefined
      ? await openerOf(party, doel, college.deelnemer.gemeentecode)
      : await openerWith(options.sleutel)
  return withConnection({ url: options.url, party, doel, ...who }, async ({ client }) => {
    const meldingen = await collectAndOpen(client, opener, doel)
    process.stdout.write(`${JSON.stringify({ meldingen }, null, 2)}\n`)
    if (options.bevestig && meldingen.length > 0) await confirmReceipt(client, meldingen)
    return 0
  })
}

/**
 * The opener with the party's key of this purpose, for its own municipality or for `gemeentecode`.
 * @throws Error in Dutch when it has none
 */
export async function openerOf(
  party: Party,
  doel: Openingsdoel,
  gemeentecode = party.deelnemer.gemeentecode,
): Promise<Opener> {
  if (gemeentecode === undefined || !party.ontvangtVoor.includes(gemeentecode)) {
    throw new Error(
      `${party.deelnemer.naam} heeft daarvoor geen sleutel: alleen een gemeente met eigen sleutels opent zelf; ` +
        'wie voor een gemeente werkt, noemt haar met --namens (zoals: --als rijnoever --namens nijmegen)',
    )
  }
  const file = recipientKeyFile(party.deelnemer, gemeentecode, doel)
  return openerWith(join(party.folder, file))
}

/** The opener with the key pair in `path`. @throws Error in Dutch when it holds none */
export async function openerWith(path: string): Promise<Opener> {
  return createOpener([readKeyPair(path)])
}

/** The key pair in a file as `afnemer sleutel maak` writes it. @throws Error in Dutch when it holds none */
export function readKeyPair(path: string): Sleutelpaar {
  const text = readFileSync(path, 'utf8')
  const read = RecipientKeyFile.safeParse(parseJson(text))
  if (!read.success)
    throw new Error(`${path} is geen sleutelpaar zoals "afnemer sleutel maak" het schrijft`)
  const { sleutelId, publiekeSleutel, geheimeSleutel } = read.data
  return {
    sleutelId,
    publiekeSleutel: fromBase64Url(publiekeSleutel),
    geheimeSleutel: fromBase64Url(geheimeSleutel),
  }
}

/** Undefined for what is no JSON: its schema refuses it, and the parser's own message would repeat a part of a secret. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const Page = z.object({ meldingen: z.array(Melding) })

/** Every page, each melding opened. */
export async function collectAndOpen(
  client: GatewayClient,
  opener: Opener,
  doel: Openingsdoel,
): Promise<readonly GeopendeMelding[]> {
  const opened: GeopendeMelding[] = []
  let cursor: string | undefined
  do {
    const [sleutelId] = opener.sleutelIds
    const query = {
      ...(cursor === undefined ? {} : { cursor }),
      ...(sleutelId === undefined ? {} : { sleutelId }),
    }
    const answer = await (doel === 'controle'
      ? client.GET('/controles', { params: { query } })
      : client.GET('/meldingen', { params: { query } }))
    if (answer.data === undefined) throw new Error(readError(answer.error))
    const { meldingen } = Page.parse(answer.data)
    opened.push(...meldingen.map((melding) => opener.openMelding(melding)))
    cursor = nextCursor(answer.response)
  } while (cursor !== undefined)
  return opened
}

/** Tells the gateway that these arrived durably. */
export async function confirmReceipt(
  client: GatewayClient,
  meldingen: readonly GeopendeMelding[],
): Promise<void> {
  const answer = await client.POST('/ontvangsten', {
    body: { meldingen: meldingen.map(({ id }) => id) },
  })
  if (answer.data === undefined) throw new Error(readError(answer.error))
  process.stderr.write(`${answer.data.bevestigd.length} ontvangsten bevestigd\n`)
}
