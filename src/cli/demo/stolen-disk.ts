/** What someone sees who copies the whole data folder of a gateway: rows with sealed fields, and no name anywhere. */
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toHex } from '../../crypto/bytes.ts'
import { openPglite } from '../../db/connect.ts'
import { type Accepted, nameIn, type Played, type Stage, valueAt } from './stage.ts'
import { partyName } from './words.ts'

const VALUES = [
  'persoon.achternaam',
  'persoon.burgerservicenummer',
  'contact.telefoonnummer',
  'contact.emailadres',
  'adres.straatnaam',
  'medecontractant.achternaam',
  'klantnummer',
  'notitie',
] as const

/** Shorter values would be found by chance among megabytes of random bytes. */
const SHORTEST = 6

const LABEL = 17

/** Copies `dataFolder` to `copyFolder`, shows the row of `target` there, and searches every file for what the signals held. */
export async function lookAtStolenDisk(
  { narrator }: Stage,
  folders: { readonly dataFolder: string; readonly copyFolder: string },
  target: Accepted,
  played: readonly Played[],
): Promise<void> {
  const { dataFolder, copyFolder } = folders
  narrator.progress('de opslag kopiëren …')
  // In one go: the gateway writes in this same thread, so the copy is of one moment.
  cpSync(join(dataFolder, 'pgdata'), copyFolder, { recursive: true })
  const row = await readRow(copyFolder, target.antwoord.id)
  const index = row.velden.indexOf('persoon.achternaam')
  narrator.say(`De rij van signaal ${target.nummer} (${nameIn(target.signaal)}) in de database:`)
  for (const [label, text] of [
    ['gemeente', `${row.gemeentecode} (${String(valueAt(target.signaal, 'adres.plaatsnaam'))})`],
    ['aanleveraar', `${row.oin} (${partyName(target.step.door)})`],
    ['soort', row.signaaltype],
    ['vervalt op', row.vervaldatum],
    ['velden', `${row.velden.length}; leesbaar is hoe zij heten, niet wat erin staat`],
    ['persoon.achternaam', sealedText(row.waarden[index] ?? new Uint8Array())],
  ] as const)
    narrator.say(text, {
      begin: label.padEnd(LABEL + 3),
      tone: 'zacht',
      inspringen: 2,
      verder: LABEL + 6,
    })
  narrator.progress('elk bestand doorzoeken …')
  tellSearch(narrator, dataFolder, played, target.kenmerk)
}

const SHOWN_BYTES = 20

const sealedText = (sealed: Uint8Array): string =>
  `${toHex(sealed.subarray(0, SHOWN_BYTES))}… (${sealed.length} bytes, verzegeld)`

type Row = {
  readonly gemeentecode: string
  readonly oin: string
  readonly signaaltype: string
  readonly vervaldatum: string
  readonly velden: readonly string[]
  readonly waarden: readonly Uint8Array[]
}

/** Read as the owner of the database, past every right: the thief has the files. */
async function readRow(folder: string, id: string): Promise<Row> {
  const engine = await openPglite(folder)
  try {
    return await engine.pool
      .selectFrom('signaal as s')
      .innerJoin('verzegeld as v', 'v.signaal_id', 's.id')
      .where('s.id', '=', id)
      .select([
        's.gemeentecode',
        's.oin',
        's.signaaltype',
        's.vervaldatum',
        'v.velden',
        'v.waarden',
      ])
      .executeTakeFirstOrThrow()
  } finally {
    await engine.close()
  }
}

function tellSearch(
  narrator: Stage['narrator'],
  dataFolder: string,
  played: readonly Played[],
  kenmerk: string,
): void {
  const values = played.flatMap(({ signaal }) => VALUES.map((veld) => valueAt(signaal, veld)))
  const needles = [...new Set(values)].filter(
    (value): value is string => typeof value === 'string' && value.length >= SHORTEST,
  )
  const { files, found } = search(dataFolder, [...needles, kenmerk])
  const persons = needles.filter((needle) => found.has(needle))
  if (persons.length > 0)
    narrator.fault(`${persons.length} gegevens van personen staan leesbaar in de opslag.`)
  else if (!found.has(kenmerk)) narrator.fault('de zoektocht vond ook het kenmerk niet.')
  else
    narrator.say(
      `${needles.length} namen, straten, nummers en mailadressen uit de 20 signalen, ook uit de geweigerde: 0 keer gevonden. (Het kenmerk van signaal 1, dat wel leesbaar mag zijn, vindt deze zoektocht wel.)`,
      { begin: `Gezocht in alle ${files} bestanden van de opslag naar`, tone: 'goed' },
    )
}

function search(
  folder: string,
  needles: readonly string[],
): { readonly files: number; readonly found: ReadonlySet<string> } {
  const found = new Set<string>()
  let files = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const content = readFileSync(join(entry.parentPath, entry.name))
    files += 1
    for (const needle of needles) if (content.includes(needle, 0, 'utf8')) found.add(needle)
  }
  return { files, found }
}
