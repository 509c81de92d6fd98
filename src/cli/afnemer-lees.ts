/** `signaalpoort afnemer lees`: attempts and results from a spreadsheet into the municipality's own records. */

import type { Config } from '../config.ts'
import type { Archief } from './afnemer/archief/archief.ts'
import { HOUDER, openOwnArchief, today } from './afnemer/archief/archief-options.ts'
import type { Dossier } from './afnemer/archief/dossier.ts'
import { addPoging, setVervolg } from './afnemer/archief/keep.ts'
import {
  POGING_KOLOMMEN,
  readPogingen,
  readVervolgen,
  VERVOLG_KOLOMMEN,
  type Werkrij,
} from './afnemer/archief/read-work.ts'
import { readTable } from './afnemer/csv-table.ts'
import { type Command, subcommand } from './command.ts'

type Change = (dossier: Dossier) => Dossier
/** A row that would change a record, or what is wrong with it. */
type Row = Werkrij<Change>

const KINDS: Readonly<Record<string, (path: string, config: Config) => readonly Row[]>> = {
  contactpogingen: (path, config) =>
    readPogingen(readTable<string>(path, POGING_KOLOMMEN)).map((row) =>
      'fouten' in row
        ? row
        : { ...row, inhoud: (dossier) => addPoging(dossier, row.inhoud, today(config)) },
    ),
  resultaten: (path, config) =>
    readVervolgen(readTable<string>(path, VERVOLG_KOLOMMEN)).map((row) =>
      'fouten' in row
        ? row
        : { ...row, inhoud: (dossier) => setVervolg(dossier, row.inhoud, today(config)) },
    ),
}

const lees = subcommand({
  words: ['SOORT', 'MAP', 'BESTAND'],
  uitleg: 'leest contactpogingen of resultaten (CSV) in uw eigen dossiers; mag herhaald worden',
  options: { ...HOUDER, proef: { uitleg: 'zegt alleen wat er mis is; bewaart niets' } },
  run: async (config, { values, words: [soort = '', map = '', path = ''] }) => {
    const kind = Object.hasOwn(KINDS, soort) ? KINDS[soort] : undefined
    if (kind === undefined)
      throw new Error(`"${soort}" is niet te lezen; kies uit: ${Object.keys(KINDS).join(', ')}`)
    const rows = kind(path, config)
    const archief = await openOwnArchief(config, map, values)
    let kept = 0
    const wrong: string[] = []
    for (const row of rows) {
      const faults = await keepRow(archief, row, values.proef)
      if (faults.length === 0) kept += 1
      wrong.push(...faults)
    }
    const head = values.proef ? 'Proef: er is niets bewaard. Goed' : 'Bewaard'
    process.stdout.write(`${[`${head}: ${kept} regels`, ...wrong].join('\n')}\n`)
    return wrong.length === 0 ? 0 : 1
  },
})

/** Keeps what a row says, unless it is only tried. @returns what is wrong with it */
async function keepRow(archief: Archief, row: Row, proef: boolean): Promise<readonly string[]> {
  if ('fouten' in row)
    return row.fouten.map(({ kolom, waarom }) => lineOf(row.regel, kolom, waarom))
  const dossier = archief.read(row.melding)
  if (dossier === undefined)
    return [lineOf(row.regel, 'melding', 'Van deze melding is hier geen dossier.')]
  if (!proef) await archief.write(row.inhoud(dossier))
  return []
}

const lineOf = (regel: number, kolom: string, waarom: string): string =>
  `regel ${regel}${kolom === '' ? '' : `, ${kolom}`}: ${waarom}`

/** The command. */
export const afnemerLeesCommand: Command = {
  name: 'afnemer',
  uitleg: 'signaalpoort afnemer lees: wat u deed, uit een rekenblad',
  subcommands: { lees },
  slot: `SOORT is contactpogingen (${POGING_KOLOMMEN.join(', ')}) of resultaten (${VERVOLG_KOLOMMEN.join(', ')}).\nEen foute regel houdt de andere niet tegen; nergens staat een waarde in de uitvoer.`,
}
