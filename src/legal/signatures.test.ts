import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPerson, type Person, statementOf } from '../../tests/support/policy-signing.ts'
import { createJwsSigner } from '../crypto/sign.ts'
import { publicSigningJwk } from '../crypto/signing-keys.ts'
import type { Beleidsverklaring } from '../model/beleid.ts'
import { type Goedkeurder, PoliciesRefused } from './approvers.ts'
import {
  type Expected,
  readSignatures,
  SIGNATURES,
  type Signature,
  signPolicies,
  verifySignatures,
} from './signatures.ts'

const at = new Date('2026-11-03T09:00:00Z')
const hash = 'a'.repeat(64)
const na = { nummer: 3, hash: 'b'.repeat(64) }
const expected: Expected = { hash, na, omgeving: 'proef', dag: '2026-11-03' }
const AGAIN = 'Laat opnieuw ondertekenen met "signaalpoort beleid onderteken".'

/** What `act` is refused with. */
const refusal = async (act: () => unknown): Promise<Pick<PoliciesRefused, 'soort' | 'faults'>> => {
  try {
    await act()
  } catch (error) {
    if (error instanceof PoliciesRefused) return { soort: error.soort, faults: error.faults }
    throw error
  }
  throw new Error('nothing was refused')
}

describe('verifySignatures', () => {
  let owner: Person
  let secondOwner: Person
  let lawyer: Person
  let officer: Person
  const approver = ({ sleutel, ...wie }: Person, more: Partial<Goedkeurder> = {}): Goedkeurder => ({
    ...wie,
    sleutel: publicSigningJwk(sleutel),
    ...more,
  })
  const all = (): readonly Goedkeurder[] =>
    [owner, secondOwner, lawyer, officer].map((one) => approver(one))
  const signed = async (
    person: Person,
    change: Partial<Beleidsverklaring> = {},
  ): Promise<Signature> => ({
    file: `${SIGNATURES}/${person.persoon}.jws`,
    jws: await signPolicies({ ...statementOf(person, hash, na, at), ...change }, person.sleutel),
  })
  /** What is wrong with a lawyer's signature, the owner's being right. */
  const faultsOf = async (
    change: Partial<Beleidsverklaring>,
    more: Partial<Goedkeurder> = {},
    asked: Partial<Expected> = {},
  ): Promise<readonly string[]> => {
    const signatures = [await signed(owner, change), await signed(lawyer, change)]
    const approvers = [approver(owner, more), approver(lawyer, more)]
    const { soort, faults } = await refusal(() =>
      verifySignatures(signatures, approvers, { ...expected, ...asked }),
    )
    expect(soort).toBe('handtekening-onjuist')
    const begins = (one: string): string =>
      `${SIGNATURES}/${one.includes('jurist') ? 'jurist-1' : 'eigenaar-1'}.jws, regel 1: `
    return faults.slice(faults.length / 2).map((one) => one.replace(begins(one), ''))
  }

  beforeAll(async () => {
    owner = await aPerson('eigenaar-1', 'proceseigenaar')
    secondOwner = await aPerson('eigenaar-2', 'proceseigenaar')
    lawyer = await aPerson('jurist-1', 'jurist')
    officer = await aPerson('fg-1', 'functionaris-gegevensbescherming')
  })

  test('names who approved: a process owner with a lawyer or a data protection officer', async () => {
    for (const other of [lawyer, officer]) {
      const { persoon, rol } = other
      expect(
        await verifySignatures([await signed(owner), await signed(other)], all(), expected),
      ).toEqual([
        { persoon: 'eigenaar-1', rol: 'proceseigenaar' },
        { persoon, rol },
      ])
    }
  })

  test('reads only what was signed as an approval of policies', async () => {
    const { jws } = await signed(owner)
    const head: unknown = JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString())
    expect(head).toMatchObject({ typ: 'signaalpoort-beleid+jwt', kid: owner.sleutel.kid })
  })

  test('takes one that follows on nothing where nothing is in force', async () => {
    const both = [await signed(owner, { na: null }), await signed(lawyer, { na: null })]
    expect(await verifySignatures(both, all(), { ...expected, na: null })).toHaveLength(2)
  })

  test('holds on the first and on the last day that it names', async () => {
    const days = { vanaf: '2026-11-03', uiterlijk: '2026-11-03' }
    const both = [await signed(owner, days), await signed(lawyer, days)]
    expect(await verifySignatures(both, all(), expected)).toHaveLength(2)
    const from = { vanaf: '2026-11-03', tot: '2026-11-04' }
    const bounded = [approver(owner, from), approver(lawyer, from)]
    expect(await verifySignatures(both, bounded, expected)).toHaveLength(2)
  })

  test('asks for a signature', async () => {
    expect(await refusal(() => verifySignatures([], all(), expected))).toEqual({
      soort: 'handtekening-ontbreekt',
      faults: [
        'handtekeningen: er is geen handtekening. Laat een proceseigenaar en een jurist of functionaris gegevensbescherming ondertekenen met "signaalpoort beleid onderteken".',
      ],
    })
  })

  test('asks for both roles, and says which is missing', async () => {
    const needed =
      'handtekeningen: nodig zijn een proceseigenaar en een jurist of functionaris gegevensbescherming, twee personen. Laat'
    const by = async (...people: readonly Person[]): Promise<unknown> => {
      const signatures = await Promise.all(people.map((one) => signed(one)))
      return refusal(() => verifySignatures(signatures, all(), expected))
    }
    const ask = (who: string): unknown => ({
      soort: 'handtekening-van-een',
      faults: [`${needed} ${who} ook ondertekenen.`],
    })
    expect(await by(owner)).toEqual(ask('een jurist of functionaris gegevensbescherming'))
    expect(await by(owner, secondOwner)).toEqual(
      ask('een jurist of functionaris gegevensbescherming'),
    )
    expect(await by(lawyer)).toEqual(ask('een proceseigenaar'))
    expect(await by(lawyer, officer)).toEqual(ask('een proceseigenaar'))
  })

  test('counts nobody twice', async () => {
    const signatures = [await signed(owner), await signed(owner), await signed(lawyer)]
    expect(await refusal(() => verifySignatures(signatures, all(), expected))).toEqual({
      soort: 'handtekening-onjuist',
      faults: [
        'handtekeningen: dezelfde persoon tekende meer dan eens. Houd van ieder één handtekening.',
      ],
    })
  })

  test('refuses what no approver signed, for this use, unbroken, beside two that are right', async () => {
    const stranger = await aPerson('vreemde-1', 'jurist')
    const right = [await signed(owner), await signed(lawyer)]
    const said = statementOf(officer, hash, na, at)
    const { kid } = officer.sleutel
    const other = createJwsSigner(officer.sleutel, { kid, typ: 'iets-anders+jwt' })
    for (const jws of [
      (await signed(stranger)).jws,
      await other.sign(said),
      await createJwsSigner(stranger.sleutel, { kid, typ: 'signaalpoort-beleid+jwt' }).sign(said),
      await createJwsSigner(officer.sleutel, { kid, typ: 'signaalpoort-beleid+jwt' }).sign({}),
      'x',
    ]) {
      const signatures = [...right, { file: 'handtekeningen/x.jws', jws }]
      expect(await refusal(() => verifySignatures(signatures, all(), expected))).toEqual({
        soort: 'handtekening-onjuist',
        faults: [
          'handtekeningen/x.jws, regel 1: dit is geen handtekening van een goedkeurder die de configuratie noemt. Haal haar weg, of zet de goedkeurder in SIGNAALPOORT_GOEDKEURDERS.',
        ],
      })
    }
  })

  const FOLLOWS = `zij volgt niet op het beleid dat nu in werking is (activering 3). ${AGAIN}`
  const NOBODY = 'deze persoon keurt op deze dag niet goed. Laat een ander ondertekenen.'

  test('says what is wrong with each, and what to do', async () => {
    expect(await faultsOf({ beleid: 'c'.repeat(64) })).toEqual([
      `zij hoort bij andere inhoud dan deze map heeft. ${AGAIN}`,
    ])
    expect(await faultsOf({ na: { ...na, nummer: 2 } })).toEqual([FOLLOWS])
    expect(await faultsOf({ na: { ...na, hash } })).toEqual([FOLLOWS])
    expect(await faultsOf({ na: null })).toEqual([FOLLOWS])
    expect(await faultsOf({}, {}, { na: null })).toEqual([
      `zij volgt niet op het beleid dat nu in werking is (er is nog geen). ${AGAIN}`,
    ])
    expect(await faultsOf({ omgeving: 'productie' })).toEqual([
      `zij is voor productie, dit is proef. ${AGAIN}`,
    ])
    expect(await faultsOf({ vanaf: '2026-11-04' })).toEqual([
      'zij geldt pas vanaf 2026-11-04. Activeer dan.',
    ])
    expect(await faultsOf({ vanaf: '2026-10-01', uiterlijk: '2026-11-02' })).toEqual([
      `zij gold tot en met 2026-11-02. ${AGAIN}`,
    ])
    expect(await faultsOf({}, { vanaf: '2026-11-04' })).toEqual([NOBODY])
    expect(await faultsOf({}, { tot: '2026-11-03' })).toEqual([NOBODY])
    const another = `haar sleutel is van een andere persoon of rol dan zij noemt. ${AGAIN}`
    expect(await faultsOf({ persoon: 'fg-1' })).toEqual([another])
    expect(await faultsOf({ rol: 'functionaris-gegevensbescherming' })).toEqual([another])
  })
})

describe('readSignatures', () => {
  let folder = ''
  const put = (name: string, text: string): void =>
    writeFileSync(join(folder, SIGNATURES, name), text)
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'handtekeningen-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('reads them by name, none where there is no folder, and nothing else that lies there', async () => {
    expect(readSignatures(folder)).toEqual([])
    mkdirSync(join(folder, SIGNATURES))
    expect(readSignatures(folder)).toEqual([])
    put('b.jws', 'tweede\n')
    put('a.jws', ' eerste')
    const found = [
      { file: 'handtekeningen/a.jws', jws: 'eerste' },
      { file: 'handtekeningen/b.jws', jws: 'tweede' },
    ]
    expect(readSignatures(folder)).toEqual(found)
    for (const name of ['c.txt', 'c.jws']) {
      if (name === 'c.txt') put(name, 'x')
      else mkdirSync(join(folder, SIGNATURES, name))
      expect(await refusal(() => readSignatures(folder))).toEqual({
        soort: 'handtekening-onjuist',
        faults: [
          `handtekeningen/${name}, regel 1: dit is geen handtekening. Haal het bestand weg.`,
        ],
      })
      rmSync(join(folder, SIGNATURES, name), { recursive: true })
    }
    expect(readSignatures(folder)).toEqual(found)
  })

  test('reads at most ten, of at most eight kibibytes each', async () => {
    put('c.jws', 'x'.repeat(8 * 1024))
    expect(readSignatures(folder)).toHaveLength(3)
    put('c.jws', 'x'.repeat(8 * 1024 + 1))
    await expect(refusal(() => readSignatures(folder))).resolves.toMatchObject({
      faults: [expect.stringMatching(/c\.jws, regel 1/) as string],
    })
    for (const name of 'cdefghij') put(`${name}.jws`, 'x')
    expect(readSignatures(folder)).toHaveLength(10)
    put('k.jws', 'x')
    expect(await refusal(() => readSignatures(folder))).toEqual({
      soort: 'handtekening-onjuist',
      faults: ['handtekeningen: hier staan meer dan 10 bestanden. Ruim ze op.'],
    })
  })
})
