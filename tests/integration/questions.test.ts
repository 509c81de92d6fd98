import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOpener } from '../../src/client/opener.ts'
import { answerQuestion, readOwnQuestions } from '../../src/flows/questions/answer-question.ts'
import { askQuestion } from '../../src/flows/questions/ask-question.ts'
import { endOverdue } from '../../src/flows/questions/end-overdue.ts'
import type { AnswerDeps } from '../../src/flows/questions/questions.ts'
import { checkQuestion, readAnswer } from '../../src/flows/questions/read-answer.ts'
import type { Caller } from '../../src/model/caller.ts'
import { Gemeentecode, Oin, type SignaalId } from '../../src/model/ids.ts'
import { Meldingsignaal } from '../../src/model/melding.ts'
import type { Navraag, Navraagantwoord, Navraagsoort } from '../../src/model/navraag.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse, tilburg } from '../support/house.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'

const PHONE = '+31698765432'

const vlp = (oin: Oin): Caller => ({
  oin,
  namens: oin,
  rol: 'verhuurder',
  gemeenten: [],
  doel: 'aanleveren',
  via: 'direct',
})
const employee = (gemeentecode = arnhem, medewerker = 'mw-17'): Caller => ({
  oin: Oin.parse(`0000009900000${gemeentecode}000`),
  namens: Oin.parse(`0000009900000${gemeentecode}000`),
  rol: 'college',
  gemeenten: [gemeentecode],
  doel: 'hulpaanbod',
  medewerker,
  via: 'direct',
})

describe.each(engines)('questions to a VLP on $name', (engine) => {
  let house: House
  let deps: AnswerDeps
  beforeEach(async () => {
    house = await openHouse(await engine.open())
    const { bench } = house
    const recipientKeys: AnswerDeps['recipientKeys'] = async (_tx, gemeentecode) => [
      {
        sleutelId: bench.paar.sleutelId,
        gemeentecode,
        oin: employee(gemeentecode).oin,
        doelen: ['hulpaanbod', 'controle'],
        publiekeSleutel: bench.paar.publiekeSleutel,
        toestand: 'actief',
      },
    ]
    deps = { ...house.sweepDeps, recipientKeys }
  })
  afterEach(() => house.close())

  /** A signal that was chosen and collected. */
  const collected = async (
    overrides: Readonly<Record<string, unknown>> = {},
  ): Promise<SignaalId> => {
    const { id } = await house.post(overrides)
    await house.collect()
    await asSuperuser(house.database, (pool) =>
      sql`update melding set toestand = 'opgepakt' where gemeentecode = ${arnhem}`.execute(pool),
    )
    return id
  }
  const ask = async (
    signaalId: SignaalId,
    soort: Navraagsoort = 'actueel-bedrag',
    caller = employee(),
    sleutel?: string,
  ): Promise<Navraag> => {
    const key = sleutel === undefined ? {} : { idempotentiesleutel: sleutel }
    return (await askQuestion(deps, caller, { navraag: { signaalId, soort }, ...key })).navraag
  }
  const answer = (navraag: Navraag, antwoord: Navraagantwoord, oin = linde): Promise<Navraag> =>
    answerQuestion(deps, vlp(oin), { id: navraag.id, antwoord })
  /** What the municipality opens of an answer. */
  const opened = async (id: Navraag['id']): Promise<unknown> => {
    const { antwoord, versie, signaalId, gemeentecode } = await readAnswer(deps, employee(), { id })
    if (antwoord === undefined) return undefined
    const opener = await createOpener([house.bench.paar])
    const signaal = Meldingsignaal.parse({
      id: signaalId,
      versie,
      gemeentecode,
      signaaltype: 'huur',
      deelnemer: linde,
      aangeleverdTijdstip: '2026-11-03T09:00:00.000Z',
      velden: [antwoord],
    })
    const melding = { id: signaalId, soort: 'enkelvoudig', toestand: 'open', signalen: [signaal] }
    return opener.openMelding(melding as Parameters<typeof opener.openMelding>[0]).signalen[0]
      ?.velden[antwoord.veld]
  }

  test('are asked by an employee, answered by the VLP, and only the municipality opens the answer', async () => {
    const signaalId = await collected()
    const asked = await ask(signaalId, 'telefoonnummer')
    expect(asked).toMatchObject({ toestand: 'open', uiterlijkDatum: '2026-11-05' })
    const { navragen } = await readOwnQuestions(deps, vlp(linde), { limiet: 10 })
    expect(navragen).toEqual([asked])
    const done = await answer(asked, { soort: 'telefoonnummer', telefoonnummer: PHONE })
    expect(done.toestand).toBe('beantwoord')
    expect(await opened(asked.id)).toBe(PHONE)
    // As it was before: its own fields open as they did.
    expect(await house.open(signaalId)).toMatchObject({ 'persoon.achternaam': 'Boer' })
    const { gebeurtenissen } = await house.feed()
    expect(gebeurtenissen).toContainEqual(
      expect.objectContaining({ soort: 'antwoord', signaalId, reden: 'beantwoord' }),
    )
  })

  test('leave the answer nowhere in the clear, and each deed in the log', async () => {
    const asked = await ask(await collected(), 'telefoonnummer')
    await answer(asked, { soort: 'telefoonnummer', telefoonnummer: PHONE })
    await opened(asked.id)
    const rows = await house.backup()
    const bytes = rows.flatMap(({ waarden, dozen }) => [...waarden, ...dozen])
    expect(bytes.length).toBeGreaterThan(2)
    for (const one of bytes) expect(Buffer.from(one).includes(PHONE)).toBe(false)
    for (const soort of ['navraag-gesteld', 'navraag-beantwoord', 'antwoord-verstrekt'] as const) {
      const events = await house.events(soort)
      expect(events).toHaveLength(1)
      expect(JSON.stringify(events)).not.toContain(PHONE)
    }
  })

  test('are refused about what was not chosen or not collected, and by a machine', async () => {
    const { id } = await house.post()
    await expect(ask(id)).rejects.toMatchObject({ kind: 'niet-gevonden' })
    await house.collect()
    await asSuperuser(house.database, (pool) =>
      sql`update melding set toestand = 'werkvoorraad' where gemeentecode = ${arnhem}`.execute(
        pool,
      ),
    )
    await expect(ask(id)).rejects.toMatchObject({ kind: 'navraag-niet-mogelijk' })
    await expect(ask(id, 'actueel-bedrag', employee(arnhem, 'systeem'))).rejects.toMatchObject({
      kind: 'persoon-vereist',
    })
    await expect(ask(id, 'actueel-bedrag', employee(tilburg))).rejects.toMatchObject({
      kind: 'niet-gevonden',
    })
    expect((await readOwnQuestions(deps, vlp(linde), { limiet: 10 })).navragen).toEqual([])
  })

  test('stay off where nobody accepted them', async () => {
    const signaalId = await collected()
    const policies = deps.policies()
    const off = { ...policies, instellingen: { ...policies.instellingen, navraag: 'uit' as const } }
    await expect(
      askQuestion({ ...deps, policies: () => off }, employee(), {
        navraag: { signaalId, soort: 'actueel-bedrag' },
      }),
    ).rejects.toMatchObject({ kind: 'navraag-staat-uit' })
    expect((await ask(signaalId)).toestand).toBe('open')
  })

  test('are answered by their own VLP, once, in the kind that was asked, and seen by no other', async () => {
    const asked = await ask(await collected())
    const right = { soort: 'actueel-bedrag', bedragInCenten: 40_600 } as const
    await expect(answer(asked, right, lageLand)).rejects.toMatchObject({ kind: 'niet-gevonden' })
    expect((await readOwnQuestions(deps, vlp(lageLand), { limiet: 10 })).navragen).toEqual([])
    await expect(
      answer(asked, { soort: 'betalingsregeling', mogelijk: true }),
    ).rejects.toMatchObject({ kind: 'navraag-niet-mogelijk' })
    await expect(readAnswer(deps, employee(tilburg), { id: asked.id })).rejects.toMatchObject({
      kind: 'niet-gevonden',
    })
    await expect(
      checkQuestion(deps, employee(Gemeentecode.parse('0344')), asked.id),
    ).rejects.toMatchObject({
      kind: 'niet-gevonden',
    })
    await answer(asked, right)
    await expect(answer(asked, right)).rejects.toMatchObject({ kind: 'navraag-gesloten' })
    expect(await opened(asked.id)).toBe(40_600)
  })

  test('are one at a time of a kind, and the same key asks once', async () => {
    const signaalId = await collected()
    const first = await ask(signaalId, 'actueel-bedrag', employee(), 'poging-1')
    expect(await ask(signaalId, 'actueel-bedrag', employee(), 'poging-1')).toEqual(first)
    await expect(ask(signaalId)).rejects.toMatchObject({ kind: 'navraag-loopt' })
    await expect(ask(signaalId, 'betalingsregeling', employee(), 'poging-1')).rejects.toMatchObject(
      { kind: 'idempotentiesleutel-hergebruikt' },
    )
    const other = await ask(signaalId, 'betalingsregeling')
    await answer(other, { soort: 'betalingsregeling', mogelijk: false })
    expect(await opened(other.id)).toBe(false)
  })

  test('end without an answer after two working days, not before', async () => {
    house.setClock('2026-12-24T09:00:00Z')
    const asked = await ask(await collected())
    // Christmas on Friday and Saturday, then a Sunday: the second working day is Tuesday.
    expect(asked.uiterlijkDatum).toBe('2026-12-29')
    house.setClock('2026-12-29T22:30:00Z')
    expect(await endOverdue(deps)).toBe(0)
    house.setClock('2026-12-29T23:30:00Z')
    expect(await endOverdue(deps)).toBe(1)
    expect(await endOverdue(deps)).toBe(0)
    const late = { soort: 'actueel-bedrag', bedragInCenten: 1 } as const
    await expect(answer(asked, late)).rejects.toMatchObject({ kind: 'navraag-gesloten' })
    expect((await house.feed()).gebeurtenissen).toContainEqual(
      expect.objectContaining({ soort: 'antwoord', reden: 'geen-antwoord' }),
    )
    // The log has its checkpoint again: nothing is disclosed before.
    await house.collect()
    expect(await readAnswer(deps, employee(), { id: asked.id })).toMatchObject({
      toestand: 'geen-antwoord',
    })
  })

  test('end with their signal: the answer is dark on its due date, and the question is gone', async () => {
    const asked = await ask(await collected())
    await answer(asked, { soort: 'actueel-bedrag', bedragInCenten: 40_600 })
    house.setClock('2027-05-04T01:00:00Z')
    await house.sweep()
    expect(await house.count('verzegeld')).toBe(0)
    expect((await readOwnQuestions(deps, vlp(linde), { limiet: 10 })).navragen).toEqual([])
  })

  test('end when the VLP withdraws', async () => {
    const signaalId = await collected()
    const asked = await ask(signaalId)
    await house.withdraw(signaalId, 'betaald')
    const late = { soort: 'actueel-bedrag', bedragInCenten: 1 } as const
    await expect(answer(asked, late)).rejects.toMatchObject({ kind: 'navraag-gesloten' })
    await expect(ask(signaalId, 'betalingsregeling')).rejects.toMatchObject({
      kind: 'navraag-niet-mogelijk',
    })
  })
})
