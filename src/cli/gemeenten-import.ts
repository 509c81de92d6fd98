/** `signaalpoort gemeenten import`: streams the file to the gateway and shows how far it is. */
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { Config } from '../config.ts'
import { type Adresopdracht, Adresuitkomst, Adresvoortgang } from '../model/adresinvoer.ts'
import { Dag } from '../model/ids.ts'
import { readMunicipalityNames } from '../routing/read-municipality-names.ts'
import { followBeheer, openBeheer } from './beheer.ts'
import { subcommand } from './command.ts'
import { createImportProgress, dutchNumber } from './import-progress.ts'

export const importCommand = subcommand({
  words: ['BESTAND'],
  uitleg: 'Leest het CSV-bestand in (pc6hnrJJJJMMDD_gwb.csv, uitgepakt); alles of niets.',
  options: {
    peildatum: {
      waarde: 'DAG',
      uitleg: 'vanaf welke dag het geldt; anders die uit de bestandsnaam',
    },
    gemeenten: { waarde: 'BESTAND', uitleg: 'ook de namen (gemJJJJ.csv, in hetzelfde zipbestand)' },
    toch: { uitleg: 'ook als het veel minder adressen telt dan het vorige' },
    medewerker: { waarde: 'KENMERK', uitleg: 'wie de opdracht geeft; anders "systeem"' },
  },
  run: async (config, { values, words: [path = ''] }) => {
    const opdracht = {
      peildatum: peildatumOf(path, values.peildatum),
      bytes: sizeOf(path),
      ondanksDaling: values.toch,
      namen:
        values.gemeenten === undefined
          ? []
          : [...readMunicipalityNames(readFileSync(values.gemeenten))],
    }
    process.stdout.write(
      summaryOf(await importFile(config, path, opdracht, values.medewerker), opdracht),
    )
    return 0
  },
})

/**
 * The day that is given, or else the one in the name of the file.
 * @throws Error in Dutch when there is none, or it is no day
 */
export function peildatumOf(path: string, given: string | undefined): Dag {
  if (given !== undefined) {
    const dag = Dag.safeParse(given)
    if (!dag.success) throw new Error('--peildatum is geen dag; schrijf hem als 2026-08-01')
    return dag.data
  }
  const [, year, month, day] = /(20\d\d)(\d\d)(\d\d)(?!\d)/.exec(basename(path)) ?? []
  const dag = Dag.safeParse(`${year}-${month}-${day}`)
  if (!dag.success)
    throw new Error(
      'in de bestandsnaam staat geen peildatum; geef hem met --peildatum, zoals 2026-08-01',
    )
  return dag.data
}

function sizeOf(path: string): number {
  const stat = statSync(path)
  if (!stat.isFile()) throw new Error(`${path} is geen bestand`)
  if (/\.zip$/i.test(path))
    throw new Error(`${path} is een zipbestand; pak het uit en geef het CSV-bestand`)
  if (stat.size === 0) throw new Error(`${path} is leeg; download het opnieuw`)
  return stat.size
}

async function importFile(
  config: Config,
  path: string,
  opdracht: Adresopdracht,
  medewerker: string | undefined,
): Promise<Adresuitkomst> {
  const connection = await openBeheer(config)
  const progress = createImportProgress(opdracht.bytes, {
    isTTY: process.stderr.isTTY,
    write: (text) => process.stderr.write(text),
    now: () => performance.now(),
  })
  try {
    return await followBeheer(connection, '/gemeenten/invoer', Adresuitkomst, {
      medewerker,
      stream: Readable.toWeb(Readable.from(bodyOf(path, opdracht))) as ReadableStream<Uint8Array>,
      onProgress: (voortgang) => progress.show(Adresvoortgang.parse(voortgang)),
    })
  } finally {
    progress.end()
    await connection.close()
  }
}

/** The command on its own line, then the file as it is. */
async function* bodyOf(path: string, opdracht: Adresopdracht): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(opdracht)}\n`)
  for await (const chunk of createReadStream(path)) yield chunk as Buffer
}

/** What the import did, for people. */
function summaryOf(outcome: Adresuitkomst, { namen }: Pick<Adresopdracht, 'namen'>): string {
  const { uitkomst, peildatum, adressen, dubbel, nieuw, gewijzigd, beeindigd } = outcome
  const naamVan = new Map(namen.map((one) => [one.gemeentecode, one.naam]))
  const list = (codes: Adresuitkomst['nieuweGemeenten']): string =>
    codes.length > 20
      ? `${codes.length}`
      : codes.map((code) => [code, naamVan.get(code)].filter(Boolean).join(' ')).join(', ')
  const rows: readonly (readonly [string, string])[] = [
    ['gelezen', `${dutchNumber(adressen)} adressen in ${outcome.gemeenten} gemeenten`],
    ...(dubbel === 0 ? [] : [['dubbel', `${dutchNumber(dubbel)} (de eerste telt)`] as const]),
    ['nieuw', dutchNumber(nieuw)],
    ['gewijzigd', dutchNumber(gewijzigd)],
    ['vervallen', dutchNumber(beeindigd)],
    ...(outcome.namen === 0 ? [] : [['namen', `${outcome.namen} nieuw of gewijzigd`] as const]),
    ['gemeenten erbij', list(outcome.nieuweGemeenten) || 'geen'],
    ['gemeenten weg', list(outcome.verdwenenGemeenten) || 'geen'],
    ['SHA-256', outcome.sha256],
  ]
  const head =
    uitkomst === 'ongewijzigd'
      ? `Er is niets veranderd: de tabel was al die van dit bestand (peildatum ${peildatum}).`
      : `De adressen van ${peildatum} zijn ingelezen.`
  const tail =
    outcome.verdwenenGemeenten.length === 0
      ? ''
      : '\nIs een gemeente opgegaan in een andere, leg dat dan vast met "signaalpoort gemeenten opvolging".\n'
  return `${head}\n\n${rows.map(([name, text]) => `  ${name.padEnd(16)} ${text}\n`).join('')}${tail}`
}
