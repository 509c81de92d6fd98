/** `signaalpoort afnemer overdracht`: the opener of who receives now adds boxes for the key of its successor. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type GatewayClient, nextCursor } from '../client/client.ts'
import { boxesFor } from '../client/handover.ts'
import { readError } from '../client/read-error.ts'
import type { Config } from '../config.ts'
import { KeyRegistrationInvalid, verifyKeyRegistration } from '../crypto/key-registration.ts'
import { systemRandom } from '../crypto/random.ts'
import type { Sleutelpaar } from '../crypto/recipient-key.ts'
import type { Doosontvanger } from '../crypto/sender.ts'
import { recipientKeyFile } from '../development/pki.ts'
import type { Openingsdoel } from '../model/doel.ts'
import { Melding } from '../model/melding.ts'
import { readKeyPair } from './afnemer.ts'
import { type Command, subcommand } from './command.ts'
import { withConnection } from './connection.ts'
import { readParty } from './party.ts'

const overdracht = subcommand({
  uitleg: 'voegt aan alles wat u nog kunt ophalen dozen toe voor de sleutel van uw opvolger',
  options: {
    als: { waarde: 'PARTIJ', uitleg: 'wie u bent: de partij die nu ontvangt' },
    namens: { waarde: 'GEMEENTE', uitleg: 'voor welke gemeente u werkt, als u een orgaan bent' },
    naar: { waarde: 'BESTAND', uitleg: 'de registratie (JWS) van de sleutel van de opvolger' },
    medewerker: { waarde: 'KENMERK', uitleg: 'wie dit doet; elke ophaling is een gebeurtenis' },
    sleutel: { waarde: 'BESTAND', uitleg: 'uw eigen sleutelpaar, als u er meer hebt' },
    url: { waarde: 'URL', uitleg: 'een andere poort' },
  },
  run: async (config, { values }) => {
    if (values.naar === undefined || values.medewerker === undefined) throw new Error(MISSING)
    const party = readParty(config.certsFolder, values.als)
    const college =
      values.namens === undefined ? party : readParty(config.certsFolder, values.namens)
    const to = await readRegistration(values.naar, party.ca)
    const { gemeentecode } = to
    if (college.deelnemer.gemeentecode !== gemeentecode) throw new Error(OTHER_GEMEENTE)
    process.stderr.write(`Naar sleutel ${to.sleutelId} van ${to.oin}, gemeente ${gemeentecode}\n`)
    const url = values.url ?? urlOf(config)
    const { medewerker } = values
    const namens = values.namens === undefined ? {} : { namens: college.deelnemer.oin }
    for (const doel of to.doelen) {
      const file = join(party.folder, recipientKeyFile(party.deelnemer, gemeentecode, doel))
      const paar = readKeyPair(values.sleutel ?? file)
      await withConnection({ url, party, doel, medewerker, ...namens }, async ({ client }) => {
        const report = (signalen: number): void =>
          void process.stderr.write(`  ${doel}: ${signalen} signalen\n`)
        const done = await handOver({ client, report }, doel, paar, to)
        process.stdout.write(`${doel}: ${done.signalen} signalen, ${done.dozen} dozen toegevoegd\n`)
      })
    }
    return 0
  },
})

const MISSING =
  'geef --naar (de registratie van de sleutel van uw opvolger) en --medewerker; zie "signaalpoort afnemer overdracht --help"'
const OTHER_GEMEENTE =
  'die sleutel is voor een andere gemeente: er is niets gedaan; vraag uw opvolger om de registratie voor uw gemeente'

/** The command. */
export const afnemerOverdrachtCommand: Command = {
  name: 'afnemer',
  uitleg:
    'signaalpoort afnemer overdracht: draag over aan een opvolger, voordat uw mandaat eindigt',
  subcommands: { overdracht },
  slot: 'De sleutel van de opvolger moet geregistreerd zijn. Mag herhaald worden: wat er al is blijft.',
}

const urlOf = (config: Config): string => config.baseUrl ?? `https://localhost:${config.apiPort}`

async function readRegistration(
  file: string,
  ca: string,
): ReturnType<typeof verifyKeyRegistration> {
  try {
    return await verifyKeyRegistration(readFileSync(file, 'utf8').trim(), [ca])
  } catch (error) {
    if (!(error instanceof KeyRegistrationInvalid)) throw error
    throw new Error(
      `${file} is geen geldige registratie: er is niets gedaan; vraag uw opvolger om een nieuwe`,
      { cause: error },
    )
  }
}

const Page = z.object({ meldingen: z.array(Melding) })

/** Page by page, so that whatever was done before a failure stays done; `report` hears after each how many signals. */
export async function handOver(
  {
    client,
    report,
  }: { readonly client: GatewayClient; readonly report: (signalen: number) => void },
  doel: Openingsdoel,
  paar: Sleutelpaar,
  to: Doosontvanger,
): Promise<{ readonly signalen: number; readonly dozen: number }> {
  let signalen = 0
  let dozen = 0
  let cursor: string | undefined
  do {
    const query = { sleutelId: paar.sleutelId, ...(cursor === undefined ? {} : { cursor }) }
    const answer = await (doel === 'controle'
      ? client.GET('/controles', { params: { query } })
      : client.GET('/meldingen', { params: { query } }))
    if (answer.data === undefined) throw new Error(readError(answer.error))
    const { meldingen } = Page.parse(answer.data)
    for (const boxes of await boxesFor(meldingen, paar, to, systemRandom)) {
      if (boxes.dozen.length === 0) continue
      dozen += await deliver(client, doel, to, boxes)
      signalen += 1
    }
    report(signalen)
    cursor = nextCursor(answer.response)
  } while (cursor !== undefined)
  return { signalen, dozen }
}

async function deliver(
  client: GatewayClient,
  doel: Openingsdoel,
  { sleutelId }: Doosontvanger,
  { id, versie, dozen }: Awaited<ReturnType<typeof boxesFor>>[number],
): Promise<number> {
  const call = { params: { path: { id } }, body: { sleutelId, versie, dozen: [...dozen] } }
  const answer = await (doel === 'controle'
    ? client.POST('/controles/{id}/dozen', call)
    : client.POST('/meldingen/{id}/dozen', call))
  if (answer.data === undefined) throw new Error(readError(answer.error))
  return answer.data.toegevoegd.length
}
