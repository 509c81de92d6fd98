/** Invented parties beside the trial set, for the signal types that it has no sender of: registered in a gateway that runs. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { appendEvent } from '../../src/audit/audit.store.ts'
import { DEVELOPMENT_PARTIES, type DevelopmentParty } from '../../src/development/parties.ts'
import { ensureDevelopmentPki } from '../../src/development/pki.ts'
import { registerAddresses } from '../../src/flows/register-addresses.ts'
import { registerParties } from '../../src/flows/register-parties.ts'
import type { Deelnemer } from '../../src/model/deelnemer.ts'
import { Dag, Gemeentecode, Oin } from '../../src/model/ids.ts'
import type { RandomBytes } from '../../src/model/ports.ts'
import type { TestGateway } from './gateway.ts'

const VANAF = Dag.parse('2024-01-01')

const party = (map: string, oin: string, rol: Deelnemer['rol']): DevelopmentParty => ({
  map,
  deelnemer: { oin: Oin.parse(oin), naam: `${map} (fictief)`, rol, vanaf: VANAF },
  ontvangtVoor: [],
})

const college = (map: string, code: string): DevelopmentParty => {
  const { deelnemer } = party(map, `000000990000${code}5000`, 'college')
  const gemeentecode = Gemeentecode.parse(code)
  return { map, deelnemer: { ...deelnemer, gemeentecode }, ontvangtVoor: [gemeentecode] }
}

/** The senders that rules name by OIN, two energy suppliers, and colleges that those rules name or leave out. */
export const MORE_PARTIES: readonly DevelopmentParty[] = [
  party('rabobank', '00000099000000012000', 'hypotheekverstrekker'),
  party('andere-bank', '00000099000000032000', 'hypotheekverstrekker'),
  party('duo', '00000099000000014000', 'overheidsorgaan'),
  party('cak', '00000099000000015000', 'overheidsorgaan'),
  party('belastingdienst', '00000099000000016000', 'overheidsorgaan'),
  party('dienst-toeslagen', '00000099000000017000', 'overheidsorgaan'),
  party('belasting-purmerend', '00000099000000020000', 'overheidsorgaan'),
  party('zonkracht', '00000099000000033000', 'energieleverancier'),
  party('windkracht', '00000099000000034000', 'energieleverancier'),
  party('telefonie', '00000099000000035000', 'schuldeiser'),
  college('amsterdam', '0363'),
  college('rotterdam', '0599'),
  college('utrecht', '0344'),
  college('purmerend', '0439'),
]

/** One invented house in each municipality, by its number 1. */
export const POSTCODES = {
  amsterdam: '1011XA',
  rotterdam: '3011XA',
  utrecht: '3511XA',
  purmerend: '1441XA',
  arnhem: '6811AC',
} as const

const CODES = { amsterdam: '0363', rotterdam: '0599', utrecht: '0344', purmerend: '0439' } as const

/** Registers `MORE_PARTIES` with their keys, and the houses, in `gateway`, which was opened with them as `strangers`. */
export async function registerMoreParties(gateway: TestGateway, at: Date): Promise<void> {
  const { db } = gateway.owner
  const random: RandomBytes = (length) => new Uint8Array(randomBytes(length))
  const folder = join(gateway.config.certsFolder, 'proef')
  const all = [...DEVELOPMENT_PARTIES, ...MORE_PARTIES]
  const pki = await ensureDevelopmentPki(folder, all, new Date(), random)
  const oins = new Set(MORE_PARTIES.map(({ deelnemer }) => deelnemer.oin))
  const parties = pki.parties.filter(({ deelnemer }) => oins.has(deelnemer.oin))
  await registerParties(
    {
      db,
      trustAnchorsPem: [pki.wortel],
      appendEvent: (tx, event, of) => appendEvent(tx, { at, random }, event, of),
    },
    { parties, mandaten: [] },
  )
  await registerAddresses(
    { db },
    Object.entries(CODES).map(([map, code]) => ({
      postcode: POSTCODES[map as keyof typeof CODES],
      huisnummer: 1,
      gemeentecode: Gemeentecode.parse(code),
      wijkcode: `WK${code}01`,
      buurtcode: `BU${code}0101`,
      vanaf: VANAF,
    })),
  )
}
