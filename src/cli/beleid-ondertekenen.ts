/** `signaalpoort beleid sleutel` and `beleid onderteken`: on the machine of whoever approves. The private half never leaves it. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ApproverKeyFile,
  approverFiles,
  makeApprover,
  readApproverKey,
} from '../approver-files.ts'
import type { Config } from '../config.ts'
import { addDays } from '../legal/calendar.ts'
import { readSignatures, SIGNATURES, signPolicies } from '../legal/signatures.ts'
import { Beheerder } from '../model/beheer.ts'
import {
  Beleidshash,
  Beleidsstand,
  type Beleidsverklaring,
  Goedkeurdersrol,
  type Voorganger,
} from '../model/beleid.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import { callBeheer, openBeheer } from './beheer.ts'
import { loadFolder, parseDayOption, say } from './beleid-map.ts'
import { subcommand } from './command.ts'

/** How long a signature serves when nothing else is said. */
const DAYS = 31

export const sleutel = subcommand({
  words: ['PERSOON', 'ROL'],
  uitleg: `maakt een sleutel om beleid mee goed te keuren; PERSOON is een eigen kenmerk (geen naam), ROL is ${Goedkeurdersrol.options.join(', ')}`,
  options: { naar: { waarde: 'MAP', uitleg: 'waar de bestanden komen; standaard hier' } },
  run: async (_config, { values, words: [persoon, rol] }) => {
    const wie = {
      persoon: Beheerder.safeParse(persoon).data,
      rol: Goedkeurdersrol.safeParse(rol).data,
    }
    if (wie.persoon === undefined)
      throw new Error('PERSOON is een eigen kenmerk van letters, cijfers en . _ @ -, geen naam')
    if (wie.rol === undefined)
      throw new Error(`ROL is een van: ${Goedkeurdersrol.options.join(', ')}`)
    const folder = values.naar ?? '.'
    await makeApprover(folder, { persoon: wie.persoon, rol: wie.rol })
    const { eigen, openbaar } = approverFiles(folder, wie.persoon)
    say([
      `sleutel:   ${eigen} (alleen voor u leesbaar; bewaar haar zelf, geef haar niemand)`,
      `openbaar:  ${openbaar} (voor de beheerder: in de map van SIGNAALPOORT_GOEDKEURDERS)`,
    ])
    return 0
  },
})

export const onderteken = subcommand({
  words: ['[MAP]'],
  uitleg:
    'keurt een map met beleid goed: controleert haar en zet uw handtekening in handtekeningen/',
  options: {
    sleutel: { waarde: 'BESTAND', uitleg: 'uw sleutel, van "beleid sleutel"' },
    na: {
      waarde: 'NUMMER:HASH',
      uitleg:
        'waarop dit beleid volgt, zoals "beleid stand" zegt, of "eerste"; standaard wordt de poort hier gevraagd',
    },
    vanaf: { waarde: 'DAG', uitleg: 'eerste dag waarop het mag ingaan; standaard vandaag' },
    uiterlijk: { waarde: 'DAG', uitleg: `laatste dag; standaard ${DAYS} dagen later` },
    omgeving: { waarde: 'proef|productie', uitleg: 'waarvoor; standaard SIGNAALPOORT_OMGEVING' },
  },
  run: async (config, { values, words: [folder = config.policiesFolder] }) => {
    if (values.sleutel === undefined) throw new Error('geef met --sleutel uw sleutelbestand')
    const { sleutel: key, ...wie } = readKey(values.sleutel)
    const { hash } = loadFolder(folder)
    const now = new Date()
    const today = dayInAmsterdam(config.clockStart ?? now)
    const vanaf = values.vanaf === undefined ? today : parseDayOption('vanaf', values.vanaf)
    const uiterlijk =
      values.uiterlijk === undefined
        ? addDays(vanaf, DAYS)
        : parseDayOption('uiterlijk', values.uiterlijk)
    if (uiterlijk < vanaf) throw new Error('--uiterlijk ligt voor --vanaf: geef een latere dag')
    const said: Beleidsverklaring = {
      beleid: hash,
      na: await findPredecessor(config, values.na),
      omgeving: parseOmgeving(values.omgeving) ?? config.omgeving,
      vanaf,
      uiterlijk,
      ...wie,
      ondertekendTijdstip: now.toISOString(),
    }
    const file = join(folder, SIGNATURES, `${wie.persoon}.jws`)
    mkdirSync(join(folder, SIGNATURES), { recursive: true })
    writeFileSync(file, `${await signPolicies(said, key)}\n`)
    say([...describe(said), `handtekening: ${file}`, ...whatNext(folder)])
    return 0
  },
})

const describe = ({ beleid, na, omgeving, vanaf, uiterlijk, persoon, rol }: Beleidsverklaring) => [
  `${persoon} (${rol}) keurt goed: beleid ${beleid}`,
  na === null ? 'als eerste beleid' : `na activering ${na.nummer}, beleid ${na.hash}`,
  `voor ${omgeving}, in te laten gaan van ${vanaf} tot en met ${uiterlijk}`,
]

const whatNext = (folder: string): readonly string[] =>
  readSignatures(folder).length < 2
    ? ['Er is nog één handtekening nodig, van een ander in een andere rol.']
    : [
        'Zet de map op de plaats van SIGNAALPOORT_BELEID en laat haar overnemen met "signaalpoort beleid activeer".',
      ]

/** Refuses a key that others can read: whoever has it approves in this person's place. */
const readKey = (file: string): ApproverKeyFile => {
  if ((statSync(file).mode & 0o077) !== 0)
    throw new Error(`${file} is ook voor anderen leesbaar: beperk dat eerst (chmod 600)`)
  return readApproverKey(file)
}

const parseOmgeving = (given: string | undefined): Config['omgeving'] | undefined => {
  if (given === undefined) return undefined
  if (given === 'proef' || given === 'productie') return given
  throw new Error('--omgeving is proef of productie')
}

const findPredecessor = async (config: Config, given: string | undefined): Promise<Voorganger> => {
  if (given === 'eerste') return null
  if (given === undefined) {
    const connection = await openBeheer(config)
    try {
      const call = { method: 'GET' } as const
      const { nummer, hash } = await callBeheer(connection, '/beleid', Beleidsstand, call)
      return { nummer, hash }
    } finally {
      await connection.close()
    }
  }
  const [, nummer, hash] = /^(\d{1,9}):([0-9a-f]{64})$/.exec(given) ?? []
  if (nummer === undefined)
    throw new Error('--na is NUMMER:HASH zoals "beleid stand" zegt, of eerste')
  return { nummer: Number(nummer), hash: Beleidshash.parse(hash) }
}
