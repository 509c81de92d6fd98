/** `signaalpoort proefpartij`: one more fictitious party, to try connecting with. */
import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { DEVELOPMENT_PARTIES } from '../development/parties.ts'
import { makeTrialParty, TrialParty } from '../development/trial-party.ts'
import { ROLLEN } from '../model/deelnemer.ts'
import { isOinFor } from '../model/oin-form.ts'
import { type Command, subcommand } from './command.ts'

const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/

const maak = subcommand({
  words: ['NAAM'],
  uitleg: 'maakt certificaat en sleutels in certs-dev/proef/partijen/NAAM',
  options: {
    oin: { waarde: 'OIN', uitleg: 'een testnummer: 00000099, negen cijfers, 000' },
    organisatie: { waarde: 'NAAM', uitleg: 'verzonnen naam van de organisatie' },
    rol: { waarde: 'ROL', uitleg: ROLLEN.join(', ') },
    gemeentecode: { waarde: 'CODE', uitleg: 'CBS-code; alleen voor een college' },
  },
  run: async (config, { values, words: [name = ''] }) => {
    const party = readAsked(config, name, values)
    const folder = await makeTrialParty(
      resolve(config.certsFolder, 'proef'),
      name,
      party,
      new Date(),
    )
    process.stdout.write(`${described(folder, name, party)}\n`)
    return 0
  },
})

/** The command. */
export const proefpartij: Command = {
  name: 'proefpartij',
  uitleg: 'signaalpoort proefpartij: een eigen fictieve partij, om aansluiten mee te proberen.',
  subcommands: { maak },
  slot: 'Alleen in de proef. Een draaiende poort vertrouwt het certificaat na enkele seconden; deelnemer wordt de partij pas met "deelnemer voegtoe".',
}

type Asked = {
  readonly oin: string | undefined
  readonly organisatie: string | undefined
  readonly rol: string | undefined
  readonly gemeentecode: string | undefined
}

function readAsked(config: Config, name: string, asked: Asked): TrialParty {
  if (config.omgeving !== 'proef')
    throw new Error(
      'in productie komt een certificaat van een certificaatdienst, niet van de poort',
    )
  if (!NAME.test(name) || DEVELOPMENT_PARTIES.some(({ map }) => map === name))
    throw new Error(
      `"${name}" kan niet: kies een nieuwe naam van kleine letters, cijfers en streepjes`,
    )
  const { organisatie, oin, rol, gemeentecode } = asked
  const read = TrialParty.safeParse({
    oin,
    naam: organisatie,
    rol,
    ...(gemeentecode === undefined ? {} : { gemeentecode }),
  })
  if (!read.success || !isOinFor('proef', read.data.oin)) throw new Error(INCOMPLETE)
  if ((read.data.rol === 'college') !== (gemeentecode !== undefined)) throw new Error(COLLEGE)
  return read.data
}

const INCOMPLETE =
  'geef --oin (00000099, negen cijfers, 000), --organisatie en --rol; "signaalpoort proefpartij --help" noemt de rollen'
const COLLEGE = '--gemeentecode hoort bij de rol college, en alleen daarbij'

function described(
  folder: string,
  name: string,
  { oin, naam, rol, gemeentecode }: TrialParty,
): string {
  const code = gemeentecode === undefined ? '' : ` --gemeentecode ${gemeentecode}`
  return [
    `Gemaakt in ${folder}. Nu kan de beheerder haar toevoegen:`,
    `  npx signaalpoort deelnemer voegtoe ${oin} --naam "${naam}" --rol ${rol}${code} \\`,
    `    --sleutels ${folder}/clientsleutels.json`,
    `Daarna werkt --als ${name}.`,
  ].join('\n')
}
