/** What a decision makes of its parts, on rules made by hand; `decide.test.ts` holds the scenarios of the project's own policies. */
import { describe, expect, test } from 'vitest'
import { DAY } from '../../tests/support/builders.ts'
import {
  ARNHEM,
  aCondition,
  aGroup,
  aKey,
  anInput,
  aRule,
  aWindow,
  policiesOf,
} from '../../tests/support/rules.ts'
import type { Oin } from '../model/ids.ts'
import type { Agreement, Policies, Threshold } from './compile.ts'
import { allowedToday, decide, passingIfAccepted } from './decide.ts'
import type { Decision, DecisionInput } from './decision.ts'
import { reasonOf } from './judge.ts'

const group = aGroup(['hulpaanbod', 'controle'])
const velden = new Map([['klantnummer', { omdat: '', grondslag: ['art-2'], group }]] as const)
const policies = policiesOf([aRule({ velden })])
const offering = { velden: ['klantnummer'] } as const
const deciding = (input: Partial<DecisionInput> = {}, under: Policies = policies): Decision =>
  decide(under, anInput({ ...offering, ...input }))
const codes = ({ besluit }: Decision): readonly string[] => besluit.redenen.map(({ code }) => code)

const HELD = {
  afzenderBevoegd: true,
  gemeenteBekend: true,
  gemeenteAangewezen: true,
  gemeenteAangesloten: true,
  signaaldatumBinnenBereik: true,
  gegevensdelingNietGeweigerd: true,
}

describe('decide', () => {
  test('accepts what nothing speaks against', () => {
    expect(deciding()).toStrictEqual({
      besluit: {
        besluit: 'aanvaard',
        redenen: [],
        velden: [{ veld: 'klantnummer', uitkomst: 'doorgegeven', grondslag: ['art-2'] }],
        beleid: { id: 'wet/huur@1', hash: policies.hash },
        ontvanger: { gemeentecode: ARNHEM, sleutelIds: ['a'.repeat(32)] },
      },
      voorwaarden: HELD,
      regels: new Map([
        [
          'klantnummer',
          { grondslag: ['art-2'], doelen: ['hulpaanbod'], vervaldatum: '2027-05-03' },
        ],
      ]),
      afgeleid: [],
      vervaldatum: '2027-05-03',
    })
  })

  test('lets no field pass of what it refuses', () => {
    const refused = deciding({ afzenderRol: 'drinkwaterbedrijf' })
    expect(refused.besluit.velden).toStrictEqual([
      {
        veld: 'klantnummer',
        uitkomst: 'niet-doorgegeven',
        grondslag: [],
        reden: 'signaal-geweigerd',
      },
    ])
    expect(refused.regels.size).toBe(0)
    expect(refused.besluit.ontvanger).toBeUndefined()
  })

  test('refuses without a rule, and keeps the record of that as long as of any refusal', () => {
    expect(deciding({}, policiesOf([]))).toStrictEqual({
      besluit: {
        besluit: 'geweigerd',
        redenen: [reasonOf('geen-grondslag')],
        velden: [
          {
            veld: 'klantnummer',
            uitkomst: 'niet-doorgegeven',
            grondslag: [],
            reden: 'geen-grondslag',
          },
        ],
        beleid: { id: 'geen', hash: policies.hash },
      },
      voorwaarden: { grondslagInWerking: false },
      regels: new Map(),
      afgeleid: [],
      vervaldatum: '2027-12-03',
    })
  })

  test('names no recipient of what it refuses', () => {
    const { besluit, vervaldatum } = deciding({ afzenderRol: 'drinkwaterbedrijf' })
    expect('ontvanger' in besluit).toBe(false)
    expect(besluit.beleid.id).toBe('wet/huur@1')
    expect(vervaldatum).toBe('2027-12-03')
  })

  test('names the party that receives, and each active key that a passing field is for', () => {
    const oin = '00000099000000003000' as Oin
    const sleutels = [
      aKey('a'),
      aKey('b', { doelen: ['controle', 'hulpaanbod'] }),
      aKey('c', { doelen: ['statistiek' as never, 'controle'] }),
      aKey('d', { toestand: 'alleenOpenen' }),
      aKey('e', { doelen: ['statistiek' as never] }),
    ]
    const { besluit } = deciding({ gemeente: { gemeentecode: ARNHEM, oin, sleutels } })
    expect(besluit.ontvanger).toStrictEqual({
      gemeentecode: ARNHEM,
      oin,
      sleutelIds: ['a', 'b', 'c'].map((digit) => digit.repeat(32)),
    })
    expect(deciding({ velden: [] }).besluit.ontvanger?.sleutelIds).toEqual([])
  })

  test('says of an ended kenmerk how it ended, before anything else', () => {
    const { besluit } = deciding({ beeindigd: 'ingetrokken', afzenderRol: 'drinkwaterbedrijf' })
    expect(besluit.redenen).toStrictEqual([
      {
        ...reasonOf('kenmerk-beeindigd'),
        zin: 'Het signaal met dit kenmerk is beëindigd: ingetrokken.',
      },
      reasonOf('afzender-niet-bevoegd', 'art-1'),
    ])
    expect(codes(deciding({ beeindigd: 'verlopen' }))).toEqual(['kenmerk-beeindigd'])
  })

  test('says its remarks: of the rule, of earlier steps that refuse nothing, of the situation', () => {
    const voorwaarden = [aCondition('eindelevering-te-laat', false)]
    const found = deciding(
      {
        opmerkingen: ['adres-niet-gevonden', 'te-oud'],
        feiten: { ...anInput().feiten, crisissignaal: true },
      },
      policiesOf([aRule({ velden, voorwaarden })]),
    )
    expect(found.besluit.besluit).toBe('aanvaard')
    expect(codes(found)).toEqual(['eindelevering-te-laat', 'adres-niet-gevonden', 'bedreigend'])
    expect(codes(deciding({ feiten: { ...anInput().feiten, crisissignaal: false } }))).toEqual([])
  })

  const drempels = new Map([[ARNHEM, [{ ...aWindow, centen: 90_000, types: 'alle' as const }]]])

  test('keeps no field below the municipality’s threshold, and says so', () => {
    const below = deciding({}, policiesOf([aRule({ velden })], { drempels }))
    expect(below.besluit.redenen).toEqual([reasonOf('onder-gemeentelijke-drempel')])
    expect(below.besluit.velden[0]?.reden).toBe('onder-gemeentelijke-drempel')
    expect(below.voorwaarden).toStrictEqual({ ...HELD, gemeentelijkeDrempelGehaald: false })
    const feiten = { ...anInput().feiten, bedragInCenten: 90_000 }
    const on = deciding({ feiten }, policiesOf([aRule({ velden })], { drempels }))
    expect(on.voorwaarden).toStrictEqual({ ...HELD, gemeentelijkeDrempelGehaald: true })
    expect(on.regels.size).toBe(1)
    expect(codes(on)).toEqual([])
  })

  test('takes the threshold of the day and the type, and none where there is none', () => {
    const under = (...own: readonly Threshold[]): unknown =>
      deciding({}, policiesOf([aRule({ velden })], { drempels: new Map([[ARNHEM, own]]) }))
        .voorwaarden['gemeentelijkeDrempelGehaald']
    const high: Threshold = { ...aWindow, centen: 90_000, types: 'alle' }
    const low: Threshold = { ...high, centen: 100 }
    expect(under()).toBeUndefined()
    const drempels = new Map([[ARNHEM, [high]]])
    const feiten = { ...anInput().feiten, crisissignaal: true }
    const threatening = deciding({ feiten }, policiesOf([aRule({ velden })], { drempels }))
    expect(threatening.voorwaarden).toStrictEqual(HELD)
    expect(threatening.regels.size).toBe(1)
    expect(under({ ...high, tot: DAY })).toBeUndefined()
    expect(under({ ...high, types: new Set(['energie']) })).toBeUndefined()
    expect(under({ ...high, types: new Set(['huur']) })).toBe(false)
    expect(under({ ...high, tot: DAY }, low)).toBe(true)
    expect(under({ ...high, types: new Set(['energie']) }, low)).toBe(true)
  })

  test('weighs the district where a rule derives it of an address that passes', () => {
    const place = { omdat: '', grondslag: ['art-3'], group }
    const address = new Map([
      ['adres.postcode', place],
      ['adres.huisnummer', place],
    ] as const)
    const doelen = [{ doel: 'selectie', vorm: 'wijk', ...aWindow }] as const
    const afgeleid = new Map([['adres.wijk', { omdat: '', grondslag: ['art-4'], doelen }]] as const)
    const both = ['adres.postcode', 'adres.huisnummer'] as const
    const weighed = (
      wijkBekend: boolean | undefined,
      offered: DecisionInput['velden'],
      rule = aRule({ velden: address, afgeleid }),
    ): unknown => deciding({ velden: offered, wijkBekend }, policiesOf([rule])).voorwaarden
    expect(weighed(true, both)).toStrictEqual({ ...HELD, wijkBekend: true })
    expect(weighed(false, both)).toStrictEqual({ ...HELD, wijkBekend: false })
    expect(weighed(undefined, both)).toStrictEqual(HELD)
    expect(weighed(true, ['adres.postcode'])).toStrictEqual(HELD)
    expect(weighed(true, both, aRule({ velden: address }))).toStrictEqual(HELD)
    const none = deciding({ velden: both, wijkBekend: true }, policiesOf([]))
    expect(none.voorwaarden).toStrictEqual({ grondslagInWerking: false })
  })

  test('ends the record of what it accepts by the municipality’s own term', () => {
    const termijnen = new Map([['gecodeerd', { maanden: 1, dagen: 0 }]])
    const own = { gemeente: { gemeentecode: ARNHEM, sleutels: [aKey()], termijnen } }
    expect(deciding(own).vervaldatum).toBe('2026-12-03')
  })
})

describe('an agreement of the municipality', () => {
  const oin = '00000099000000001000' as Oin
  const condition = aCondition('afspraak-ontbreekt', undefined)
  const rule = aRule({
    voorwaarden: [{ ...condition, geldt: ({ afspraak }) => afspraak === true }],
  })
  const agreed: Agreement = { ...aWindow, deelnemer: oin, types: 'alle' }
  const holds = (
    agreements: readonly Agreement[] | undefined,
    input: Partial<DecisionInput> = {},
  ): boolean | undefined => {
    const afspraken = new Map(agreements === undefined ? [] : [[ARNHEM, agreements] as const])
    const under = policiesOf([rule], { afspraken })
    return decide(under, anInput({ afzenderOin: oin, ...input })).voorwaarden['afspraak-ontbreekt']
  }

  test('counts for its party, on its days, for the types that it names', () => {
    const other = { ...agreed, deelnemer: '00000099000000002000' as Oin }
    expect(holds([other, agreed])).toBe(true)
    expect(holds([other])).toBe(false)
    expect(holds(undefined)).toBe(false)
    expect(holds([{ ...agreed, tot: DAY }])).toBe(false)
    expect(holds([{ ...agreed, vanaf: '2026-11-04' }])).toBe(false)
    expect(holds([{ ...agreed, types: new Set(['huur', 'energie']) }])).toBe(true)
    expect(holds([{ ...agreed, types: new Set(['energie']) }])).toBe(false)
    expect(holds([agreed], { gemeente: undefined })).toBe(false)
  })

  test('that an example states is taken as it says', () => {
    const feiten = anInput().feiten
    expect(holds([], { feiten: { ...feiten, afspraak: true } })).toBe(true)
    expect(holds([agreed], { feiten: { ...feiten, afspraak: false } })).toBe(false)
  })
})

describe('what would pass if nothing spoke against it', () => {
  test('is what the rule lets pass, also of a signal that is refused', () => {
    const input = anInput({ ...offering, afzenderRol: 'drinkwaterbedrijf' })
    expect([...passingIfAccepted(policies, input).keys()]).toEqual(['klantnummer'])
    expect(passingIfAccepted(policiesOf([]), input).size).toBe(0)
  })

  test('is nothing below the municipality’s threshold', () => {
    const at = (centen: number): number => {
      const drempels = new Map([[ARNHEM, [{ ...aWindow, centen, types: new Set(['huur']) }]]])
      return passingIfAccepted(policiesOf([aRule({ velden })], { drempels }), anInput(offering))
        .size
    }
    expect([81_200, 81_201].map(at)).toEqual([1, 0])
  })
})

describe('allowedToday', () => {
  const ask = { signaaltype: 'huur', doel: 'hulpaanbod', veld: 'klantnummer', dag: DAY } as const

  test('gives the articles for a purpose that takes the field today, and nothing else', () => {
    expect(allowedToday(policies, ask)).toEqual(['art-2'])
    expect(allowedToday(policies, { ...ask, doel: 'controle' })).toEqual(['art-2'])
    expect(allowedToday(policies, { ...ask, veld: 'signaaldatum' })).toBeUndefined()
    expect(allowedToday(policies, { ...ask, dag: '2025-12-31' })).toBeUndefined()
    const only = aGroup([], {
      doelen: [
        { doel: 'controle', ...aWindow },
        { doel: 'hulpaanbod', vanaf: '2026-01-01', tot: DAY },
      ],
    })
    const other = policiesOf([
      aRule({
        velden: new Map([['klantnummer', { omdat: '', grondslag: ['art-2'], group: only }]]),
      }),
    ])
    expect(allowedToday(other, ask)).toBeUndefined()
    expect(allowedToday(other, { ...ask, dag: '2026-11-02' })).toEqual(['art-2'])
  })

  test('hands out a copy of the articles', () => {
    allowedToday(policies, ask)?.push('x')
    expect(allowedToday(policies, ask)).toEqual(['art-2'])
  })
})
