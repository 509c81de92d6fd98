/** `aanleveren mutaties`: what became of many signals at once, told from a file of the back office. */
import { statSync } from 'node:fs'
import { Lijstweigering } from '../../model/lijst.ts'
import { MUTATIE_UITKOMSTEN, type Mutatieuitkomst } from '../../model/mutatie.ts'
import { subcommand } from '../command.ts'
import { withConnection } from '../connection.ts'
import { dutchNumber } from '../import-progress.ts'
import { type Afgedaan, sendMutations } from './send-mutations.ts'
import { connectionOf, SENDER } from './sender.ts'

const DONE: readonly Mutatieuitkomst[] = ['gedaan', 'ongewijzigd']

/** The subcommand. */
export const mutaties = subcommand({
  words: ['BESTAND'],
  uitleg:
    'Meldt van veel signalen tegelijk wat ervan werd: een intrekking of het schuldverloop (.csv, of .ndjson). Mag herhaald worden: wat al zo was, blijft zo.',
  options: SENDER,
  run: async (config, { values, words: [path = ''] }) => {
    if (!statSync(path).isFile()) throw new Error(`${path} is geen bestand`)
    const counts = new Map<Mutatieuitkomst, number>()
    try {
      await withConnection(connectionOf(config, values), async ({ client }) => {
        for await (const part of sendMutations(client, path))
          for (const row of part) {
            counts.set(row.uitkomst, (counts.get(row.uitkomst) ?? 0) + 1)
            if (!DONE.includes(row.uitkomst)) process.stdout.write(`${lineOf(row)}\n`)
          }
      })
    } catch (error) {
      throw withRemedy(explain(error, path), counts)
    }
    process.stdout.write(`${tell(counts)}.\n`)
    return [...counts.keys()].every((one) => DONE.includes(one)) ? 0 : 1
  },
})

/** `regel 12 (WDL-2026-11-000042): onmogelijk: …`; the kenmerk holds nothing of a person. */
function lineOf({ regel, kenmerk, uitkomst, fouten }: Afgedaan): string {
  const why = fouten.map(({ kolom, uitleg }) => (kolom === '' ? uitleg : `${kolom}: ${uitleg}`))
  const name = kenmerk === undefined ? '' : ` (${kenmerk})`
  return [`regel ${regel}${name}: ${uitkomst}`, ...why].join(': ')
}

const tell = (counts: ReadonlyMap<Mutatieuitkomst, number>): string =>
  MUTATIE_UITKOMSTEN.map((one) => `${one} ${dutchNumber(counts.get(one) ?? 0)}`).join(', ')

const explain = (error: unknown, path: string): unknown =>
  error instanceof Lijstweigering
    ? new Error(
        `${path}, ${error.message} De kolommen: kenmerk, onderdeel, intrekking, schuldverloop, datum (docs/lijsten.md).`,
        { cause: error },
      )
    : error

/** A run that broke off says what was done by then: the same file again does the rest. */
function withRemedy(error: unknown, counts: ReadonlyMap<Mutatieuitkomst, number>): unknown {
  if (counts.size === 0 || !(error instanceof Error)) return error
  return new Error(`${error.message} (tot hier: ${tell(counts)}; geef hetzelfde bestand opnieuw)`, {
    cause: error,
  })
}
