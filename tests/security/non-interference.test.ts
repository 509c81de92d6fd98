/**
 * Two worlds with the same seed and clock get the same signals, but in one of them every withheld value that is no fact of a condition is
 * another. If any byte that is stored or answered differs, something of a withheld value went somewhere.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { loadBlindIndex } from '../../src/crypto/blind-index.ts'
import { loadFieldBox } from '../../src/crypto/field-box.ts'
import { DEVELOPMENT_MANDATES, DEVELOPMENT_PARTIES } from '../../src/development/parties.ts'
import { ensureDevelopmentPki } from '../../src/development/pki.ts'
import { STREETS } from '../../src/development/streets.ts'
import { createRecipientKeysOf } from '../../src/flows/load-recipient-keys.ts'
import { receiveSignal } from '../../src/flows/receive-signal/receive-signal.ts'
import { registerAddresses } from '../../src/flows/register-addresses.ts'
import { registerParties } from '../../src/flows/register-parties.ts'
import { openFileKeyring } from '../../src/keyring/file-keyring.ts'
import { compile, type Policies } from '../../src/legal/compile.ts'
import type { Besluit } from '../../src/model/besluit.ts'
import type { Caller } from '../../src/model/caller.ts'
import { Oin } from '../../src/model/ids.ts'
import { Problem } from '../../src/model/problem.ts'
import { seededRandom } from '../support/audit-log.ts'
import { aSignal } from '../support/builders.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import { projectPolicies } from '../support/project-policies.ts'
import { chooseSeed, seededNumbers } from '../support/seeded-numbers.ts'

const SIGNALS = 150
const AT = new Date('2026-11-03T09:00:00Z')
const base = mkdtempSync(join(tmpdir(), 'signaalpoort-stil-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

type Json = Record<string, unknown>
type Answer = { readonly besluit: Besluit | undefined; readonly text: string }
type World = {
  post(caller: Caller, body: Json): Promise<Answer>
  /** Every row of every table, and the keyring's files. */
  kept(): Promise<string>
  close(): Promise<void>
}

/** Facts of a condition, or of the way to a municipality: they may change what happens, as they should. */
const isFact = (veld: string): boolean =>
  /^(signaaldatum|crisissignaal|onderdeel|persoon\.natuurlijkPersoon|adres\.(postcode|huisnummer)|achterstand\..*|inspanningen\..*)$/.test(
    veld,
  )

/** Another value of the same form. */
const OTHER: Readonly<Record<string, unknown>> = {
  warmeOverdracht: false,
  'persoon.voorletters': 'Z.',
  'persoon.voorvoegsel': 'ter',
  'persoon.achternaam': 'Anderszins',
  'persoon.geboortedatum': '1950-02-03',
  'persoon.burgerservicenummer': '999990020',
  'medecontractant.voorletters': 'Q.W.',
  'medecontractant.voorvoegsel': 'op den',
  'medecontractant.achternaam': 'Ongehoord',
  'medecontractant.geboortedatum': '1949-12-31',
  'medecontractant.burgerservicenummer': '999990032',
  'adres.straatnaam': 'Geheel Anders',
  'adres.huisletter': 'Z',
  'adres.huisnummertoevoeging': '99',
  'adres.plaatsnaam': 'Elders',
  'contact.telefoonnummer': '+31698765432',
  'contact.emailadres': 'iemand.anders@example.nl',
  klantnummer: 'GEHEEL-ANDERS-1',
  'polis.uzovinummer': '0101',
  eindeleveringDatum: '2027-01-31',
  'bijzonderheden.boeteachterstand': 77_700,
  'bijzonderheden.belastingsoort': 'andere',
}

const OWN: Json = {
  warmeOverdracht: true,
  medecontractant: { voorletters: 'A.', achternaam: 'Mede', geboortedatum: '1980-01-01' },
  klantnummer: 'K-1',
  eindeleveringDatum: '2026-12-31',
  // Of other types: no rule of these senders takes them.
  bijzonderheden: [
    { code: 'boeteachterstand', soort: 'bedragInCenten', waarde: 12_300 },
    { code: 'belastingsoort', soort: 'code', waarde: 'inkomstenbelasting' },
  ],
}

/** The body with the value at a dotted name replaced. */
function replace(body: Json, veld: string, value: unknown): Json {
  const [outer = '', inner] = veld.split('.')
  if (inner === undefined) return { ...body, [outer]: value }
  if (outer === 'bijzonderheden') {
    const own = body[outer] as readonly Json[]
    const waarde = value
    return {
      ...body,
      [outer]: own.map((one) => (one['code'] === inner ? { ...one, waarde } : one)),
    }
  }
  return { ...body, [outer]: { ...(body[outer] as Json), [inner]: value } }
}

async function dump({ owner }: TestDatabase): Promise<string> {
  await owner.exec('reset role')
  const names = await sql<{ name: string }>`select tablename as name from pg_tables
    where schemaname = 'public' order by 1`.execute(owner.pool)
  const parts: string[] = []
  for (const { name } of names.rows) {
    const rows = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t
      order by 1`.execute(owner.pool)
    parts.push(`${name} ${rows.rows.length}`, ...rows.rows.map(({ row }) => row))
  }
  return parts.join('\n')
}

const answerOf = async (sent: ReturnType<typeof receiveSignal>): Promise<Answer> => {
  try {
    const { herhaald, antwoord } = await sent
    const { invoerHash: _own, ...rest } = antwoord
    return { besluit: antwoord.besluit, text: JSON.stringify({ herhaald, ...rest }) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { kind, besluit, errors, message } = error
    return { besluit, text: JSON.stringify({ kind, besluit, errors, message }) }
  }
}

async function openWorld(
  name: string,
  database: TestDatabase,
  policies: Policies = projectPolicies(),
): Promise<World> {
  const random = seededRandom(7)
  const pki = await ensureDevelopmentPki(join(base, 'proef'), DEVELOPMENT_PARTIES, AT, random)
  const { db } = database
  await registerParties(
    { db, trustAnchorsPem: [pki.wortel], appendEvent: async () => undefined },
    { parties: pki.parties, mandaten: DEVELOPMENT_MANDATES },
  )
  await registerAddresses({ db }, STREETS)
  const [path, rootPath] = [join(base, `${name}.json`), join(base, `${name}-wortel.json`)]
  const seed = seededRandom(8)
  const keyring = await openFileKeyring({ path, rootPath, random: seed, nieuw: true })
  const deps = {
    db,
    keyring,
    random: seed,
    now: () => AT,
    policies: () => policies,
    fieldBox: await loadFieldBox(seed),
    blindIndex: await loadBlindIndex(),
    recipientKeysOf: createRecipientKeysOf(() => [pki.wortel]),
    signReceipt: (claims: object) =>
      Promise.resolve(`e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`),
    omgeving: 'proef',
    duurzaamheid: 'proces',
    crashPoint: () => undefined,
  } as const
  return {
    post: (caller, body) =>
      answerOf(
        receiveSignal(deps, caller, { raw: new Uint8Array(Buffer.from(JSON.stringify(body))) }),
      ),
    kept: async () =>
      [await dump(database), readFileSync(path, 'utf8'), readFileSync(rootPath, 'utf8')].join('\n'),
    close: async () => {
      await keyring.close()
      await database.close()
    },
  }
}

const callerOf = (oin: string, rol: Caller['rol']): Caller => ({
  oin: Oin.parse(oin),
  namens: Oin.parse(oin),
  rol,
  gemeenten: [],
  doel: 'aanleveren',
  via: 'direct',
})

const SENDERS = {
  huur: callerOf('00000099000000001000', 'verhuurder'),
  zorgverzekering: callerOf('00000099000000002000', 'zorgverzekeraar'),
  drinkwater: callerOf('00000099000000007000', 'drinkwaterbedrijf'),
} as const

const PLACES = [
  { straatnaam: 'Lindelaan', huisnummer: 12, postcode: '6811AB', plaatsnaam: 'Arnhem' },
  { straatnaam: 'Wevershof', huisnummer: 9, postcode: '5011EF', plaatsnaam: 'Tilburg' },
  { straatnaam: 'Havenkade', huisnummer: 3, postcode: '4811JK', plaatsnaam: 'Breda' },
]

/** A signal of one of the types: lawful, refused for some reason, or below the municipality's threshold. */
function aBody(
  next: () => number,
  index: number,
): { readonly caller: Caller; readonly body: Json } {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T
  const type = pick(Object.keys(SENDERS) as (keyof typeof SENDERS)[])
  const plain = aSignal({
    signaaltype: type,
    kenmerk: `K-${Math.floor(next() * 8) + index}`,
    ...OWN,
  })
  const body: Json = {
    ...plain,
    persoon: {
      voorletters: 'J.',
      achternaam: `Boer${index}`,
      geboortedatum: '1985-06-15',
      burgerservicenummer: '999990019',
      natuurlijkPersoon: next() < 0.9,
    },
    adres: pick(PLACES),
    polis: { uzovinummer: '9999' },
    achterstand: {
      bedragInCenten: pick([4800, 81_200]),
      ontstaansdatum: pick(['2026-08-30', '2026-10-30']),
    },
  }
  if (next() < 0.15) delete body['inspanningen']
  return { caller: next() < 0.95 ? SENDERS[type] : SENDERS.huur, body }
}

test(`${SIGNALS} signals leave the same bytes whatever their withheld fields say`, async () => {
  const [engine] = engines
  const [a, b] = [
    await openWorld('a', await engine.open()),
    await openWorld('b', await engine.open()),
  ]
  const seed = chooseSeed()
  const next = seededNumbers(seed)
  const changed = new Map<string, number>()
  const seen = { aanvaard: 0, geweigerd: 0 }
  for (let index = 0; index < SIGNALS; index += 1) {
    const { caller, body } = aBody(next, index)
    const first = await a.post(caller, body)
    const withheld = (first.besluit?.velden ?? []).filter(
      ({ uitkomst, veld }) => uitkomst === 'niet-doorgegeven' && !isFact(veld),
    )
    let other = body
    for (const { veld } of withheld) {
      if (!Object.hasOwn(OTHER, veld)) throw new Error(`no other value for ${veld}`)
      other = replace(other, veld, OTHER[veld])
      changed.set(veld, (changed.get(veld) ?? 0) + 1)
    }
    const second = await b.post(caller, other)
    expect(second.text, `seed ${seed}, signal ${index}`).toBe(first.text)
    if (first.besluit !== undefined) seen[first.besluit.besluit] += 1
  }
  const [keptA, keptB] = [await a.kept(), await b.kept()]
  expect(keptB === keptA, `seed ${seed}: what is stored differs`).toBe(true)
  // The run saw accepted and refused signals, and changed names, numbers and dates.
  expect(Math.min(seen.aanvaard, seen.geweigerd)).toBeGreaterThan(10)
  expect([...changed.keys()]).toEqual(
    expect.arrayContaining([
      'persoon.burgerservicenummer',
      'persoon.achternaam',
      'klantnummer',
      'bijzonderheden.boeteachterstand',
    ]),
  )
  expect(keptA).toContain('signaal-aanvaard')
  await a.close()
  await b.close()
})

/** Rules that withhold when the arrears began and whether it presses; their classes still stand there, past the check that would refuse them. */
const withholding = (): Policies => {
  const { documents, hash } = projectPolicies()
  const withheld = ['achterstand.ontstaansdatum', 'achterstand.maanden', 'crisissignaal']
  const wet = new Map(
    [...documents.wet].map(([file, rule]) => [
      file,
      {
        ...rule,
        velden: Object.fromEntries(
          Object.entries(rule.velden).filter(([veld]) => !withheld.includes(veld)),
        ),
      },
    ]),
  )
  return compile({ ...documents, wet }, hash)
}

test('a class whose source is withheld is not kept: another source, the same bytes', async () => {
  const [engine] = engines
  const policies = withholding()
  const [a, b] = [
    await openWorld('e', await engine.open(), policies),
    await openWorld('f', await engine.open(), policies),
  ]
  const body = aSignal({ achterstand: { maanden: undefined } })
  const first = await a.post(SENDERS.huur, body)
  const second = await b.post(
    SENDERS.huur,
    replace(body, 'achterstand.ontstaansdatum', '2025-01-01'),
  )
  expect(second.text).toBe(first.text)
  const derived = first.besluit?.velden.filter(({ uitkomst }) => uitkomst === 'vergroofd') ?? []
  expect(derived.map(({ veld }) => veld)).toEqual([
    'signaalsoort',
    'achterstand.bedragklasse',
    'adres.wijk',
  ])
  const [keptA, keptB] = [await a.kept(), await b.kept()]
  expect(keptB === keptA, 'what is stored differs').toBe(true)
  expect(keptA).toContain('50000-100000')
  await a.close()
  await b.close()
})

test('a value that does pass changes what is stored: the comparison would see it', async () => {
  const [engine] = engines
  const [a, b] = [
    await openWorld('c', await engine.open()),
    await openWorld('d', await engine.open()),
  ]
  const body = aSignal()
  await a.post(SENDERS.huur, body)
  await b.post(SENDERS.huur, replace(body, 'persoon.achternaam', 'Anderszins'))
  expect((await b.kept()) === (await a.kept())).toBe(false)
  await a.close()
  await b.close()
})
