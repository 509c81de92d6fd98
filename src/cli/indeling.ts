/** `signaalpoort indeling`: proposes a profile for an export, and checks one. Nothing leaves the machine. */
import { createReadStream, existsSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Config } from '../config.ts'
import { CsvRows, type Csvregel } from '../intake/list/csv-rows.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import { explainList, openList } from './aanleveren/local-list.ts'
import { Tally } from './aanleveren/tally.ts'
import { type Command, subcommand } from './command.ts'
import { dutchNumber } from './import-progress.ts'
import { proposeProfile } from './indeling/propose-profile.ts'
import { readProfile } from './indeling/read-profile.ts'

/** So many rows tell the shape of a column. */
const SAMPLE = 200
const MOST_SHOWN = 20

const maak = subcommand({
  words: ['EXPORT'],
  uitleg: 'Stelt een indeling voor uit de kopregel en de vorm van de eerste 200 regels.',
  options: {
    signaaltype: { waarde: 'SOORT', uitleg: 'het soort signaal van deze export' },
    naar: { waarde: 'BESTAND', uitleg: 'schrijft haar daar; anders op het scherm' },
  },
  run: async (_config, { values: { signaaltype, naar }, words: [path = ''] }) => {
    if (naar !== undefined && existsSync(naar)) throw new Error(`${naar} is er al`)
    const yaml = await propose(path, signaaltype)
    if (naar === undefined) process.stdout.write(yaml)
    else {
      writeFileSync(naar, yaml, { mode: 0o600, flag: 'wx' })
      process.stdout.write(
        `Voorstel geschreven: ${naar}. Loop elke regel na en controleer haar met:\n  npx signaalpoort indeling controleer ${naar} ${path}\n`,
      )
    }
    return 0
  },
})

async function propose(path: string, signaaltype: string | undefined): Promise<string> {
  const tekenset = await findCharacterSet(path)
  const reader = new CsvRows({ tekenset })
  const rijen: (readonly string[])[] = []
  try {
    for await (const row of rowsOf(path, reader)) {
      if ('cellen' in row) rijen.push(row.cellen)
      if (rijen.length === SAMPLE) break
    }
  } catch (error) {
    throw explainList(error, path)
  }
  const { kolommen = [] } = reader.kop ?? {}
  return proposeProfile({ naam: basename(path), kolommen, rijen, tekenset, signaaltype })
}

async function* rowsOf(path: string, reader: CsvRows): AsyncGenerator<Csvregel> {
  for await (const chunk of createReadStream(path)) yield* reader.push(chunk as Uint8Array)
  yield* reader.end()
}

/** A spreadsheet program in Dutch writes UTF-8 or Windows-1252. */
async function findCharacterSet(path: string): Promise<'utf-8' | 'windows-1252'> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of createReadStream(path))
      decoder.decode(chunk as Uint8Array, { stream: true })
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252'
    throw error
  }
}

const controleer = subcommand({
  words: ['INDELING', '[EXPORT]'],
  uitleg:
    'Controleert een indeling, en met een export erbij elke regel daarvan; er gaat niets de deur uit.',
  options: {},
  run: async (config, { words: [path = '', lijst] }) => {
    const indeling = readProfile(path)
    if (lijst === undefined) {
      process.stdout.write(`${path} klopt.\n`)
      return 0
    }
    return await checkExport(config, lijst, indeling)
  },
})

async function checkExport(
  config: Config,
  path: string,
  indeling: ReturnType<typeof readProfile>,
): Promise<number> {
  const list = openList(path, indeling, dayInAmsterdam(config.clockStart ?? new Date()))
  const tally = new Tally()
  const first: string[] = []
  let rows = 0
  try {
    for await (const rij of list.rows()) {
      rows += 1
      if ('signaal' in rij) tally.add('leesbaar')
      else {
        tally.add('onjuist', rij.fouten)
        if (first.length < MOST_SHOWN)
          first.push(
            ...rij.fouten.map(({ kolom, code }) => `  regel ${rij.regel}, ${kolom}: ${code}`),
          )
      }
    }
  } catch (error) {
    throw explainList(error, path)
  }
  const lines = [
    `${dutchNumber(rows)} regels gelezen met deze indeling.`,
    '',
    ...tally.lines(),
    ...(first.length === 0 ? [] : ['', 'De eerste fouten:', ...first.slice(0, MOST_SHOWN)]),
    ...(list.overgeslagen.length === 0
      ? []
      : ['', `Gaat niet mee: ${list.overgeslagen.join(', ')}`]),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  return tally.count('onjuist') > 0 ? 1 : 0
}

/** The command. */
export const indeling: Command = {
  name: 'indeling',
  uitleg: 'signaalpoort indeling: hoe een export van uw eigen administratie een lijst wordt.',
  subcommands: { maak, controleer },
  slot: 'Een indeling blijft op uw computer. Wat zij niet noemt, gaat niet mee. Meer: docs/lijsten.md.',
}
