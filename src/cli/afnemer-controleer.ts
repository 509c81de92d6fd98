/** `signaalpoort afnemer controleer`: asks the municipality's own BRP and lists what is known of each melding, and tells the gateway codes only. */
import { writeFileSync } from 'node:fs'
import type { GatewayClient } from '../client/client.ts'
import { Controleuitkomst } from '../model/controle.ts'
import { csvLine } from '../model/csv-line.ts'
import { SignaalId } from '../model/ids.ts'
import { type BrpClient, createBrpClient } from './afnemer/brp-client.ts'
import { readBrpConfig } from './afnemer/brp-config.ts'
import { type Bronnen, checkMelding, type Twijfel } from './afnemer/check-melding.ts'
import { type OwnList, readOwnList } from './afnemer/own-list.ts'
import { openerFor, RECEIVER, type Receiver, receiverOf } from './afnemer/receiver.ts'
import { collectAndOpen } from './afnemer.ts'
import { type Command, subcommand } from './command.ts'
import { withConnection } from './connection.ts'
import { dataOf } from './municipality.ts'

/** What a run counted; ids of what a human has to look at, and no value. */
export type Controletelling = {
  readonly gevonden: Map<Controleuitkomst, number>
  readonly twijfels: { readonly id: SignaalId; readonly twijfel: Twijfel }[]
  readonly geweigerd: SignaalId[]
}

const controleer = subcommand({
  uitleg: 'vraagt uw eigen BRP en uw eigen lijsten, en meldt de poort alleen codes',
  options: {
    ...RECEIVER,
    brp: {
      waarde: 'BESTAND',
      uitleg: 'hoe u uw BRP API bereikt (YAML); zonder: alleen de lijsten',
    },
    bekend: { waarde: 'BESTAND', uitleg: 'CSV van wie schuldhulp al kent' },
    bezwaar: { waarde: 'BESTAND', uitleg: 'CSV van wie bezwaar maakte' },
    twijfel: { waarde: 'BESTAND', uitleg: 'schrijft de ids die een mens moet bekijken (CSV)' },
    proef: { uitleg: 'telt alleen: de poort hoort niets' },
  },
  run: async (config, { values }) => {
    const receiver = receiverOf(config, values)
    const { brp: path, bekend, bezwaar } = values
    if (path === undefined && bekend === undefined && bezwaar === undefined)
      throw new Error('geef --brp, --bekend of --bezwaar: er is nog niets om mee te vergelijken')
    // Every list first: one that cannot be read must stop the run before anything is asked or told.
    const lists = { ...listOf('bekend', bekend), ...listOf('bezwaar', bezwaar) }
    const brp = path === undefined ? undefined : createBrpClient(readBrpConfig(path))
    try {
      const telling = await runCheck(receiver, { lists, brp, proef: values.proef })
      if (values.twijfel !== undefined) writeDoubts(values.twijfel, telling)
      process.stdout.write(describeTelling(telling, values.proef))
      return telling.geweigerd.length > 0 ? 1 : 0
    } finally {
      await brp?.close()
    }
  },
})

const listOf = (
  naam: 'bekend' | 'bezwaar',
  path: string | undefined,
): Partial<Record<'bekend' | 'bezwaar', OwnList>> =>
  path === undefined ? {} : { [naam]: readOwnList(path) }

type Given = {
  readonly lists: Pick<Bronnen, 'bekend' | 'bezwaar'>
  readonly brp: BrpClient | undefined
  readonly proef: boolean
}

async function runCheck(
  receiver: Receiver,
  { lists, brp, proef }: Given,
): Promise<Controletelling> {
  const { party, gemeentecode, namens, url } = receiver
  const opener = await openerFor(receiver, 'controle')
  const bronnen = { ...lists, gemeentecode, ...(brp === undefined ? {} : { brp: brp.ask }) }
  const connection = { url, party, doel: 'controle', ...namens } as const
  return withConnection(connection, async ({ client }) => {
    const telling: Controletelling = { gevonden: new Map(), twijfels: [], geweigerd: [] }
    for (const melding of await collectAndOpen(client, opener, 'controle')) {
      const found = await checkMelding(bronnen, melding)
      if ('twijfel' in found) telling.twijfels.push({ id: melding.id, twijfel: found.twijfel })
      else await tellAll(proef ? undefined : client, telling, melding.id, found.uitkomsten)
    }
    return telling
  })
}

/** Counts what was found, and tells it to the gateway unless there is no `client`. */
async function tellAll(
  client: GatewayClient | undefined,
  { gevonden, geweigerd }: Controletelling,
  id: SignaalId,
  uitkomsten: readonly Controleuitkomst[],
): Promise<void> {
  for (const uitkomst of uitkomsten) {
    gevonden.set(uitkomst, (gevonden.get(uitkomst) ?? 0) + 1)
    if (client !== undefined && !(await tell(client, id, uitkomst))) geweigerd.push(id)
  }
}

/** @returns false when the gateway says that nothing can be told of this melding now; any other refusal ends the run */
async function tell(
  client: GatewayClient,
  id: SignaalId,
  uitkomst: Controleuitkomst,
): Promise<boolean> {
  const answer = await client.POST('/controles/{id}/uitkomst', {
    params: { path: { id } },
    body: { uitkomst },
  })
  if (answer.response.status === 409 || answer.response.status === 404) return false
  dataOf(answer)
  return true
}

function writeDoubts(path: string, { twijfels, geweigerd }: Controletelling): void {
  const rows = [
    ...twijfels.map(({ id, twijfel }) => [id, twijfel]),
    ...geweigerd.map((id) => [id, 'poort-weigert']),
  ]
  const lines = [['melding', 'waarom'], ...rows].map(csvLine)
  writeFileSync(path, `\ufeff${lines.join('')}`, { mode: 0o600, flag: 'wx' })
}

function describeTelling(
  { gevonden, twijfels, geweigerd }: Controletelling,
  proef: boolean,
): string {
  const doubts = Map.groupBy(twijfels, ({ twijfel }) => twijfel)
  const lines = [
    proef ? 'Proef: de poort heeft niets gehoord.' : 'Gemeld aan de poort:',
    ...[...gevonden].toSorted().map(([code, aantal]) => `  ${code.padEnd(16)} ${aantal}`),
    ...(doubts.size === 0 && geweigerd.length === 0
      ? []
      : ['Niets gemeld, blijft staan voor een mens of de volgende keer:']),
    ...[...doubts].toSorted().map(([why, ids]) => `  ${why.padEnd(16)} ${ids.length}`),
    ...(geweigerd.length === 0
      ? []
      : [`  poort weigert    ${geweigerd.length} (iemand was eerder, of er is een maatregel)`]),
  ]
  return `${lines.join('\n')}\n`
}

const uitkomst = subcommand({
  words: ['MELDING', 'UITKOMST'],
  uitleg: 'meldt wat een mens van één melding vond, of herstelt een bevinding die onjuist was',
  options: {
    ...RECEIVER,
    herstel: { uitleg: 'de vorige bevinding was onjuist: de melding wacht weer' },
  },
  run: async (config, { values, words: [melding = '', code = ''] }) => {
    const id = SignaalId.safeParse(melding)
    const found = Controleuitkomst.safeParse(code)
    if (!id.success) throw new Error('dat is geen id van een melding')
    if (!found.success)
      throw new Error(`die uitkomst bestaat niet; kies uit: ${Controleuitkomst.options.join(', ')}`)
    const { party, namens, url } = receiverOf(config, values)
    const connection = { url, party, doel: 'controle', ...namens } as const
    return withConnection(connection, async ({ client }) => {
      const stand = dataOf(
        await client.POST('/controles/{id}/uitkomst', {
          params: { path: { id: id.data } },
          body: { uitkomst: found.data, ...(values.herstel ? { herstel: true } : {}) },
        }),
      )
      process.stdout.write(`${stand.id}: ${stand.toestand} (versie ${stand.versie})\n`)
      return 0
    })
  },
})

/** The commands. */
export const afnemerControleerCommand: Command = {
  name: 'afnemer',
  uitleg: 'signaalpoort afnemer controleer: wie is hier inwoner, leeft, en krijgt nog geen hulp',
  subcommands: { controleer, uitkomst },
  slot: 'Waarden blijven in het geheugen van deze computer. Wat de BRP niet zeker zegt, blijft staan. Configuratie en lijsten: docs/aansluiten.md.',
}
