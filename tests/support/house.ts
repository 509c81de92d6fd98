/** The flows of a whole house on one test database, without doors: real policies and keyring, a clock that the test sets. */
import { readFileSync } from 'node:fs'
import { createOpener } from '../../src/client/opener.ts'
import { loadBlindIndex } from '../../src/crypto/blind-index.ts'
import { createNoteKey, openNoteSigner } from '../../src/crypto/signed-note.ts'
import { STREETS } from '../../src/development/streets.ts'
import {
  checkMelding,
  collectMelding,
  collectMeldingen,
} from '../../src/flows/collect-meldingen/collect-meldingen.ts'
import { confirmReceipt } from '../../src/flows/confirm-receipt.ts'
import { freezeMonths } from '../../src/flows/count-months/freeze-months.ts'
import type { FollowUpDeps } from '../../src/flows/follow-up/follow-up.ts'
import { groupSignals } from '../../src/flows/group-signals.ts'
import { keysOfOne } from '../../src/flows/load-recipient-keys.ts'
import { publishCheckpoint } from '../../src/flows/publish-checkpoint.ts'
import { type Feedpagina, readMunicipalityFeed } from '../../src/flows/read-feed.ts'
import { readSignal } from '../../src/flows/read-signal.ts'
import { receiveSignal } from '../../src/flows/receive-signal/receive-signal.ts'
import type { ReceiveSignalDeps } from '../../src/flows/receive-signal/request.ts'
import { withdrawSignal } from '../../src/flows/receive-signal/withdraw-signal.ts'
import { registerAddresses } from '../../src/flows/register-addresses.ts'
import { decideSelection } from '../../src/flows/select-meldingen/decide-selection.ts'
import { proposeSelection } from '../../src/flows/select-meldingen/propose-selection.ts'
import type { SelectingDeps } from '../../src/flows/select-meldingen/selecting.ts'
import { showWorkList, type WorkListPage } from '../../src/flows/select-meldingen/show-work-list.ts'
import type { SweepOptions, SweepRetentionDeps } from '../../src/flows/sweep-retention/sweep.ts'
import {
  type SweepOutcome,
  sweepRetention,
} from '../../src/flows/sweep-retention/sweep-retention.ts'
import type { Policies } from '../../src/legal/compile.ts'
import { AuditEvent } from '../../src/model/audit-event.ts'
import type { Caller } from '../../src/model/caller.ts'
import type { Gemeentegebeurtenis } from '../../src/model/gemeentegebeurtenis.ts'
import { Gemeentecode, Oin, type SignaalId } from '../../src/model/ids.ts'
import type { Intrekkingsreden } from '../../src/model/intrekking.ts'
import type { Melding } from '../../src/model/melding.ts'
import type { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import type { Ontvangersleutel } from '../../src/model/sealed.ts'
import type { Selectie, SelectieId, Selectievraag } from '../../src/model/selectie.ts'
import type { Signaalstand } from '../../src/model/signaalstand.ts'
import type { Veld } from '../../src/model/veld.ts'
import type { Werkvoorraadfilters } from '../../src/model/werkvoorraad.ts'
import type { Rest } from '../../src/model/werkwijze.ts'
import { asSuperuser, ORIGIN, seededRandom } from './audit-log.ts'
import { aSignal } from './builders.ts'
import type { TestDatabase } from './databases.ts'
import { type HouseLists, listsOf } from './house-lists.ts'
import { projectPolicies } from './project-policies.ts'
import { arnhem, type Bench, linde, openBench, random } from './sealed-signals.ts'
import type { Row } from './thief.ts'

export const lageLand = Oin.parse('00000099000000002000')
export const tilburg = Gemeentecode.parse('0855')
const HOUR_MS = 3_600_000

export const vlp = (oin: Oin): Caller => ({
  oin,
  namens: oin,
  rol: 'verhuurder',
  gemeenten: [],
  doel: 'aanleveren',
  via: 'direct',
})
export const college = (
  gemeentecode: Gemeentecode,
  doel: Caller['doel'] = 'hulpaanbod',
): Caller => ({
  oin: Oin.parse(`0000009900000${gemeentecode}000`),
  namens: Oin.parse(`0000009900000${gemeentecode}000`),
  rol: 'college',
  gemeenten: [gemeentecode],
  doel,
  medewerker: 'mw-17',
  via: 'direct',
})

type Signaalregel = Extract<Gemeentegebeurtenis, { readonly signaalId: SignaalId }>

export type House = {
  readonly bench: Bench
  readonly database: TestDatabase
  /** What a sweep of this house needs. */
  readonly sweepDeps: SweepRetentionDeps
  /** What following up needs, and how signals get their melding. */
  readonly followUpDeps: FollowUpDeps &
    ReceiveSignalDeps & {
      readonly group: (gemeenten: readonly Gemeentecode[]) => Promise<unknown>
    }
  /** In which melding a signal stands. */
  meldingOf(id: SignaalId): Promise<{ readonly id: string | null }>
  /** Signs a checkpoint over all events so far: disclosure asks for a fresh one. */
  publish(): Promise<unknown>
  /** Sets the clock. */
  setClock(instant: string): void
  /** Moves the clock on. */
  passHours(hours: number): void
  /** Posts a signal that is accepted, unless told otherwise by a thrown problem. */
  post(
    overrides?: Readonly<Record<string, unknown>>,
    oin?: Oin,
  ): Promise<SignaalAntwoord & { herhaald: boolean }>
  /** De Linde's lists. */
  readonly lists: HouseLists
  stateOf(id: SignaalId, oin?: Oin): Promise<Signaalstand>
  withdraw(id: SignaalId, reden: Intrekkingsreden, oin?: Oin): Promise<Signaalstand>
  /** Everything that waits is proposed and decided, by an employee. */
  select(gemeentecode?: Gemeentecode): Promise<Selectie>
  /** As asked, without deciding. */
  propose(vraag: Partial<Selectievraag>, gemeentecode?: Gemeentecode): Promise<Selectie>
  decide(
    id: SelectieId,
    gemeentecode?: Gemeentecode,
    rest?: Rest,
    medewerker?: string,
  ): Promise<Selectie>
  workList(
    filters?: Werkvoorraadfilters,
    page?: { readonly cursor?: string; readonly limiet?: number },
  ): Promise<WorkListPage>
  /** An employee who chooses for a municipality, and what choosing needs. */
  chooser(gemeentecode?: Gemeentecode): Caller
  readonly chooserDeps: SelectingDeps
  /** Collects; to offer help after choosing everything that waits. */
  collect(gemeentecode?: Gemeentecode, doel?: Caller['doel']): Promise<readonly Melding[]>
  /** As `collect`, of one. */
  collectOne(id: SignaalId): Promise<Melding>
  /** Collects only what was chosen before. */
  collectChosen(gemeentecode?: Gemeentecode): Promise<readonly Melding[]>
  collectOneChosen(id: SignaalId): Promise<Melding>
  /** What `HEAD` asks of one melding. */
  check(id: SignaalId): Promise<void>
  /** What the municipality reads of one signal, collected now. */
  open(id: SignaalId): Promise<Readonly<Partial<Record<Veld, unknown>>>>
  confirm(...ids: readonly SignaalId[]): Promise<void>
  /** The lines about signals. */
  feed(
    sinds?: string,
    gemeentecode?: Gemeentecode,
    limiet?: number,
  ): Promise<
    Omit<Feedpagina, 'gebeurtenissen'> & { readonly gebeurtenissen: readonly Signaalregel[] }
  >
  sweep(
    options?: Partial<SweepOptions>,
    deps?: Partial<SweepRetentionDeps>,
  ): Promise<SweepOutcome | undefined>
  /** The details of the events of one kind that are still there. */
  events(soort: AuditEvent['soort']): Promise<readonly AuditEvent[]>
  /** The kinds of the events that a municipality finds back in its own log. */
  municipalEvents(gemeentecode: Gemeentecode): Promise<readonly string[]>
  /** The number of rows of a table, past all policies. */
  count(table: Tables): Promise<number>
  /** The sealed rows as a backup would hold them. */
  backup(): Promise<readonly Row[]>
  files(): { readonly keyring: string; readonly root: string }
  close(): Promise<void>
}

type Tables =
  | 'signaal'
  | 'verzegeld'
  | 'kenmerk'
  | 'ontvangstbewijs'
  | 'idempotentie'
  | 'aanlevering'
  | 'aanlevering_regel'
  | 'assertie'
  | 'gebeurtenis'
  | 'gebeurtenis_detail'
  | 'gemeente_gebeurtenis'
  | 'herverpakking'
  | 'bewaarsleutel'
  | 'sleutelverlies'

/** The policies as if the college of `gemeentecode` had accepted that who is not chosen goes back. */
export const acceptsRetour =
  (gemeentecode: Gemeentecode = arnhem) =>
  (policies: Policies): Policies => ({
    ...policies,
    werkwijzen: new Map(policies.werkwijzen).set(
      gemeentecode,
      (policies.werkwijzen.get(gemeentecode) ?? []).map((one) => ({ ...one, rest: 'retour' })),
    ),
  })

/** Opens a house on `database`, with the keys that `sleutels` gives at each look and the policies as changed; its clock stands at 3 November 2026, 09:00 UTC. */
export async function openHouse(
  database: TestDatabase,
  sleutels?: (bench: Bench) => readonly Ontvangersleutel[],
  change: (policies: Policies) => Policies = (policies) => policies,
): Promise<House> {
  const bench = await openBench()
  const { db } = database
  let at = new Date('2026-11-03T09:00:00Z')
  const now = (): Date => new Date(at)
  const policies = change(projectPolicies())
  const signer = openNoteSigner(createNoteKey(ORIGIN, seededRandom(11)))
  const recipientKeysOf: ReceiveSignalDeps['recipientKeysOf'] = async (_tx, gemeenten) =>
    new Map(
      gemeenten.map((gemeentecode) => [
        gemeentecode,
        sleutels?.(bench) ?? [
          {
            sleutelId: bench.paar.sleutelId,
            gemeentecode,
            oin: college(gemeentecode).oin,
            doelen: ['hulpaanbod', 'controle'] as const,
            publiekeSleutel: bench.paar.publiekeSleutel,
            toestand: 'actief' as const,
          },
        ],
      ]),
    )
  const deps = {
    db,
    now,
    random,
    crashPoint: () => undefined,
    keyring: bench.keyring,
    fieldBox: bench.fieldBox,
    blindIndex: await loadBlindIndex(),
    group: (gemeenten: readonly Gemeentecode[]) =>
      groupSignals(
        { db, policies: () => policies, now, random, crashPoint: () => undefined },
        { gemeenten },
      ),
    policies: () => policies,
    recipientKeys: keysOfOne(recipientKeysOf),
    recipientKeysOf,
    signReceipt: (claims: object) =>
      Promise.resolve(`e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`),
    omgeving: 'proef',
    duurzaamheid: 'proces',
  } as const
  await registerAddresses({ db }, STREETS)
  const publish = (): Promise<unknown> => publishCheckpoint({ db, now, signer, origin: ORIGIN })
  const opener = await createOpener([bench.paar])
  let posted = 0
  const day = (): string => at.toISOString().slice(0, 10)
  const propose: House['propose'] = async (vraag, gemeentecode = arnhem) => {
    const input = { vraag: { gemeentecode, ...vraag } }
    await publish()
    return (await proposeSelection(deps, college(gemeentecode, 'selectie'), input)).selectie
  }
  const chooser = (gemeentecode = arnhem): Caller => college(gemeentecode, 'selectie')
  const decide: House['decide'] = (id, gemeentecode = arnhem, rest?, medewerker = 'mw-17') =>
    decideSelection(
      deps,
      { ...chooser(gemeentecode), medewerker },
      id,
      rest === undefined ? {} : { rest },
    )
  const select: House['select'] = async (gemeentecode = arnhem) =>
    decide((await propose({ alles: true }, gemeentecode)).id, gemeentecode)
  const collectOneChosen = async (id: SignaalId): Promise<Melding> => {
    await publish()
    return collectMelding(deps, college(arnhem), { id })
  }
  const collectOne: House['collectOne'] = async (id) => {
    await select()
    return collectOneChosen(id)
  }
  const collectPage = async (
    gemeentecode: Gemeentecode,
    doel: Caller['doel'],
  ): Promise<readonly Melding[]> => {
    await publish()
    return (await collectMeldingen(deps, college(gemeentecode, doel), { limiet: 500 })).meldingen
  }
  const freeze = (): Promise<number> => freezeMonths(deps)
  const sweepDeps = { ...deps, realNow: deps.now, freeze, batchSize: 2 }
  return {
    bench,
    database,
    sweepDeps,
    followUpDeps: deps,
    publish,
    meldingOf: (id) =>
      asSuperuser(database, (pool) =>
        pool
          .selectFrom('signaal')
          .select('melding_id as id')
          .where('id', '=', id)
          .executeTakeFirstOrThrow(),
      ),
    setClock: (instant) => {
      at = new Date(instant)
    },
    passHours: (hours) => {
      at = new Date(at.getTime() + hours * HOUR_MS)
    },
    post: async (overrides = {}, oin = linde) => {
      posted += 1
      const json = aSignal({ kenmerk: `K-${posted}`, signaaldatum: day(), ...overrides })
      const { idempotentiesleutel, ...body } = json
      const { herhaald, antwoord } = await receiveSignal(deps, vlp(oin), {
        raw: new Uint8Array(Buffer.from(JSON.stringify(body))),
        ...(typeof idempotentiesleutel === 'string' ? { idempotentiesleutel } : {}),
      })
      return { ...antwoord, herhaald }
    },
    lists: listsOf(deps, vlp(linde)),
    stateOf: (id, oin = linde) => readSignal(deps, vlp(oin), id),
    withdraw: (id, reden, oin = linde) => withdrawSignal(deps, vlp(oin), { id, reden }),
    select,
    propose,
    decide,
    workList: async (filters = {}, page = {}) => {
      await publish()
      return showWorkList(deps, chooser(), { filters, limiet: 500, ...page })
    },
    chooser,
    chooserDeps: deps,
    collect: async (gemeentecode = arnhem, doel = 'hulpaanbod') => {
      if (doel === 'hulpaanbod') await select(gemeentecode)
      return collectPage(gemeentecode, doel)
    },
    collectOne,
    collectChosen: (gemeentecode = arnhem) => collectPage(gemeentecode, 'hulpaanbod'),
    collectOneChosen,
    check: (id) => checkMelding(deps, college(arnhem), id),
    open: async (id) => opener.openMelding(await collectOne(id)).signalen[0]?.velden ?? {},
    confirm: async (...meldingen) => {
      await confirmReceipt(deps, college(arnhem), { meldingen })
    },
    feed: async (sinds, gemeentecode = arnhem, limiet = 100) => {
      const page = await readMunicipalityFeed(deps, college(gemeentecode), {
        limiet,
        ...(sinds === undefined ? {} : { sinds }),
      })
      const lines = page.gebeurtenissen.flatMap((one) => ('signaalId' in one ? [one] : []))
      return { ...page, gebeurtenissen: lines }
    },
    sweep: (options = {}, overrides = {}) =>
      sweepRetention({ ...sweepDeps, ...overrides }, { zeker: true, ...options }),
    events: (soort) =>
      db.transaction({ role: 'gw_log' }, async (tx) => {
        const rows = await tx
          .selectFrom('gebeurtenis_detail')
          .select('detail')
          .orderBy('gebeurtenis_id')
          .execute()
        return rows.map((row) => AuditEvent.parse(row.detail)).filter((one) => one.soort === soort)
      }),
    municipalEvents: (gemeentecode) =>
      db.transaction({ role: 'gw_toezicht', gemeenten: [gemeentecode] }, async (tx) => {
        const rows = await tx.selectFrom('gebeurtenis_detail').select('detail').execute()
        return rows.map((row) => AuditEvent.parse(row.detail).soort)
      }),
    count: (table) =>
      asSuperuser(database, async (pool) => {
        const { aantal } = await pool
          .selectFrom(table)
          .select((eb) => eb.fn.countAll().as('aantal'))
          .executeTakeFirstOrThrow()
        return Number(aantal)
      }),
    backup: () =>
      asSuperuser(database, (pool) =>
        pool.selectFrom('verzegeld').selectAll().orderBy('signaal_id').execute(),
      ),
    files: () => ({
      keyring: readFileSync(bench.keyringPath, 'utf8'),
      root: readFileSync(bench.rootPath, 'utf8'),
    }),
    close: async () => {
      await database.close()
      await bench.close()
    },
  }
}
