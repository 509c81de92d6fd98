/** `signaalpoort sleutel`: the operator looks at recipient keys, registers what a party signed, and stops a key in an emergency. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { Sleutel, Sleutelgevolg, Sleutelwijziging } from '../model/sleutel.ts'
import { type BeheerCall, callBeheer, openBeheer } from './beheer.ts'
import { type Command, subcommand } from './command.ts'

const MEDEWERKER = { waarde: 'KENMERK', uitleg: 'wie dit doet; zonder: systeem' } as const
const JSON_OUT = { uitleg: 'als JSON' } as const

const Sleutels = z.strictObject({ sleutels: z.array(Sleutel) })
const Geregistreerd = z.strictObject({ nieuw: z.boolean(), sleutel: Sleutel })

const toon = subcommand({
  words: ['GEMEENTECODE'],
  uitleg: 'toont de sleutels van een gemeente, oudste eerst',
  options: { json: JSON_OUT },
  run: async (config, { values, words: [gemeentecode = ''] }) => {
    const { sleutels } = await call(config, `/sleutels/${gemeentecode}`, Sleutels, {
      method: 'GET',
    })
    print(values.json, { sleutels }, sleutels.length === 0 ? [NONE] : sleutels.map(lineOf))
    return 0
  },
})

const registreer = subcommand({
  words: ['BESTAND'],
  uitleg: 'registreert een sleutel uit de registratie (JWS) die haar partij zelf ondertekende',
  options: { medewerker: MEDEWERKER },
  run: async (config, { values, words: [file = ''] }) => {
    const registratie = readFileSync(file, 'utf8').trim()
    const { medewerker } = values
    const done = await call(config, '/sleutels', Geregistreerd, {
      json: { registratie },
      medewerker,
    })
    const what = done.nieuw ? 'Geregistreerd' : 'Was er al'
    process.stdout.write(`${what}:\n${lineOf(done.sleutel)}\n`)
    return 0
  },
})

const zet = subcommand({
  words: ['GEMEENTECODE', 'SLEUTELID'],
  uitleg: 'zet een sleutel op een volgende toestand; terug kan nooit',
  options: {
    toestand: { waarde: 'TOESTAND', uitleg: 'alleenOpenen, of gecompromitteerd' },
    reden: { waarde: 'REDEN', uitleg: 'bij gecompromitteerd: gelekt of verloren' },
    medewerker: MEDEWERKER,
    json: JSON_OUT,
  },
  run: async (config, { values, words: [gemeentecode = '', sleutelId = ''] }) => {
    const { toestand, reden, medewerker } = values
    const wijziging = Sleutelwijziging.safeParse({
      toestand,
      ...(reden === undefined ? {} : { reden }),
    })
    if (!wijziging.success) throw new Error(BAD_CHANGE)
    const path = `/sleutels/${gemeentecode}/${sleutelId}`
    const json = wijziging.data
    const gevolg = await call(config, path, Sleutelgevolg, { method: 'PUT', json, medewerker })
    print(values.json, gevolg, describeConsequence(gevolg))
    return 0
  },
})

const BAD_CHANGE =
  'geef --toestand alleenOpenen, of --toestand gecompromitteerd met --reden gelekt of verloren'
const NONE = 'Deze gemeente heeft geen sleutels.'

/** The command. */
export const sleutelCommand: Command = {
  name: 'sleutel',
  uitleg: 'signaalpoort sleutel: de sleutels waarmee gemeenten openen, voor de beheerder',
  subcommands: { toon, registreer, zet },
  slot:
    'De beheerder kan alleen registreren wat een partij zelf ondertekende ("signaalpoort afnemer sleutel maak").\n' +
    'gecompromitteerd werkt meteen: geen doos van de sleutel verlaat de poort meer.',
}

async function call<T>(
  config: Config,
  path: string,
  schema: z.ZodType<T>,
  request: BeheerCall,
): Promise<T> {
  const connection = await openBeheer(config)
  try {
    return await callBeheer(connection, path, schema, request)
  } finally {
    await connection.close()
  }
}

function print(json: boolean, value: object, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${lines.join('\n')}\n`)
}

const lineOf = ({
  sleutelId,
  toestand,
  doelen,
  deelnemer,
  geregistreerdTijdstip,
}: Sleutel): string =>
  `  ${sleutelId}  ${toestand.padEnd(16)}  ${doelen.join(', ').padEnd(20)}  van ${deelnemer}, geregistreerd ${geregistreerdTijdstip.slice(0, 10)}`

function describeConsequence({
  sleutel,
  zonderSleutel,
  onleesbaar,
  getroffen,
}: Sleutelgevolg): string[] {
  const { perDag, signalen } = getroffen
  const total = perDag.reduce((sum, { aantal }) => sum + aantal, 0)
  const days = perDag.map(
    ({ datum, aantal, verstrekt }) => `  ${datum}  ${aantal}, waarvan ${verstrekt} opgehaald`,
  )
  return [
    lineOf(sleutel),
    total === 0
      ? 'Geen signaal heeft of had een doos van deze sleutel.'
      : `Signalen met een doos van deze sleutel: ${total}`,
    ...days,
    ...(signalen.length > 0 && sleutel.toestand === 'gecompromitteerd'
      ? [`De ids staan in het antwoord met --json (de eerste ${signalen.length}).`]
      : []),
    ...(onleesbaar > 0
      ? [
          `Geen sleutel kan nog openen: ${onleesbaar} signalen. De draaiende poort wist ze nu; hun aanleveraars zien onleesbaar en bieden ze opnieuw aan.`,
        ]
      : []),
    ...zonderSleutel.map(
      (doel) =>
        `Let op: er is geen actieve sleutel meer voor ${doel}${doel === 'hulpaanbod' ? '; nieuwe signalen worden geweigerd (gemeente-niet-aangesloten)' : ''}.`,
    ),
  ]
}
