/**
 * `node bench/list.ts`: a national month, 71,000 signals in one list, through a real gateway on a real PostgreSQL (fsync on), beside plain COPY of
 * the same bytes in the same run. Prints time, rate, peak memory and the verdicts; fails when a row was not accepted or not stored.
 * `--rijen N`, `--gemeenten N`, `--lijsten 2` (at once), `--afzenders 2` (of two senders in turn); `--profiel` names what took the time, and costs some itself.
 */
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { dayInAmsterdam } from '../src/model/calendar.ts'
import { findPostgresBin } from '../tests/support/postgres-server.ts'
import { copyRows } from './list/copy.ts'
import {
  cpuByKind,
  cpuOfServer,
  type House,
  openHouse,
  readProcess,
  resetPeak,
} from './list/house.ts'
import { rowsOf } from './list/month.ts'
import { topFunctions, topStatements } from './list/profile.ts'
import { type Sent, sendList } from './list/send.ts'

const MUST = { seconds: 60, mebibytes: 250, rijen: 71_000 } as const
const SEED = 1
/** Two landlords: the lists of one wait for each other where a person is looked up, those of two do not. */
const SENDERS = ['de-linde', 'het-lage-land'] as const

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const whole = (value: number): string => Math.round(value).toLocaleString('en')
const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`

type Measured = {
  readonly milliseconds: number
  readonly sent: readonly Sent[]
  readonly gatewaySeconds: number
  readonly serverSeconds: number
  readonly peak: number
  readonly along: readonly number[]
}

/** Sends the rows as so many lists at once, and looks at the gateway meanwhile. */
async function measure(
  house: House,
  rows: readonly string[],
  { lijsten, afzenders }: { readonly lijsten: number; readonly afzenders: number },
): Promise<Measured> {
  const each = Math.ceil(rows.length / lijsten)
  const along: number[] = []
  let seen = 0
  const onRow = (): void => {
    seen += 1
    if (seen % Math.ceil(rows.length / 8) === 0) along.push(readProcess(house.pid).rss)
  }
  resetPeak(house.pid)
  const before = { gateway: readProcess(house.pid), server: cpuOfServer(house.postgres.pid) }
  const began = performance.now()
  const sent = await Promise.all(
    Array.from({ length: lijsten }, (_, index) =>
      sendList(
        house,
        SENDERS[index % afzenders] ?? SENDERS[0],
        rows.slice(index * each, (index + 1) * each),
        onRow,
      ),
    ),
  )
  const milliseconds = performance.now() - began
  const after = readProcess(house.pid)
  return {
    milliseconds,
    sent,
    gatewaySeconds: after.cpuSeconds - before.gateway.cpuSeconds,
    serverSeconds: cpuOfServer(house.postgres.pid) - before.server,
    peak: after.peak,
    along,
  }
}

/** @throws Error when a row was not accepted, or what was accepted is not there */
async function check({ owner }: House, { sent }: Measured, rijen: number): Promise<void> {
  const accepted = sent.reduce((sum, { uitkomsten }) => sum + (uitkomsten.get('aanvaard') ?? 0), 0)
  const { rows } = await sql<Record<string, number>>`select
    (select count(*) from signaal) as signalen, (select count(*) from kenmerk) as kenmerken,
    (select count(*) from ontvangstbewijs) as bewijzen, (select count(distinct signaal_id) from verzegeld) as verzegeld`.execute(
    owner.pool,
  )
  const [stored = {}] = rows
  print(
    `verdicts: ${sent.map(({ uitkomsten }) => JSON.stringify(Object.fromEntries(uitkomsten))).join(' ')}; stored: ${JSON.stringify(stored)}`,
  )
  if (accepted !== rijen || Object.values(stored).some((count) => count !== rijen))
    throw new Error(`sent ${rijen}, accepted ${accepted}, stored ${JSON.stringify(stored)}`)
}

async function run(bin: string, options: ReturnType<typeof readOptions>): Promise<void> {
  const { rijen, gemeenten, lijsten, afzenders, profiel } = options
  const dag = dayInAmsterdam(new Date())
  const rows = [...rowsOf(rijen, { gemeenten, dag, seed: SEED })]
  const bytes = rows.reduce((sum, row) => sum + Buffer.byteLength(row), 0)
  const house = await openHouse(bin, { gemeenten, profiel })
  try {
    const { rows: settings } = await sql<{ fsync: string; versie: string }>`
      select current_setting('fsync') as fsync, current_setting('server_version') as versie`.execute(
      house.owner.pool,
    )
    print(
      `${whole(rijen)} rows, ${(bytes / 1_048_576).toFixed(1)} MiB, ${gemeenten} municipalities, ${lijsten} list(s) at once of ${afzenders} sender(s); PostgreSQL ${settings[0]?.versie}, fsync ${settings[0]?.fsync}`,
    )
    const measured = await measure(house, rows, { lijsten, afzenders })
    const copied = await copyRows(bin, house.postgres.url('bench'), house.owner, rows)
    report(measured, copied, rijen)
    await check(house, measured, rijen)
    if (profiel) {
      const kinds = [...cpuByKind(house.postgres.pid)].map(
        ([kind, cpu]) => `${kind} ${cpu.toFixed(1)} s`,
      )
      print(`PostgreSQL since it started: ${kinds.join(', ')}`)
      for (const line of await topStatements(house.owner)) print(line)
      await house.stopGateway()
      for (const line of topFunctions(house.profileFolder)) print(line)
    }
  } finally {
    await house.close()
  }
}

function report(measured: Measured, copied: number, rijen: number): void {
  const { milliseconds, gatewaySeconds, serverSeconds, peak, along } = measured
  print(
    `list: ${seconds(milliseconds)}, ${whole((rijen * 1_000) / milliseconds)} rows/s; for ${whole(MUST.rijen)} rows ${seconds((milliseconds * MUST.rijen) / rijen)} (must ${MUST.seconds} s)`,
  )
  print(
    `CPU: gateway ${gatewaySeconds.toFixed(1)} s (${((1_000 * gatewaySeconds) / rijen).toFixed(2)} ms a row), PostgreSQL ${serverSeconds.toFixed(1)} s`,
  )
  print(
    `memory: at most ${whole(peak)} MiB (must ${MUST.mebibytes}); on the way ${along.map(whole).join(' ')}`,
  )
  print(`plain COPY: ${seconds(copied)}; ratio ${(milliseconds / copied).toFixed(0)}`)
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      rijen: { type: 'string', default: String(MUST.rijen) },
      gemeenten: { type: 'string', default: '40' },
      lijsten: { type: 'string', default: '1' },
      afzenders: { type: 'string', default: '1' },
      profiel: { type: 'boolean', default: false },
    },
  })
  const { profiel } = values
  const numbers = [values.rijen, values.gemeenten, values.lijsten, values.afzenders].map(Number)
  const [rijen = 0, gemeenten = 0, lijsten = 0, afzenders = 0] = numbers
  if (numbers.some((one) => !Number.isInteger(one) || one < 1))
    throw new Error(
      '--rijen, --gemeenten, --lijsten and --afzenders take a whole number above zero',
    )
  if (afzenders > SENDERS.length) throw new Error(`--afzenders takes at most ${SENDERS.length}`)
  return { rijen, gemeenten, lijsten, afzenders, profiel }
}

const bin = findPostgresBin()
if (bin === undefined) throw new Error('PostgreSQL is not installed: apt-get install postgresql')
await run(bin, readOptions())
