import { describe, expect, test } from 'vitest'
import { DAY } from '../../tests/support/builders.ts'
import { ARNHEM, aGroup, aRule, aWindow, policiesOf } from '../../tests/support/rules.ts'
import type { Oin } from '../model/ids.ts'
import type { Veld } from '../model/veld.ts'
import type { Agreement, Policies, Rule } from './compile.ts'
import { CODE, compileTest, Voorwaarde } from './conditions.ts'
import type { WetFile } from './policy-file.ts'
import { type PastVerdict, type Redecided, whatIf } from './what-if.ts'

const SENDER = '00000099000000001000' as Oin
const OTHER = '00000099000000002000' as Oin
const SAME = { soort: 'gelijk' } as const

const HELD = {
  afzenderBevoegd: true,
  gemeenteBekend: true,
  signaaldatumBinnenBereik: true,
  gegevensdelingNietGeweigerd: true,
  gemeenteAangewezen: true,
  gemeenteAangesloten: true,
}

const accepted = (overrides: Partial<PastVerdict> = {}): PastVerdict => ({
  aanvaard: true,
  signaaltype: 'huur',
  dag: '2026-06-01',
  gemeentecode: ARNHEM,
  afzenderOin: SENDER,
  redenen: [],
  voorwaarden: HELD,
  doorgegeven: ['klantnummer'],
  nietDoorgegeven: ['crisissignaal'],
  ...overrides,
})

const refused = (overrides: Partial<PastVerdict> = {}): PastVerdict =>
  accepted({
    aanvaard: false,
    doorgegeven: [],
    nietDoorgegeven: ['klantnummer', 'crisissignaal'],
    ...overrides,
  })

const help = aGroup()
const field = (group = help) => ({ omdat: '', grondslag: [], group })
const letting = (
  ...fields: readonly (readonly [Veld, ReturnType<typeof aGroup>?])[]
): Rule['velden'] => new Map(fields.map(([veld, group]) => [veld, field(group)]))
const usual = letting(['klantnummer'])

const asking = (overrides: Partial<Rule>, ...conditions: readonly object[]): Rule => {
  const voorwaarden = conditions.map((one) => Voorwaarde.parse({ grondslag: 'x', ...one }))
  return aRule(
    {
      velden: usual,
      voorwaarden: voorwaarden.map((one) => ({
        naam: one.voorwaarde,
        code: CODE[one.voorwaarde],
        grondslag: 'x',
        zin: '',
        remedie: '',
        uitleg: '',
        geldt: compileTest(one),
      })),
      ...overrides,
    },
    { voorwaarden: voorwaarden as WetFile['voorwaarden'] },
  )
}

const deciding = (
  before: Rule | undefined,
  after: Rule | undefined,
  past: PastVerdict,
  more: { readonly before?: Partial<Policies>; readonly after?: Partial<Policies> } = {},
): Redecided =>
  whatIf(
    {
      before: policiesOf(before === undefined ? [] : [before], more.before),
      after: policiesOf(after === undefined ? [] : [after], more.after),
      dag: DAY,
    },
    past,
  )

const rule = asking({})
const unknown = (...ontbreekt: readonly string[]): Redecided => ({ soort: 'onbekend', ontbreekt })
const against = (...redenen: readonly string[]): unknown => ({
  soort: 'geweigerd',
  redenen,
  eraf: ['klantnummer'],
})

describe('whatIf', () => {
  test('changes nothing where nothing changes', () => {
    expect(deciding(rule, rule, accepted())).toEqual(SAME)
    const voorwaarden = { ...HELD, gegevensdelingNietGeweigerd: false }
    expect(deciding(rule, rule, refused({ voorwaarden }))).toEqual(SAME)
  })

  test('keeps nothing of a repeat, though a proposed rule lets more pass', () => {
    const repeat = accepted({
      voorwaarden: { ...HELD, nietEerderGemeld: false },
      doorgegeven: [],
      nietDoorgegeven: ['klantnummer', 'crisissignaal'],
    })
    const more = aRule({ velden: letting(['klantnummer'], ['crisissignaal']) })
    expect(deciding(aRule({ velden: usual }), more, repeat)).toEqual(SAME)
    const first = accepted({ voorwaarden: { ...HELD, nietEerderGemeld: true } })
    expect(deciding(aRule({ velden: usual }), more, first)).not.toEqual(SAME)
  })

  test('leaves a kenmerk ended, since that is no matter of policy', () => {
    const past = refused({ redenen: ['kenmerk-beeindigd'] })
    expect(deciding(rule, rule, past)).toEqual(SAME)
    expect(deciding(rule, undefined, past)).toEqual(SAME)
  })

  test('refuses what has no rule any more, for the reason of that day', () => {
    expect(deciding(rule, undefined, accepted())).toEqual(against('geen-grondslag'))
    const ended = asking({ tot: DAY })
    expect(deciding(rule, ended, accepted())).toEqual(against('grondslag-verlopen'))
    const other = { reden: 'verkeerd-doel', zin: 'x', remedie: 'x', grondslag: ['x'] } as never
    const geweigerd = { id: 'x', ...aWindow, soorten: new Map([['huur', other]]) }
    expect(deciding(rule, undefined, accepted(), { after: { geweigerd } })).toEqual(
      against('verkeerd-doel'),
    )
    expect(deciding(rule, undefined, refused())).toEqual(SAME)
  })

  test('knows nothing of a type that had no rule', () => {
    const past = refused({ voorwaarden: { grondslagInWerking: false } })
    expect(deciding(undefined, rule, past)).toEqual(
      unknown(
        'afzenderBevoegd',
        'gemeenteBekend',
        'signaaldatumBinnenBereik',
        'gegevensdelingNietGeweigerd',
        'gemeenteAangesloten',
      ),
    )
    expect(deciding(undefined, rule, refused())).toEqual(
      unknown('afzenderBevoegd', 'signaaldatumBinnenBereik'),
    )
  })

  test('names each reason once', () => {
    const after = asking(
      {},
      { voorwaarde: 'minstensDagenOud', dagen: 30 },
      { voorwaarde: 'minstensMaandenOud', maanden: 2 },
    )
    const voorwaarden = { ...HELD, minstensDagenOud: false, minstensMaandenOud: false }
    expect(deciding(after, after, accepted({ voorwaarden }))).toEqual(against('te-jong'))
  })
})

describe('the sender', () => {
  const failed = { ...HELD, afzenderBevoegd: false }
  const only = (...oins: readonly Oin[]): Rule => asking({ deelnemers: new Set(oins) })

  test('stays who it was while the rule asks the same', () => {
    expect(deciding(only(SENDER), only(SENDER, OTHER), accepted())).toEqual(SAME)
    expect(deciding(rule, rule, refused({ voorwaarden: failed }))).toEqual(SAME)
    const parties = only(SENDER, OTHER)
    const turned = only(OTHER, SENDER)
    expect(deciding(parties, turned, refused({ voorwaarden: failed }))).toEqual(SAME)
  })

  test('is refused once the rule names others, or another role', () => {
    expect(deciding(rule, only(OTHER), accepted())).toEqual(against('afzender-niet-bevoegd'))
    const other = asking({ afzender: 'drinkwaterbedrijf' })
    expect(deciding(rule, other, accepted())).toEqual(against('afzender-niet-bevoegd'))
  })

  test('is not known where another role or other parties are asked of one that was refused', () => {
    const past = refused({ voorwaarden: failed })
    const other = asking({ afzender: 'drinkwaterbedrijf' })
    expect(deciding(rule, other, past)).toEqual(unknown('afzenderBevoegd'))
    expect(deciding(only(OTHER), only(SENDER), past)).toEqual(unknown('afzenderBevoegd'))
    expect(deciding(only(OTHER), rule, past)).toEqual(unknown('afzenderBevoegd'))
    expect(deciding(rule, only(SENDER), past)).toEqual(unknown('afzenderBevoegd'))
    const { afzenderBevoegd: _one, ...unweighed } = HELD
    expect(deciding(rule, rule, accepted({ voorwaarden: unweighed }))).toEqual(
      unknown('afzenderBevoegd'),
    )
  })
})

describe('the date of the signal', () => {
  const law = (vanaf: string, voorganger?: string): Rule =>
    asking({
      wet: { vanaf, tot: undefined },
      voorganger: voorganger === undefined ? undefined : { vanaf: voorganger, tot: vanaf },
    })
  const out = refused({ voorwaarden: { ...HELD, signaaldatumBinnenBereik: false } })
  const NOT = unknown('signaaldatumBinnenBereik')
  const [old, middle, late] = ['2020-01-01', '2021-01-01', '2022-01-01'] as const

  test('lay within or beside a law that stayed as it was', () => {
    expect(deciding(law(middle), law(middle), accepted())).toEqual(SAME)
    expect(deciding(law(middle), law(middle), out)).toEqual(SAME)
    expect(deciding(law(middle, old), law(middle, old), out)).toEqual(SAME)
  })

  test('lies within a law that began earlier, and is not known of one that began later', () => {
    expect(deciding(law(middle), law(old), accepted())).toEqual(SAME)
    expect(deciding(law(middle), law(late), accepted())).toEqual(NOT)
    expect(deciding(law(middle, old), law(middle), accepted())).toEqual(SAME)
  })

  test('lies beside a law that began later, unless a predecessor may hold it', () => {
    expect(deciding(law(middle), law(late), out)).toEqual(SAME)
    expect(deciding(law(middle, old), law(middle), out)).toEqual(SAME)
    expect(deciding(law(middle), law(old), out)).toEqual(NOT)
    expect(deciding(law(middle), law(late, middle), out)).toEqual(NOT)
    expect(deciding(law(middle), law(middle, old), out)).toEqual(NOT)
  })

  test('is not known where nobody weighed it', () => {
    const { signaaldatumBinnenBereik: _date, ...unweighed } = HELD
    expect(deciding(rule, rule, accepted({ voorwaarden: unweighed }))).toEqual(NOT)
  })
})

describe('the municipality', () => {
  test('is designated or not by the proposed rule', () => {
    const named = (...codes: readonly (typeof ARNHEM)[]): Rule =>
      asking({ aangewezen: new Set(codes) })
    expect(deciding(rule, named(ARNHEM), accepted())).toEqual(SAME)
    expect(deciding(rule, named(), accepted())).toEqual(against('gemeente-niet-aangewezen'))
    const nowhere = refused({ gemeentecode: undefined })
    expect(deciding(rule, named(ARNHEM), nowhere)).toEqual(SAME)
    expect(deciding(rule, rule, nowhere)).toEqual({ soort: 'aanvaard', erbij: ['klantnummer'] })
  })

  test('is known and connected as it was', () => {
    for (const [name, code] of [
      ['signaaldatumBinnenBereik', 'signaaldatum-buiten-bereik'],
      ['gemeenteBekend', 'postcode-onbekend'],
      ['gemeenteAangesloten', 'gemeente-niet-aangesloten'],
      ['gegevensdelingNietGeweigerd', 'gegevensdeling-geweigerd'],
    ] as const) {
      const voorwaarden = { ...HELD, [name]: false }
      expect(deciding(rule, rule, accepted({ voorwaarden }))).toEqual(against(code))
    }
  })

  test('agreed with the sender, or did not, under the proposed set', () => {
    const after = asking({}, { voorwaarde: 'afspraakMetGemeente' })
    const agreed: Agreement = { ...aWindow, deelnemer: SENDER, types: 'alle' }
    const under = (agreement: Agreement | undefined, past = accepted()): Redecided =>
      deciding(rule, after, past, {
        after: {
          afspraken: new Map(agreement === undefined ? [] : [[ARNHEM, [agreement]]]),
        },
      })
    const missing = against('afspraak-ontbreekt')
    expect(under(agreed)).toEqual(SAME)
    expect(under({ ...agreed, types: new Set(['huur']) })).toEqual(SAME)
    expect(under({ ...agreed, types: new Set(['energie']) })).toEqual(missing)
    expect(under({ ...agreed, deelnemer: OTHER })).toEqual(missing)
    expect(under({ ...agreed, tot: DAY })).toEqual(missing)
    expect(under(undefined)).toEqual(missing)
    expect(under(agreed, accepted({ gemeentecode: undefined }))).toEqual(missing)
  })
})

describe('a condition of the rule', () => {
  const age = (dagen: number): object => ({ voorwaarde: 'minstensDagenOud', dagen })
  const old = (held: boolean): PastVerdict =>
    (held ? accepted : refused)({ voorwaarden: { ...HELD, minstensDagenOud: held } })

  test('holds or fails as far as its old answer tells', () => {
    const asked = asking({}, { voorwaarde: 'aanbodGedaan' }, age(30))
    const past = accepted({ voorwaarden: { ...HELD, aanbodGedaan: true, minstensDagenOud: true } })
    const milder = asking({}, age(20), { voorwaarde: 'aanbodGedaan' })
    expect(deciding(asked, milder, past)).toEqual(SAME)
    expect(deciding(asked, asking({}, age(40)), past)).toEqual(unknown('minstensDagenOud'))
    expect(deciding(asking({}, age(30)), asking({}, age(40)), old(false))).toEqual(SAME)
    expect(deciding(rule, asking({}, age(30)), accepted())).toEqual(unknown('minstensDagenOud'))
  })

  test('that refused and is gone lets the signal through', () => {
    expect(deciding(asking({}, age(30)), rule, old(false))).toEqual({
      soort: 'aanvaard',
      erbij: ['klantnummer'],
    })
  })

  test('that only remarks refuses nothing', () => {
    const remarking = asking({}, { voorwaarde: 'eindeleveringOpTijd', werkdagen: 5 })
    const voorwaarden = { ...HELD, eindeleveringOpTijd: false }
    expect(deciding(remarking, remarking, accepted({ voorwaarden }))).toEqual(SAME)
    expect(deciding(rule, remarking, accepted())).toEqual(SAME)
  })
})

describe('the threshold of the municipality', () => {
  const at = (centen: number | undefined): Partial<Policies> => ({
    drempels: new Map(
      centen === undefined ? [] : [[ARNHEM, [{ ...aWindow, centen, types: 'alle' }]]],
    ),
  })
  const moved = (from: number | undefined, to: number | undefined, past: PastVerdict): Redecided =>
    deciding(rule, rule, past, { before: at(from), after: at(to) })
  const held = (value: boolean, more: Partial<PastVerdict> = {}): PastVerdict =>
    accepted({
      voorwaarden: { ...HELD, gemeentelijkeDrempelGehaald: value },
      ...(value ? {} : { doorgegeven: [], nietDoorgegeven: ['klantnummer', 'crisissignaal'] }),
      ...more,
    })
  const NOT = unknown('gemeentelijkeDrempelGehaald')
  const more = { soort: 'velden', erbij: ['klantnummer'], eraf: [] }

  test('that is lower or gone lets fields through that it held back', () => {
    expect(moved(7_500, undefined, held(false))).toEqual(more)
    expect(moved(7_500, 5_000, held(false))).toEqual(NOT)
    expect(moved(7_500, 5_000, held(true))).toEqual(SAME)
  })

  test('that is higher keeps back what it kept back, and is not known of the rest', () => {
    expect(moved(7_500, 7_500, held(true))).toEqual(SAME)
    expect(moved(7_500, 7_500, held(false))).toEqual(SAME)
    expect(moved(7_500, 9_000, held(false))).toEqual(SAME)
    expect(moved(7_500, 9_000, held(true))).toEqual(NOT)
    expect(moved(undefined, 7_500, accepted())).toEqual(NOT)
    expect(moved(7_500, 7_500, accepted())).toEqual(NOT)
    expect(moved(undefined, 7_500, held(true))).toEqual(NOT)
  })

  test('does not count in a threatening situation, nor where no municipality is known', () => {
    expect(moved(undefined, 7_500, accepted({ redenen: ['bedreigend'] }))).toEqual(SAME)
    expect(moved(undefined, 7_500, accepted({ gemeentecode: undefined }))).toEqual(SAME)
  })

  test('keeps back also what no rule had told about', () => {
    const controle = letting(['klantnummer'], ['crisissignaal', aGroup(['controle'])])
    expect(
      deciding(asking({}), asking({ velden: controle }), held(false), {
        before: at(7_500),
        after: at(7_500),
      }),
    ).toEqual(SAME)
  })
})

describe('a field', () => {
  const both = aGroup(['controle', 'hulpaanbod'])
  const control = aGroup(['controle'])
  const under = (before: Rule['velden'], after: Rule['velden'], past = accepted()): Redecided =>
    deciding(asking({ velden: before }), asking({ velden: after }), past)
  const added = { soort: 'velden', erbij: ['crisissignaal'], eraf: [] }
  const gone = { soort: 'velden', erbij: [], eraf: ['klantnummer'] }

  test('goes when no purpose takes it any more, and comes when help does', () => {
    expect(under(usual, letting())).toEqual(gone)
    const more = letting(['klantnummer'], ['crisissignaal'])
    expect(under(usual, more)).toEqual(added)
    const over = aGroup([], { doelen: [{ doel: 'hulpaanbod', vanaf: '2026-01-01', tot: DAY }] })
    expect(under(usual, letting(['klantnummer', over]))).toEqual(gone)
    expect(under(usual, letting(['crisissignaal']))).toEqual({
      soort: 'velden',
      erbij: ['crisissignaal'],
      eraf: ['klantnummer'],
    })
  })

  test('stays for help, or for every purpose that it had, and is not known of fewer', () => {
    expect(under(letting(['klantnummer', control]), usual)).toEqual(SAME)
    expect(under(letting(['klantnummer', control]), letting(['klantnummer', control]))).toEqual(
      SAME,
    )
    expect(under(letting(['klantnummer', both]), letting(['klantnummer', control]))).toEqual(
      unknown('klantnummer'),
    )
  })

  test('that was kept back although its rule let it pass is taken to be so still', () => {
    const had = letting(['klantnummer'], ['crisissignaal', control])
    expect(under(had, had)).toEqual(SAME)
    const wider = letting(['klantnummer'], ['crisissignaal', both])
    expect(under(had, wider)).toEqual(unknown('crisissignaal'))
    expect(under(wider, had)).toEqual(SAME)
    const other = letting(['klantnummer'], ['crisissignaal', aGroup(['statistiek' as never])])
    expect(under(had, other)).toEqual(unknown('crisissignaal'))
  })

  test('of a signal that was refused passes for help, and is not known of another purpose', () => {
    const age = { voorwaarde: 'minstensDagenOud', dagen: 30 }
    const past = refused({ voorwaarden: { ...HELD, minstensDagenOud: false } })
    const asked = (velden: Rule['velden']): Rule => asking({ velden }, age)
    expect(deciding(asked(usual), asking({ velden: usual }), past)).toEqual({
      soort: 'aanvaard',
      erbij: ['klantnummer'],
    })
    expect(
      deciding(
        asked(letting(['klantnummer', control])),
        asking({ velden: letting(['klantnummer', control]) }),
        past,
      ),
    ).toEqual(unknown('klantnummer'))
  })
})
