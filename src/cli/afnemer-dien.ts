/** `signaalpoort afnemer dien`: opens meldingen for a case system on the same machine, on loopback only. */
import { type Opener, VreemdeSleutel } from '../client/opener.ts'
import type { Config } from '../config.ts'
import { systemRandom } from '../crypto/random.ts'
import { createLog } from '../log.ts'
import { openDoor } from './afnemer/dien/door.ts'
import { createGeheugen } from './afnemer/dien/memory.ts'
import { createOpenerApp } from './afnemer/dien/opener-app.ts'
import { knows, makeSecret, secretIn } from './afnemer/dien/secret.ts'
import { openerFor, RECEIVER, receiverOf } from './afnemer/receiver.ts'
import { type Command, subcommand } from './command.ts'
import { type Connection, withConnection } from './connection.ts'
import { whenParentGone } from './when-parent-gone.ts'

const DEFAULT_PORT = '8446'
/** How long an opened melding is looked at again without being collected again. */
const DEFAULT_MINUTES = '5'
const MINUTE_MS = 60_000
const PRUNE_MS = 10_000

const dien = subcommand({
  uitleg: 'geeft geopende meldingen als JSON aan uw eigen systeem op deze machine, tot u stopt',
  options: {
    ...RECEIVER,
    poort: { waarde: 'N', uitleg: `luistert op 127.0.0.1:N; standaard ${DEFAULT_PORT}` },
    geheim: {
      waarde: 'BESTAND',
      uitleg: 'het geheim dat uw systeem noemt; zonder: bij elke start een nieuw',
    },
    minuten: {
      waarde: 'N',
      uitleg: `zo lang blijft wat open is in het geheugen; standaard ${DEFAULT_MINUTES}, 0: niet`,
    },
  },
  run: async (config, { values }) => {
    const receiver = receiverOf(config, values)
    const { poort = DEFAULT_PORT, minuten = DEFAULT_MINUTES, geheim } = values
    const asked = { port: number('poort', poort, 65_535), minutes: number('minuten', minuten, 60) }
    const opener = await openerFor(receiver, 'hulpaanbod')
    const secret = geheim === undefined ? makeSecret(systemRandom) : secretIn(geheim, systemRandom)
    const { party, namens, url } = receiver
    const connection = { url, party, doel: 'hulpaanbod', ...namens } as const
    return withConnection(connection, async (open) => {
      // A party or a gateway that will not do is told now, not at somebody's first question.
      await open.token()
      await serve(config, { open, opener, secret, ...asked }, (port) =>
        welcome(port, geheim === undefined ? secret : `$(cat ${geheim})`),
      )
      return 0
    })
  },
})

function number(name: string, given: string, most: number): number {
  if (!/^\d{1,5}$/.test(given) || Number(given) > most)
    throw new Error(`--${name} is een getal van 0 tot en met ${most}`)
  return Number(given)
}

type Serving = {
  readonly open: Connection
  readonly opener: Opener
  readonly secret: string
  readonly port: number
  readonly minutes: number
}

/** Serves until it is told to stop; what runs is finished, what was remembered forgotten. */
async function serve(
  config: Config,
  { open, opener, secret, port, minutes }: Serving,
  greet: (port: number) => string,
): Promise<void> {
  const log = createLog(config.logLevel)
  const now = (): Date => new Date()
  const geheugen = createGeheugen(now, minutes * MINUTE_MS)
  const bound = { port }
  const app = createOpenerApp({
    client: open.client,
    opener,
    geheugen,
    now,
    random: systemRandom,
    port: () => bound.port,
    knows: knows(secret),
    tell: (error) => {
      // The alarm names a key and no value; of anything else the message may hold one.
      if (error instanceof VreemdeSleutel) process.stderr.write(`${error.message}\n`)
      log.error('een verzoek kon niet worden afgehandeld', { fout: error })
    },
  })
  const asked = stopped()
  const door = await openDoor(app, port)
  bound.port = door.port
  const timer = setInterval(geheugen.prune, PRUNE_MS)
  process.stdout.write(greet(door.port))
  await asked
  clearInterval(timer)
  process.stdout.write('De opener maakt af wat loopt en stopt …\n')
  await door.drain()
  geheugen.clear()
}

/** An opener that nobody watches any more must not go on: it ends with who started it. */
const stopped = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
    whenParentGone(resolve)
  })

const welcome = (port: number, secret: string): string =>
  `De opener luistert op http://127.0.0.1:${port}, alleen op deze machine. Stoppen: Ctrl-C.

  curl -H "Authorization: Bearer ${secret}" -H 'Signaalpoort-Medewerker: KENMERK' http://127.0.0.1:${port}/meldingen

`

/** The command. */
export const afnemerDienCommand: Command = {
  name: 'afnemer',
  uitleg: 'signaalpoort afnemer dien: open JSON voor uw eigen systeem, alleen op deze machine',
  subcommands: { dien },
  slot: 'GET /meldingen (cursor, limiet), GET /meldingen/{id}, POST /ontvangsten; elke vraag met Authorization: Bearer en Signaalpoort-Medewerker.\nEr komt niets op schijf dan het geheim; wie kijkt, staat bij de poort. Meer: docs/zaaksysteem.md.',
}
