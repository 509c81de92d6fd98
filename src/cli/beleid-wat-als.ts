/** `signaalpoort beleid wat-als`: a proposed folder against the verdicts of the past, where they are stored. */
import { resolve } from 'node:path'
import { WatAlsUitkomst, WatAlsVoortgang } from '../model/beleid.ts'
import { followBeheer, openBeheer } from './beheer.ts'
import { loadFolder, parseDayOption, say } from './beleid-map.ts'
import { subcommand } from './command.ts'

export const watAls = subcommand({
  words: ['MAP'],
  uitleg:
    'zegt in aantallen wat MAP van de besluiten van toen anders had beslist, en welke velden dat raakt; niets verandert, niemand is te herkennen',
  options: {
    sinds: { waarde: 'DAG', uitleg: 'alleen besluiten vanaf deze dag' },
    dag: {
      waarde: 'DAG',
      uitleg: 'beslis alsof alles op deze dag kwam (voor regels die later ingaan)',
    },
  },
  run: async (config, { values, words: [folder = ''] }) => {
    // Here first: its faults are clearer than what comes back over the socket.
    loadFolder(folder)
    const { sinds, dag } = values
    const json = {
      map: resolve(folder),
      ...(sinds !== undefined && { sinds: parseDayOption('sinds', sinds) }),
      ...(dag !== undefined && { dag: parseDayOption('dag', dag) }),
    }
    const connection = await openBeheer(config)
    try {
      const onProgress = (voortgang: unknown): void => {
        const { aantal } = WatAlsVoortgang.parse(voortgang)
        process.stderr.write(`${aantal} besluiten nagegaan\n`)
      }
      const call = { json, onProgress }
      const { regels } = await followBeheer(connection, '/beleid/wat-als', WatAlsUitkomst, call)
      say(regels)
      return 0
    } finally {
      await connection.close()
    }
  },
})
