/** `signaalpoort gemeenten opvolging`: records in which municipality another one merged. */
import { type Opvolgingsopdracht, Opvolgingsuitkomst } from '../model/geografie.ts'
import { Dag, Gemeentecode } from '../model/ids.ts'
import { callBeheer, openBeheer } from './beheer.ts'
import { subcommand } from './command.ts'

export const opvolgingCommand = subcommand({
  words: ['CODE'],
  uitleg: 'Legt vast dat gemeente CODE is opgegaan in een andere, die vanaf die dag ontvangt.',
  options: {
    door: { waarde: 'CODE', uitleg: 'de opvolger' },
    vanaf: { waarde: 'DAG', uitleg: 'de dag van de herindeling, zoals 2027-01-01' },
    intrekken: { uitleg: 'neemt een vastgelegde opvolging terug' },
    medewerker: { waarde: 'KENMERK', uitleg: 'wie de opdracht geeft; anders "systeem"' },
  },
  run: async (config, { values, words: [code = ''] }) => {
    const asked = opdrachtOf(code, values)
    const connection = await openBeheer(config)
    try {
      const outcome = await callBeheer(connection, '/gemeenten/opvolging', Opvolgingsuitkomst, {
        medewerker: values.medewerker,
        json: asked,
      })
      process.stdout.write(`${sentenceOf(asked, outcome)}\n`)
      return 0
    } finally {
      await connection.close()
    }
  },
})

type Given = {
  readonly door: string | undefined
  readonly vanaf: string | undefined
  readonly intrekken: boolean
}

/**
 * The command that the words and options ask.
 * @throws Error in Dutch naming what is missing or wrong
 */
export function opdrachtOf(code: string, { door, vanaf, intrekken }: Given): Opvolgingsopdracht {
  const gemeentecode = codeOf(code)
  if (intrekken) {
    if (door !== undefined || vanaf !== undefined)
      throw new Error('--intrekken gaat niet samen met --door of --vanaf')
    return { gemeentecode }
  }
  if (door === undefined || vanaf === undefined)
    throw new Error('geef met --door de opvolger en met --vanaf de dag, of --intrekken')
  const dag = Dag.safeParse(vanaf)
  if (!dag.success) throw new Error('--vanaf is geen dag; schrijf hem als 2027-01-01')
  const opvolger = codeOf(door)
  if (opvolger === gemeentecode) throw new Error('een gemeente kan niet in zichzelf opgaan')
  return { gemeentecode, in: { opvolger, vanaf: dag.data } }
}

/** @throws Error in Dutch when it is none */
export function codeOf(text: string): Gemeentecode {
  const code = Gemeentecode.safeParse(text)
  if (!code.success) throw new Error(`"${text}" is geen gemeentecode: vier cijfers, zoals 0202`)
  return code.data
}

function sentenceOf(asked: Opvolgingsopdracht, outcome: Opvolgingsuitkomst): string {
  const { gemeentecode, in: into } = asked
  if (into === undefined) return `De opvolging van gemeente ${gemeentecode} is ingetrokken.`
  const what = `gemeente ${into.opvolger} ontvangt vanaf ${into.vanaf} wat voor ${gemeentecode} is`
  const known = outcome.opvolgerBekend
    ? ''
    : ` Let op: ${into.opvolger} is hier nog niet bekend; controleer de code.`
  return outcome.uitkomst === 'ongewijzigd'
    ? `Dit was al vastgelegd: ${what}.`
    : `Vastgelegd: ${what}.${known}`
}
