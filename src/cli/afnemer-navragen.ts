/** `signaalpoort afnemer navragen`: questions of a municipality to VLPs from a spreadsheet, and their answers in one. */
import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { GatewayClient } from '../client/client.ts'
import { loadFieldOpener } from '../crypto/field-opener.ts'
import { recipientKeyFile } from '../development/pki.ts'
import { csvLine } from '../model/csv-line.ts'
import type { Navraag } from '../model/navraag.ts'
import { readTable } from './afnemer/csv-table.ts'
import { answersTable } from './afnemer/navragen/answers-table.ts'
import {
  askAll,
  askedOf,
  GESTELD_KOLOMMEN,
  type Gesteld,
  questionsOf,
  VRAAG_KOLOMMEN,
} from './afnemer/navragen/ask.ts'
import { RECEIVER, receiverOf } from './afnemer/receiver.ts'
import { faultLine } from './afnemer/row-fault.ts'
import { refuseExisting, writeTable } from './afnemer/write-table.ts'
import { readKeyPair } from './afnemer.ts'
import { type Command, subcommand } from './command.ts'
import { withConnection } from './connection.ts'
import { asMunicipality, MUNICIPALITY } from './municipality.ts'

/** The ids of the questions of a table stand beside it. */
const beside = (path: string): string => `${path.replace(/\.csv$/i, '')}.gesteld.csv`

const readAsked = (path: string): readonly Gesteld[] =>
  existsSync(path) ? askedOf(readTable<string>(path, GESTELD_KOLOMMEN), path) : []

/** On the disk before the next question is asked. */
function keepAt(path: string): (navraag: Navraag) => void {
  return ({ id, signaalId, soort, uiterlijkDatum }) => {
    const head = existsSync(path) ? '' : `\ufeff${csvLine(GESTELD_KOLOMMEN)}`
    const line = csvLine([id, signaalId, soort, uiterlijkDatum])
    appendFileSync(path, `${head}${line}`, { mode: 0o600, flush: true })
  }
}

const stel = subcommand({
  words: ['BESTAND'],
  uitleg: `vraagt aanleveraars wat in de tabel staat (${VRAAG_KOLOMMEN.join(', ')}); mag herhaald worden: wat al is gevraagd, gaat niet nog eens`,
  options: {
    ...MUNICIPALITY,
    'goede-regels': { uitleg: 'stelt de goede vragen, ook als er foute regels zijn' },
  },
  run: async (config, { values, words: [path = ''] }) => {
    const vragen = questionsOf(readTable<string>(path, VRAAG_KOLOMMEN))
    const eerder = readAsked(beside(path))
    if (vragen.fouten.length > 0 && !values['goede-regels']) {
      process.stderr.write(`${vragen.fouten.map(faultLine).join('\n')}\n`)
      throw new Error('er is niets gevraagd: verbeter eerst de regels hierboven')
    }
    const work = async (client: GatewayClient): Promise<number> => {
      const { gesteld, bekend, fouten } = await askAll(client, vragen, eerder, keepAt(beside(path)))
      const head = `Gevraagd: ${gesteld} regels; stond er al: ${bekend}; fout: ${fouten.length}`
      process.stdout.write(`${[head, ...fouten.map(faultLine)].join('\n')}\n`)
      return fouten.length === 0 ? 0 : 1
    }
    return asMunicipality(config, values, work, 'hulpaanbod')
  },
})

const antwoorden = subcommand({
  words: ['BESTAND'],
  uitleg: 'haalt de antwoorden op de gestelde vragen van die tabel op, geopend, als CSV',
  options: {
    ...RECEIVER,
    medewerker: {
      waarde: 'KENMERK',
      uitleg: 'wie er kijkt; elk antwoord dat opengaat is een gebeurtenis',
    },
    uit: { waarde: 'BESTAND', uitleg: 'een nieuw bestand, alleen voor u leesbaar; zonder: scherm' },
  },
  run: async (config, { values, words: [path = ''] }) => {
    const { medewerker, uit } = values
    if (medewerker === undefined) throw new Error('zeg met --medewerker wie er kijkt')
    refuseExisting(uit)
    const gesteld = readAsked(beside(path))
    if (gesteld.length === 0)
      throw new Error(
        `er is geen ${beside(path)} met vragen: stel ze eerst ("afnemer navragen stel")`,
      )
    const { party, gemeentecode, sleutel, namens, url } = receiverOf(config, values)
    const file = join(party.folder, recipientKeyFile(party.deelnemer, gemeentecode, 'hulpaanbod'))
    const paar = readKeyPair(sleutel ?? file)
    const own = { sleutelId: paar.sleutelId, opener: await loadFieldOpener(paar) }
    const connection = { url, party, doel: 'hulpaanbod', medewerker, ...namens } as const
    return withConnection(connection, async ({ client }) => {
      writeTable(uit, await answersTable(client, gesteld, own))
      return 0
    })
  },
})

/** The command. */
export const afnemerNavragenCommand: Command = {
  name: 'afnemer navragen',
  uitleg:
    'signaalpoort afnemer navragen: vraag een aanleveraar één gegeven over een gekozen signaal',
  subcommands: { stel, antwoorden },
  slot: 'De ids van de vragen komen naast het bestand, in BESTAND.gesteld.csv: bewaar het tot de antwoorden er zijn. De aanleveraar leest uit een vraag dat zijn signaal is gekozen. Meer: docs/rekenblad.md.',
}
