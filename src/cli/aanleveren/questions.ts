/** `aanleveren navragen` and `antwoorden`: what municipalities ask, as a table, and the answers that a colleague filled in. */
import { z } from 'zod'
import { type GatewayClient, nextCursor } from '../../client/client.ts'
import { Navraag } from '../../model/navraag.ts'
import { readTable } from '../afnemer/csv-table.ts'
import { faultLine } from '../afnemer/row-fault.ts'
import { refuseExisting, writeTable } from '../afnemer/write-table.ts'
import { type Subcommand, subcommand } from '../command.ts'
import { withConnection } from '../connection.ts'
import { dataOf } from '../municipality.ts'
import { ANTWOORD_KOLOMMEN, answerAll, answersOf, questionTable } from './answer-table.ts'
import { connectionOf, SENDER } from './sender.ts'

const Page = z.object({ navragen: z.array(Navraag) })

/** Every question to this VLP, newest first. */
async function readQuestions(client: GatewayClient): Promise<readonly Navraag[]> {
  const found: Navraag[] = []
  let cursor: string | undefined
  do {
    const query = { limiet: 500, ...(cursor === undefined ? {} : { cursor }) }
    const answer = await client.GET('/navragen', { params: { query } })
    found.push(...Page.parse(dataOf(answer)).navragen)
    cursor = nextCursor(answer.response)
  } while (cursor !== undefined)
  return found
}

const navragen = subcommand({
  uitleg: 'Geeft de open vragen van gemeenten als CSV, met een lege cel voor elk antwoord.',
  options: {
    ...SENDER,
    uit: { waarde: 'BESTAND', uitleg: 'een nieuw bestand, alleen voor u leesbaar; zonder: scherm' },
  },
  run: async (config, { values }) => {
    refuseExisting(values.uit)
    await withConnection(connectionOf(config, values), async ({ client }) => {
      const open = (await readQuestions(client)).filter(({ toestand }) => toestand === 'open')
      const kenmerken = new Map<string, string>()
      for (const { signaalId: id } of open) {
        if (kenmerken.has(id)) continue
        const answer = await client.GET('/signalen/{id}', { params: { path: { id } } })
        kenmerken.set(id, dataOf(answer).kenmerk)
      }
      writeTable(values.uit, questionTable(open, kenmerken))
    })
    return 0
  },
})

const antwoorden = subcommand({
  words: ['BESTAND'],
  uitleg:
    'Beantwoordt vragen uit die tabel. Met een foute regel gaat er niets weg; mag herhaald worden.',
  options: {
    ...SENDER,
    'goede-regels': { uitleg: 'beantwoordt de goede regels, ook als er foute zijn' },
  },
  run: async (config, { values, words: [path = ''] }) => {
    const rows = readTable<string>(path, ANTWOORD_KOLOMMEN)
    return withConnection(connectionOf(config, values), async ({ client }) => {
      const tabel = answersOf(rows, await readQuestions(client))
      if (tabel.fouten.length > 0 && !values['goede-regels']) {
        process.stderr.write(`${tabel.fouten.map(faultLine).join('\n')}\n`)
        throw new Error('er is niets beantwoord: verbeter eerst de regels hierboven')
      }
      const { beantwoord, bekend, fouten } = await answerAll(client, tabel)
      const head = `Beantwoord: ${beantwoord} regels; stond er al: ${bekend}; zonder antwoord: ${tabel.leeg}; fout: ${fouten.length}`
      process.stdout.write(`${[head, ...fouten.map(faultLine)].join('\n')}\n`)
      return fouten.length === 0 ? 0 : 1
    })
  },
})

/** The subcommands. */
export const questionCommands: Readonly<Record<string, Subcommand>> = { navragen, antwoorden }
