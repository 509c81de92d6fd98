import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aPremiumSignal, aSignal, DAY } from '../../tests/support/builders.ts'
import { sentFields } from '../model/besluit.ts'
import { ROLLEN } from '../model/deelnemer.ts'
import { Gemeentecode, SleutelId } from '../model/ids.ts'
import type { RedenCode } from '../model/reden.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'
import { Signaal } from '../model/signaal.ts'
import { VELDEN, type Veld } from '../model/veld.ts'
import { veldwaarden } from '../model/veldwaarden.ts'
import { allowedToday, decide } from './decide.ts'
import type { Decision, DecisionInput } from './decision.ts'
import { factsOf } from './facts.ts'
import { loadPolicies } from './load.ts'
import { minimise } from './minimise.ts'

const policies = loadPolicies('policies')
const arnhem = Gemeentecode.parse('0202')

const aKey = (digit: string, overrides: Partial<Ontvangersleutel> = {}): Ontvangersleutel => ({
  sleutelId: SleutelId.parse(digit.repeat(32)),
  gemeentecode: arnhem,
  doelen: ['hulpaanbod'],
  publiekeSleutel: new Uint8Array(32),
  toestand: 'actief',
  ...overrides,
})
const controleKey = aKey('c', { doelen: ['controle'] })
const hulpKey = aKey('a')

const inputOf = (json: unknown, overrides: Partial<DecisionInput> = {}): DecisionInput => {
  const signaal = Signaal.parse(json)
  return {
    signaaltype: signaal.signaaltype,
    velden: [...veldwaarden(signaal).keys()],
    onbruikbaar: [],
    feiten: factsOf(signaal),
    afzenderRol: signaal.signaaltype === 'huur' ? 'verhuurder' : 'zorgverzekeraar',
    dag: DAY,
    gemeente: { gemeentecode: arnhem, sleutels: [controleKey, hulpKey] },
    ...overrides,
  }
}
const decideOn = (json: unknown, overrides: Partial<DecisionInput> = {}): Decision =>
  decide(policies, inputOf(json, overrides))
const codes = ({ besluit }: Decision): RedenCode[] => besluit.redenen.map(({ code }) => code)
const outcome = ({ besluit }: Decision, veld: Veld): string | undefined => {
  const found = besluit.velden.find((one) => one.veld === veld)
  return found && [found.uitkomst, found.reden].filter((part) => part !== undefined).join(' ')
}

describe('the scenarios', () => {
  test('1: rent arrears without a written reminder are refused', () => {
    const decision = decideOn(aSignal({ inspanningen: { herinneringen: undefined } }))
    expect(decision.besluit.besluit).toBe('geweigerd')
    expect(decision.besluit.redenen).toEqual([
      {
        code: 'herinnering-ontbreekt',
        grondslag: 'bgs-2020-art-2',
        zin: 'U gaf geen of te weinig schriftelijke herinneringen op.',
        remedie: 'Stuur eerst een schriftelijke herinnering en vul inspanningen.herinneringen.',
      },
    ])
    expect(decision.regels.size).toBe(0)
  })

  test('2: with all efforts, name, address, telephone and amount pass', () => {
    const decision = decideOn(aSignal())
    expect(decision.besluit).toMatchObject({
      besluit: 'aanvaard',
      redenen: [],
      beleid: { id: 'wet/huur@1', hash: policies.hash },
      ontvanger: { gemeentecode: '0202', sleutelIds: ['c'.repeat(32), 'a'.repeat(32)] },
    })
    expect([...decision.regels.keys()]).toEqual([
      'signaaldatum',
      'persoon.voorletters',
      'persoon.voorvoegsel',
      'persoon.achternaam',
      'adres.straatnaam',
      'adres.huisnummer',
      'adres.postcode',
      'adres.plaatsnaam',
      'contact.telefoonnummer',
      'achterstand.bedragInCenten',
      'achterstand.ontstaansdatum',
      'achterstand.maanden',
    ])
    expect(decision.regels.get('persoon.achternaam')).toEqual({
      grondslag: ['bgs-2020-art-2'],
      doelen: ['controle', 'hulpaanbod'],
      vervaldatum: '2027-05-03',
    })
    expect(decision.regels.get('contact.telefoonnummer')?.doelen).toEqual(['hulpaanbod'])
    expect(decision.vervaldatum).toBe('2027-05-03')
  })

  test('3a: a landlord’s BSN, date of birth and customer number are withheld, and the signal goes on', () => {
    const decision = decideOn(
      aSignal({
        persoon: { burgerservicenummer: '999990019', geboortedatum: '1985-06-15' },
        klantnummer: '8841-22',
        medecontractant: { achternaam: 'Boer' },
      }),
    )
    expect(decision.besluit.besluit).toBe('aanvaard')
    for (const veld of [
      'persoon.burgerservicenummer',
      'persoon.geboortedatum',
      'klantnummer',
      'medecontractant.achternaam',
    ] as const) {
      expect(outcome(decision, veld)).toBe('niet-doorgegeven geen-grondslag')
      expect(decision.regels.has(veld)).toBe(false)
    }
  })

  test('4: a refusal to share blocks the whole signal, and nothing else is asked', () => {
    expect(codes(decideOn(aSignal({ inspanningen: { reactie: 'geweigerd' } })))).toEqual([
      'gegevensdeling-geweigerd',
    ])
  })

  test('5: seven months of premium arrears are too old, and the remedy names the CAK', () => {
    const decision = decideOn(
      aPremiumSignal({
        achterstand: { bedragInCenten: 102_000, ontstaansdatum: undefined, maanden: 7 },
      }),
    )
    expect(codes(decision)).toEqual(['te-oud'])
    expect(decision.besluit.redenen[0]?.remedie).toContain('CAK')
    expect(decision.besluit.redenen[0]?.grondslag).toBe('lcv')
  })

  test('5b: 62 days of premium arrears pass, the BSN for controle only', () => {
    const decision = decideOn(aPremiumSignal())
    expect(decision.besluit.besluit).toBe('aanvaard')
    expect(decision.regels.get('persoon.burgerservicenummer')).toEqual({
      grondslag: ['rzv-art-7b1-2', 'wgs-art-8c'],
      doelen: ['controle'],
      vervaldatum: '2027-05-03',
    })
    expect(outcome(decision, 'persoon.geboortedatum')).toBe('doorgegeven')
    expect(outcome(decision, 'polis.uzovinummer')).toBe('doorgegeven')
  })

  test('5c: a neutral answer of a tenant is enough', () => {
    expect(codes(decideOn(aSignal({ inspanningen: { reactie: 'neutraal' } })))).toEqual([])
  })
})

describe('decide', () => {
  test('names every reason at once', () => {
    const decision = decideOn(
      aPremiumSignal({
        inspanningen: undefined,
        persoon: { natuurlijkPersoon: false },
        achterstand: { ontstaansdatum: '2026-11-01' },
        signaaldatum: '2026-11-04',
      }),
      { afzenderRol: 'verhuurder', gemeente: { gemeentecode: arnhem, sleutels: [controleKey] } },
    )
    expect(codes(decision)).toEqual([
      'afzender-niet-bevoegd',
      'signaaldatum-buiten-bereik',
      'gemeente-niet-aangesloten',
      'persoonlijk-contact-ontbreekt',
      'verwijzing-ontbreekt',
      'herinnering-ontbreekt',
      'aanbod-ontbreekt',
      'reactie-onvoldoende',
      'rechtspersoon',
      'te-jong',
    ])
    expect(decision.besluit.ontvanger).toBeUndefined()
    expect(decision.vervaldatum).toBe('2027-12-03')
  })

  test('records truth values only, enough to see each condition', () => {
    expect(decideOn(aSignal({ inspanningen: { herinneringen: [] } })).voorwaarden).toEqual({
      afzenderBevoegd: true,
      gemeenteBekend: true,
      gemeenteAangewezen: true,
      gemeenteAangesloten: true,
      signaaldatumBinnenBereik: true,
      gegevensdelingNietGeweigerd: true,
      persoonlijkContactGeprobeerd: true,
      opSchuldhulpGewezen: true,
      schriftelijkHerinnerd: false,
      aanbodGedaan: true,
      reactieToereikend: true,
      natuurlijkPersoon: true,
    })
  })

  test.each([
    ['pogingPersoonlijkContactDatum', 'persoonlijk-contact-ontbreekt'],
    ['gewezenOpSchuldhulpDatum', 'verwijzing-ontbreekt'],
    ['aanbodGegevensdelingDatum', 'aanbod-ontbreekt'],
  ])('an effort dated tomorrow (%s) has not been made; today it has', (effort, code) => {
    const on = (day: string): RedenCode[] =>
      codes(decideOn(aSignal({ inspanningen: { [effort]: day } })))
    expect(on('2026-11-04')).toEqual([code])
    expect(on(DAY)).toEqual([])
  })

  test('a reminder dated tomorrow does not count', () => {
    expect(codes(decideOn(aSignal({ inspanningen: { herinneringen: ['2026-11-04'] } })))).toEqual([
      'herinnering-ontbreekt',
    ])
  })

  test.each([
    ['2026-11-04', ['signaaldatum-buiten-bereik']],
    ['2026-11-03', []],
    ['2026-10-03', []],
    ['2026-10-02', ['signaaldatum-buiten-bereik']],
  ])('a signal dated %s and received on 2026-11-03 gives %j', (signaaldatum, expected) => {
    expect(codes(decideOn(aSignal({ signaaldatum })))).toEqual(expected)
  })

  test('an unknown address is refused, and asks no more of the municipality', () => {
    expect(codes(decideOn(aSignal(), { gemeente: undefined }))).toEqual(['postcode-onbekend'])
  })

  test.each(['alleenOpenen', 'gecompromitteerd'] as const)(
    'a municipality whose only key is %s is not connected',
    (toestand) => {
      const sleutels = [aKey('a', { toestand }), controleKey]
      expect(codes(decideOn(aSignal(), { gemeente: { gemeentecode: arnhem, sleutels } }))).toEqual([
        'gemeente-niet-aangesloten',
      ])
    },
  )

  test('without a key for controle the BSN is withheld, and no other key gets it', () => {
    const decision = decideOn(aPremiumSignal(), {
      gemeente: {
        gemeentecode: arnhem,
        sleutels: [hulpKey, aKey('d', { toestand: 'alleenOpenen' })],
      },
    })
    expect(decision.besluit.besluit).toBe('aanvaard')
    expect(outcome(decision, 'persoon.burgerservicenummer')).toBe('niet-doorgegeven geen-sleutel')
    expect(decision.regels.get('persoon.achternaam')?.doelen).toEqual(['hulpaanbod'])
    expect(decision.besluit.ontvanger?.sleutelIds).toEqual(['a'.repeat(32)])
  })

  test.each(['telecom', 'cak-lijst', 'constructor', '__proto__'])(
    'the type %s has no rule: no basis, and no field passes',
    (signaaltype) => {
      const decision = decideOn(aSignal(), { signaaltype })
      expect(codes(decision)).toEqual(['geen-grondslag'])
      expect(decision.besluit.beleid.id).toBe('geen')
      expect(decision.regels.size).toBe(0)
    },
  )

  test('a type that goes another way is refused with its reason, its article and that way', () => {
    const { besluit } = decideOn(aSignal(), { signaaltype: 'cak-wanbetalers' })
    expect(besluit.redenen).toEqual([
      {
        code: 'verkeerd-doel',
        grondslag: 'rzv-art-7b1-3',
        zin: expect.stringContaining('uitstroom') as string,
        remedie: expect.stringContaining('De gemeente vraagt haar zelf bij het CAK op') as string,
      },
    ])
    expect(codes(decideOn(aSignal(), { signaaltype: 'cjib' }))).toEqual(['geen-grondslag'])
    const before = decideOn(aSignal(), { signaaltype: 'cak-wanbetalers', dag: '2023-12-31' })
    expect(codes(before)).toEqual(['geen-grondslag'])
  })

  test('before a rule is in force there is no basis', () => {
    const on = { dag: '2023-12-31' }
    expect(codes(decideOn(aSignal({ signaaldatum: on.dag }), on))).toEqual(['geen-grondslag'])
  })

  test('facts that only decide are named so, in an accepted and in a refused signal', () => {
    for (const json of [aSignal(), aSignal({ persoon: { natuurlijkPersoon: false } })]) {
      const decision = decideOn(json)
      expect(outcome(decision, 'persoon.natuurlijkPersoon')).toBe(
        'niet-doorgegeven alleen-voor-besluit',
      )
      expect(outcome(decision, 'inspanningen.reactie')).toBe('niet-doorgegeven alleen-voor-besluit')
    }
  })

  test('a refused signal passes no field, and says which would have had a basis', () => {
    const decision = decideOn(aSignal({ persoon: { natuurlijkPersoon: false }, klantnummer: '1' }))
    expect(outcome(decision, 'persoon.achternaam')).toBe('niet-doorgegeven signaal-geweigerd')
    expect(outcome(decision, 'klantnummer')).toBe('niet-doorgegeven geen-grondslag')
  })

  test('a value that was dropped is named, once', () => {
    const decision = decideOn(aSignal(), { onbruikbaar: ['contact.telefoonnummer'] })
    expect(outcome(decision, 'contact.telefoonnummer')).toBe('onbruikbaar onbruikbaar')
    expect(decision.regels.has('contact.telefoonnummer')).toBe(false)
  })

  test('an accepted signal carries its remarks, a refused one its refusals', () => {
    const opmerkingen: RedenCode[] = ['naam-mogelijk-onderneming', 'adres-niet-gevonden']
    expect(codes(decideOn(aSignal({ crisissignaal: true }), { opmerkingen }))).toEqual([
      ...opmerkingen,
      'bedreigend',
    ])
    const refused = decideOn(aSignal({ persoon: { natuurlijkPersoon: false } }), { opmerkingen })
    expect(codes(refused)).toEqual(['rechtspersoon'])
  })
})

describe('allowedToday', () => {
  const ask = { signaaltype: 'zorgverzekering', dag: DAY } as const

  test('gives the articles of a field for a purpose that may open it', () => {
    const veld = 'persoon.burgerservicenummer'
    expect(allowedToday(policies, { ...ask, doel: 'controle', veld })).toEqual([
      'rzv-art-7b1-2',
      'wgs-art-8c',
    ])
    expect(allowedToday(policies, { ...ask, doel: 'hulpaanbod', veld })).toBeUndefined()
  })

  test('gives nothing for a field, a type or a day without a rule', () => {
    const doel = 'hulpaanbod'
    expect(allowedToday(policies, { ...ask, doel, veld: 'klantnummer' })).toBeUndefined()
    const question = { ...ask, doel, veld: 'persoon.achternaam' } as const
    expect(allowedToday(policies, { ...question, signaaltype: 'telecom' })).toBeUndefined()
    expect(allowedToday(policies, { ...question, dag: '2023-12-31' })).toBeUndefined()
  })
})

describe('for any signal whatever', () => {
  const anInput: fc.Arbitrary<DecisionInput> = fc.record({
    signaaltype: fc.constantFrom('huur', 'zorgverzekering', 'energie', 'telecom'),
    velden: fc.shuffledSubarray([...VELDEN]),
    onbruikbaar: fc.subarray(['contact.telefoonnummer', 'contact.emailadres'] as const),
    feiten: fc.record({
      signaaldatum: fc.constantFrom(DAY, '2026-10-01', '2026-11-04'),
      natuurlijkPersoon: fc.boolean(),
      bedragInCenten: fc.integer({ min: 1, max: 1_000_000 }),
      maanden: fc.integer({ min: 0, max: 8 }),
      crisissignaal: fc.boolean(),
      inspanningen: fc.option(
        fc.constantFrom(Signaal.parse(aSignal()).inspanningen, { reactie: 'geweigerd' as const }),
        { nil: undefined, freq: 8 },
      ),
    }),
    afzenderRol: fc.constantFrom(...ROLLEN),
    dag: fc.constant(DAY),
    gemeente: fc.constantFrom(
      undefined,
      { gemeentecode: arnhem, sleutels: [] },
      { gemeentecode: arnhem, sleutels: [hulpKey] },
      { gemeentecode: arnhem, sleutels: [hulpKey, controleKey] },
    ),
  })
  // Half of the inputs are made acceptable, so that both outcomes are met.
  const input = fc.oneof(
    anInput,
    anInput.map((one) => ({
      ...inputOf(aSignal()),
      velden: one.velden,
      onbruikbaar: one.onbruikbaar,
    })),
    anInput.map((one) => ({
      ...inputOf(aPremiumSignal()),
      velden: one.velden,
      gemeente: one.gemeente,
    })),
  )
  const forAll = (property: (input: DecisionInput) => void): void =>
    fc.assert(fc.property(input, property), { numRuns: 500, seed: 20261123 })

  test('every field that was offered gets exactly one outcome, in the order of the vocabulary', () => {
    forAll((one) => {
      const offered = new Set([...one.velden, ...one.onbruikbaar])
      const { velden } = decide(policies, one).besluit
      const found = sentFields(velden).map(({ veld }) => veld)
      expect(found).toEqual(VELDEN.filter((veld) => offered.has(veld)))
    })
  })

  test('a field passes only when its rule names it, an article stands beside it and a key can open it', () => {
    forAll((one) => {
      const { regels, besluit } = decide(policies, one)
      for (const [veld, { grondslag, doelen }] of regels) {
        expect(grondslag.length).toBeGreaterThan(0)
        for (const doel of doelen) {
          expect(
            allowedToday(policies, { signaaltype: one.signaaltype, doel, veld, dag: one.dag }),
          ).toEqual(grondslag)
          expect(one.gemeente?.sleutels.some((key) => key.doelen.includes(doel))).toBe(true)
        }
      }
      const passed = besluit.velden.filter(({ uitkomst }) => uitkomst === 'doorgegeven')
      expect(passed.map(({ veld }) => veld)).toEqual([...regels.keys()])
      if (besluit.besluit === 'geweigerd') expect(regels.size).toBe(0)
      expect(besluit.besluit === 'geweigerd').toBe(
        besluit.redenen.some(({ code }) => !['bedreigend'].includes(code)),
      )
    })
  })

  test('the same input gives the same decision, and neither input nor policies change', () => {
    forAll((one) => {
      const before = structuredClone(one)
      expect(decide(policies, one)).toEqual(decide(policies, one))
      expect(one).toEqual(before)
    })
  })
})

describe('minimise', () => {
  test('holds exactly the fields that pass, with their values', () => {
    const json = aSignal({
      persoon: { voorletters: 'J.', burgerservicenummer: '999990019' },
      klantnummer: '8841-22',
    })
    const minimal = minimise(Signaal.parse(json), decideOn(json))
    expect(Object.fromEntries(minimal)).toEqual({
      signaaldatum: DAY,
      'persoon.voorletters': 'J.',
      'persoon.voorvoegsel': 'de',
      'persoon.achternaam': 'Boer',
      'adres.straatnaam': 'Lindelaan',
      'adres.huisnummer': 12,
      'adres.postcode': '6811AB',
      'adres.plaatsnaam': 'Arnhem',
      'contact.telefoonnummer': '+31612345678',
      'achterstand.bedragInCenten': 81_200,
      'achterstand.ontstaansdatum': '2026-09-01',
      'achterstand.maanden': 2,
    })
  })

  test('has no field that the signal does not hold, whatever is lawful', () => {
    const regels = new Set<Veld>(['klantnummer', 'signaaldatum'])
    expect([...minimise(Signaal.parse(aSignal()), { regels })]).toEqual([['signaaldatum', DAY]])
  })

  test('is empty for a refused signal', () => {
    const json = aSignal({ persoon: { natuurlijkPersoon: false } })
    expect(minimise(Signaal.parse(json), decideOn(json)).size).toBe(0)
  })

  test('never holds a field that did not pass, whatever was decided', () => {
    const signaal = Signaal.parse(
      aPremiumSignal({
        klantnummer: 'KANARIE',
        medecontractant: { achternaam: 'KANARIE', burgerservicenummer: '999990019' },
        bijzonderheden: [{ code: 'x', soort: 'code', waarde: 'kanarie' }],
        contact: { telefoonnummer: '+31612345678' },
        eindeleveringDatum: DAY,
      }),
    )
    fc.assert(
      fc.property(fc.subarray([...veldwaarden(signaal).keys()]), fc.boolean(), (velden, huur) => {
        const json = huur ? aSignal() : aPremiumSignal()
        const decision = decideOn(json, { velden })
        const passed = decision.besluit.velden.filter((one) => one.uitkomst === 'doorgegeven')
        const minimal = minimise(signaal, decision)
        for (const veld of minimal.keys())
          expect(passed.some((one) => one.veld === veld)).toBe(true)
        expect(JSON.stringify([...minimal])).not.toMatch(/kanarie/i)
      }),
      { seed: 20261123 },
    )
  })
})
