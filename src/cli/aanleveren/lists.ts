/** `aanleveren toon|vrijgave|intrekken`: lists found back at the gateway, released, or withdrawn as a whole. */
import type { GatewayClient } from '../../client/client.ts'
import type { Config } from '../../config.ts'
import { Aanlevering } from '../../model/aanlevering.ts'
import { type Subcommand, subcommand, type Values } from '../command.ts'
import { withConnection } from '../connection.ts'
import { dutchNumber } from '../import-progress.ts'
import { dataOf } from '../municipality.ts'
import { renderTable } from '../table.ts'
import { connectionOf, SENDER } from './sender.ts'

const OPTIONS = { ...SENDER, json: { uitleg: 'als JSON' } } as const
/** Of the newest lists; an older one is found by its id. */
const SHOWN = 20

const toon = subcommand({
  words: ['[ID]'],
  uitleg: 'Toont uw laatste lijsten, of hoe één lijst ervoor staat; nooit wie een gemeente koos.',
  options: OPTIONS,
  run: (config, { values, words: [id] }) =>
    asSender(config, values, async (client) => {
      if (id !== undefined) return show(values.json, await readOne(client, id))
      const { aanleveringen } = dataOf(
        await client.GET('/aanleveringen', { params: { query: { limiet: SHOWN } } }),
      )
      const lists = aanleveringen.map((one) => Aanlevering.parse(one))
      return values.json ? `${JSON.stringify(lists, null, 2)}\n` : renderLists(lists)
    }),
})

const vrijgave = subcommand({
  words: ['ID'],
  uitleg: 'Geeft een vastgehouden lijst vrij: vanaf nu ziet elke gemeente haar signalen.',
  options: OPTIONS,
  run: (config, { values, words: [id = ''] }) =>
    asSender(config, values, async (client) => {
      const params = { path: { id } }
      const found = dataOf(await client.POST('/aanleveringen/{id}/vrijgave', { params }))
      return show(values.json, Aanlevering.parse(found))
    }),
})

const intrekken = subcommand({
  words: ['ID'],
  uitleg:
    'Trekt een verkeerde lijst als geheel in: elk signaal ervan eindigt als ten onrechte aangeleverd. Niet terug te draaien.',
  options: OPTIONS,
  run: (config, { values, words: [id = ''] }) =>
    asSender(config, values, async (client) => {
      const params = { path: { id } }
      const found = dataOf(await client.POST('/aanleveringen/{id}/intrekking', { params }))
      return show(values.json, Aanlevering.parse(found))
    }),
})

/** The subcommands. */
export const listCommands: Readonly<Record<string, Subcommand>> = { toon, vrijgave, intrekken }

async function asSender(
  config: Config,
  values: Values<typeof OPTIONS>,
  work: (client: GatewayClient) => Promise<string>,
): Promise<number> {
  const text = await withConnection(connectionOf(config, values), ({ client }) => work(client))
  process.stdout.write(text)
  return 0
}

const readOne = async (client: GatewayClient, id: string): Promise<Aanlevering> =>
  Aanlevering.parse(dataOf(await client.GET('/aanleveringen/{id}', { params: { path: { id } } })))

const show = (json: boolean, lijst: Aanlevering): string =>
  json ? `${JSON.stringify(lijst, null, 2)}\n` : renderList(lijst)

function renderLists(lists: readonly Aanlevering[]): string {
  if (lists.length === 0) return 'U leverde nog geen lijst aan.\n'
  const head = ['lijst', 'begonnen', 'stand', 'aanvaard', 'herhaald', 'geweigerd', 'onjuist']
  const rows = lists.map((one) => {
    const { aanvaard, herhaald, geweigerd, onjuist } = one.aantallen
    const counts = [aanvaard, herhaald, geweigerd, onjuist].map(dutchNumber)
    return [one.id, one.begonnenTijdstip, stateOf(one), ...counts]
  })
  return renderTable([head, ...rows])
}

/** What its sender has to know first: whether it is still held back. */
const stateOf = ({ toestand, vrijgavetoestand }: Aanlevering): string =>
  vrijgavetoestand === undefined || toestand === 'ingetrokken'
    ? toestand
    : `${toestand}, ${vrijgavetoestand}`

function renderList(lijst: Aanlevering): string {
  const { aantallen, perGemeente = [], vrijgavetoestand, vervaltTijdstip } = lijst
  const counts = Object.entries(aantallen).map(([name, n]) => `${name} ${dutchNumber(n)}`)
  const gemeenten = perGemeente.map(({ gemeentecode, aanvaard, herhaald, geweigerd }) => [
    gemeentecode,
    ...[aanvaard, herhaald, geweigerd].map(dutchNumber),
  ])
  return [
    `Lijst ${lijst.id}: ${stateOf(lijst)}; begonnen ${lijst.begonnenTijdstip}.`,
    `${counts.join(', ')}.`,
    ...(vrijgavetoestand === 'vastgehouden'
      ? [`Vrij te geven tot ${vervaltTijdstip}: signaalpoort aanleveren vrijgave ${lijst.id}`]
      : []),
    ...(gemeenten.length === 0
      ? []
      : [renderTable([['gemeente', 'aanvaard', 'herhaald', 'geweigerd'], ...gemeenten]).trimEnd()]),
    ...withdrawalOf(lijst),
    '',
  ].join('\n')
}

function withdrawalOf({ intrekking }: Aanlevering): readonly string[] {
  if (intrekking === undefined) return []
  const { ingetrokkenTijdstip, perGemeente, gezienVanafDatum } = intrekking
  const rows = perGemeente.map(({ gemeentecode, ingetrokken, gezien }) => [
    gemeentecode,
    dutchNumber(ingetrokken),
    gezien === undefined ? `vanaf ${gezienVanafDatum}` : dutchNumber(gezien),
  ])
  return [
    `Ingetrokken op ${ingetrokkenTijdstip}.`,
    ...(rows.length === 0
      ? []
      : [renderTable([['gemeente', 'ingetrokken', 'al gezien'], ...rows]).trimEnd()]),
  ]
}
