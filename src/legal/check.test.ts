import { describe, expect, test } from 'vitest'
import { projectPolicies } from '../../tests/support/project-policies.ts'
import { check, overlaps } from './check.ts'
import { checkDoelen } from './check-doelen.ts'
import { checkDrempels } from './check-drempels.ts'
import { checkOpenVragen } from './check-open-vragen.ts'
import { checkReach } from './check-reach.ts'
import { checkTypes } from './check-types.ts'
import type { PolicyDocuments } from './compile.ts'
import type { Voorwaarde } from './conditions.ts'
import type { ControleFile, DoelFile, TerugkoppelingFile } from './doel-file.ts'
import type { GemeenteFile } from './drempel-file.ts'
import type { Vraag } from './open-vragen-file.ts'
import type { BewaartermijnenFile, WetFile } from './policy-file.ts'

const { documents } = projectPolicies()

const changed = <T>(map: ReadonlyMap<string, T>, key: string, change: (one: T) => T) => {
  const found = map.get(key)
  if (found === undefined) throw new Error(`no ${key}`)
  return new Map([...map, [key, change(found)]])
}
const withWet = (
  file: string,
  change: (rule: WetFile) => Partial<WetFile>,
  of = documents,
): PolicyDocuments => ({
  ...of,
  wet: changed(of.wet, file, (rule) => ({ ...rule, ...change(rule) })),
})
const withDoel = <F extends DoelFile>(
  file: string,
  change: (purpose: F) => Partial<F>,
): PolicyDocuments => ({
  ...documents,
  doelen: changed(documents.doelen, file, (one) => ({ ...one, ...change(one as F) }) as DoelFile),
})
const withDrempels = (drempels: readonly Partial<GemeenteFile['drempels'][number]>[]) => ({
  ...documents,
  gemeenten: changed(documents.gemeenten, 'gemeenten/0855.yaml', (one) => ({
    ...one,
    drempels: drempels.map((drempel) => {
      const [first] = one.drempels
      if (first === undefined) throw new Error('no threshold to change')
      return { ...first, ...drempel }
    }),
  })),
})
const withTerm = (
  categorie: string,
  change: Partial<BewaartermijnenFile['categorieen'][string]>,
): PolicyDocuments => {
  const { bewaartermijnen } = documents
  const found = bewaartermijnen.categorieen[categorie]
  if (found === undefined) throw new Error(`no ${categorie}`)
  const categorieen = { ...bewaartermijnen.categorieen, [categorie]: { ...found, ...change } }
  return { ...documents, bewaartermijnen: { ...bewaartermijnen, categorieen } }
}
const withVraag = (naam: string, change: Partial<Vraag>): PolicyDocuments => {
  const { openVragen } = documents
  const found = openVragen?.vragen[naam]
  if (openVragen === undefined || found === undefined) throw new Error(`no question ${naam}`)
  const { lezing: _, aanvaardDoor: __, ...open } = found
  return {
    ...documents,
    openVragen: { ...openVragen, vragen: { ...openVragen.vragen, [naam]: { ...open, ...change } } },
  }
}

const UNKNOWN =
  'artikel wgs-art-99 staat niet onder grondslag. Beschrijf het daar, of verbeter de naam.'

test('the policies of the project have no fault', () => {
  for (const one of [check, checkDoelen, checkDrempels, checkOpenVragen, checkReach, checkTypes])
    expect(one(documents)).toEqual([])
})

test.each([
  [
    'touch',
    { vanaf: '2026-01-01', tot: '2026-02-01' },
    { vanaf: '2026-02-01', tot: undefined },
    false,
  ],
  [
    'share a day',
    { vanaf: '2026-01-01', tot: '2026-02-02' },
    { vanaf: '2026-02-01', tot: undefined },
    true,
  ],
  [
    'lie apart',
    { vanaf: '2026-01-01', tot: '2026-01-02' },
    { vanaf: '2026-02-01', tot: '2026-03-01' },
    false,
  ],
  [
    'never end',
    { vanaf: '2026-01-01', tot: undefined },
    { vanaf: '2027-01-01', tot: undefined },
    true,
  ],
] as const)('whether windows that %s overlap', (_how, a, b, expected) => {
  expect([overlaps(a, b), overlaps(b, a)]).toEqual([expected, expected])
})

describe('a fault of a rule is found at its place', () => {
  test('an article that its own field or its end names and nobody describes', () => {
    const duo = withWet('wet/duo.yaml', ({ bijzonderheden, beeindiging }) => ({
      bijzonderheden: Object.fromEntries(
        Object.entries(bijzonderheden).map(([code, one]) => [
          code,
          code === 'boeteachterstand' ? { ...one, grondslag: ['wgs-art-99'] } : one,
        ]),
      ),
      beeindiging: beeindiging && { ...beeindiging, grondslag: ['wgs-art-99'] },
    }))
    expect(check(duo)).toEqual([
      {
        file: 'wet/duo.yaml',
        path: ['bijzonderheden', 'boeteachterstand', 'grondslag'],
        detail: UNKNOWN,
      },
      { file: 'wet/duo.yaml', path: ['beeindiging', 'grondslag'], detail: UNKNOWN },
    ])
  })

  test('an article of a condition and of a purpose', () => {
    const huur = withWet('wet/huur.yaml', ({ voorwaarden }) => ({
      voorwaarden: voorwaarden.map((one, index) =>
        index === 2 ? { ...one, grondslag: ['wgs-art-99'] } : one,
      ),
    }))
    expect(check(huur)).toEqual([
      { file: 'wet/huur.yaml', path: ['voorwaarden', 2, 'grondslag'], detail: UNKNOWN },
    ])
  })

  test('a purpose without a file, for a field of its own', () => {
    const doelen = { toezicht: 'heel' } as unknown as WetFile['bijzonderheden'][string]['doelen']
    const duo = withWet('wet/duo.yaml', ({ bijzonderheden }) => ({
      bijzonderheden: Object.fromEntries(
        Object.entries(bijzonderheden).map(([code, one]) => [
          code,
          code === 'boeteachterstand' ? { ...one, doelen } : one,
        ]),
      ) as WetFile['bijzonderheden'],
    }))
    expect(check(duo)).toEqual([
      {
        file: 'wet/duo.yaml',
        path: ['bijzonderheden', 'boeteachterstand', 'doelen', 'toezicht'],
        detail:
          'doel toezicht heeft geen bestand in doelen/. Beschrijf het daar, of verbeter de naam.',
      },
    ])
  })

  test('a term that is not there, of the row, of its fields and of one of them', () => {
    const unknown =
      'categorie altijd staat niet in bewaartermijnen.yaml. Beschrijf haar daar, of verbeter de naam.'
    const longer =
      'categorie geweigerd duurt langer dan de gecodeerde rij. Kies een kortere, of voor gecodeerd een langere.'
    expect(
      check(
        withWet('wet/huur.yaml', ({ bewaren }) => ({
          bewaren: { ...bewaren, gecodeerd: 'altijd' },
        })),
      ),
    ).toEqual([{ file: 'wet/huur.yaml', path: ['bewaren', 'gecodeerd'], detail: unknown }])
    const kept = (bewaren: string): PolicyDocuments =>
      withWet('wet/huur.yaml', ({ velden }) => {
        const naam = velden['persoon.achternaam']
        if (naam === undefined) throw new Error('the rent rule has no surname')
        return { velden: { ...velden, 'persoon.achternaam': { ...naam, bewaren } } }
      })
    const path = ['velden', 'persoon.achternaam', 'bewaren']
    expect(check(kept('altijd'))).toEqual([{ file: 'wet/huur.yaml', path, detail: unknown }])
    expect(check(kept('geweigerd'))).toEqual([{ file: 'wet/huur.yaml', path, detail: longer }])
    expect(check(kept('gecodeerd'))).toEqual([])
  })

  test('days on which no version is in force, whichever file comes first', () => {
    const gapped = withWet('wet/energie-2023.yaml', ({ geldig }) => ({
      geldig: { ...geldig, tot: '2025-12-01' },
    }))
    const gap = {
      file: 'wet/energie.yaml',
      path: ['geldig'],
      detail:
        'tussen 2025-12-01 (einde van wet/energie-2023.yaml) en 2026-01-01 is er geen wet/energie in werking. Laat de versies op elkaar aansluiten.',
    }
    expect(check(gapped)).toEqual([gap])
    expect(check({ ...gapped, wet: new Map([...gapped.wet].toReversed()) })).toEqual([gap])
  })

  test('two versions on one day, and no gap where the older one has no end', () => {
    const endless = withWet('wet/energie-2023.yaml', ({ geldig: { vanaf } }) => ({
      geldig: { vanaf },
    }))
    const faults = check(endless)
    expect(faults.map(({ path }) => path)).toEqual([['actief']])
    expect(faults[0]?.detail).not.toContain('is er geen')
  })

  test('one number of two versions', () => {
    const same = withWet('wet/energie.yaml', () => ({ versie: 1, opvolgerVan: undefined }))
    expect(check(same).filter(({ path }) => path[0] === 'versie')).toEqual([
      {
        file: 'wet/energie.yaml',
        path: ['versie'],
        detail:
          'versie 1 van wet/energie staat ook in wet/energie-2023.yaml. Geef een van de twee een ander nummer.',
      },
    ])
  })

  test('an approval that begins on the day on which the law ends', () => {
    const never = withWet('wet/huur.yaml', ({ geldig, actief }) => ({
      geldig: { ...geldig, tot: '2026-06-01' },
      actief: { ...actief, vanaf: '2026-06-01' },
    }))
    expect(check(never).map(({ file, path }) => [file, path])).toEqual([
      ['wet/huur.yaml', ['actief']],
    ])
    const day = withWet('wet/huur.yaml', ({ geldig, actief }) => ({
      geldig: { ...geldig, tot: '2026-06-01' },
      actief: { ...actief, vanaf: '2026-05-31' },
    }))
    expect(check(day)).toEqual([])
  })

  test('a term outside its bounds, and not one on them', () => {
    const outside = {
      file: 'bewaartermijnen.yaml',
      path: ['categorieen', 'geweigerd', 'termijn'],
      detail: 'de termijn ligt buiten zijn grenzen. Kies haar van minstens tot en met hoogstens.',
    }
    const bounds = { minstens: 'P12M', hoogstens: 'P14M' }
    expect(check(withTerm('geweigerd', { ...bounds, termijn: 'P11M' }))).toEqual([outside])
    expect(check(withTerm('geweigerd', { ...bounds, termijn: 'P15M' }))).toEqual([outside])
    expect(check(withTerm('geweigerd', { ...bounds, termijn: 'P12M' }))).toEqual([])
    expect(check(withTerm('geweigerd', { ...bounds, termijn: 'P14M' }))).toEqual([])
  })
})

describe('a rule that no signal could satisfy', () => {
  const grondslag = ['wgs-art-3-1-b']
  const faultsOf = (...more: readonly Voorwaarde[]): readonly unknown[] =>
    checkReach(
      withWet('wet/huur.yaml', ({ voorwaarden }) => ({
        voorwaarden: [
          ...voorwaarden.filter((one) =>
            more.every(({ voorwaarde }) => one.voorwaarde !== voorwaarde),
          ),
          ...more,
        ],
      })),
    ).map(({ file, path, detail }) => [file, path[0], Number(path[1]) > 0, detail])

  test('asks more than a signal can say', () => {
    const cents =
      'een signaal noemt ten hoogste 100000000 cent; de regel kan nooit gelden: verlaag het bedrag.'
    const most = 100_000_000
    const fine = { voorwaarde: 'boeteachterstand', bijzonderheid: 'boete', grondslag } as const
    expect(faultsOf({ voorwaarde: 'minstensBedrag', centen: most + 1, grondslag })).toEqual([
      ['wet/huur.yaml', 'voorwaarden', true, cents],
    ])
    expect(faultsOf({ ...fine, centen: most + 1 })).toEqual([
      ['wet/huur.yaml', 'voorwaarden', true, cents],
    ])
    expect(
      faultsOf(
        { voorwaarde: 'minstensBedrag', centen: most, grondslag },
        { ...fine, centen: most },
      ),
    ).toEqual([])
    expect(faultsOf({ voorwaarde: 'schriftelijkHerinnerd', minstens: 21, grondslag })).toEqual([
      [
        'wet/huur.yaml',
        'voorwaarden',
        true,
        'een signaal noemt ten hoogste 20 herinneringen; de regel kan nooit gelden: verlaag "minstens".',
      ],
    ])
    expect(faultsOf({ voorwaarde: 'schriftelijkHerinnerd', minstens: 20, grondslag })).toEqual([])
  })

  test('asks ages that exclude each other', () => {
    const atMost = { voorwaarde: 'hoogstensDagenOud', dagen: 90, grondslag } as const
    const told = (least: string): string =>
      `geen achterstand is ten minste ${least} en ten hoogste 90 dagen oud; de regel kan nooit gelden: verander een van beide.`
    const days = (dagen: number): readonly unknown[] =>
      faultsOf({ voorwaarde: 'minstensDagenOud', dagen, grondslag }, atMost)
    expect(days(90)).toEqual([])
    expect(days(91)).toEqual([['wet/huur.yaml', 'voorwaarden', true, told('91 dagen')]])
    const months = (maanden: number): readonly unknown[] =>
      faultsOf({ voorwaarde: 'minstensMaandenOud', maanden, grondslag }, atMost)
    expect(months(3)).toEqual([])
    expect(months(4)).toEqual([['wet/huur.yaml', 'voorwaarden', true, told('4 maanden')]])
    expect(faultsOf({ voorwaarde: 'minstensDagenOud', dagen: 900, grondslag })).toEqual([])
  })
})

describe('two thresholds', () => {
  const year = { vanaf: '2026-01-01', tot: '2027-01-01' }
  const next = { vanaf: '2027-01-01' }
  const clash = [
    {
      file: 'gemeenten/0855.yaml',
      path: ['drempels', 1, 'vanaf'],
      detail:
        'een andere drempel geldt dan al voor hetzelfde soort signaal. Sluit de ene af op de dag waarop de andere begint.',
    },
  ]
  test.each([
    ['of all types', 'alle', 'alle', clash],
    ['of which one is of all types', 'alle', ['huur'], clash],
    ['of which the other is of all types', ['huur'], 'alle', clash],
    ['that share a type', ['huur', 'drinkwater'], ['drinkwater', 'warmte'], clash],
    ['of other types', ['huur'], ['drinkwater'], []],
  ] as const)('%s, on one day', (_how, one, other, expected) => {
    const types = (of: 'alle' | readonly string[]) =>
      (of === 'alle' ? of : [...of]) as GemeenteFile['drempels'][number]['signaaltypen']
    const both = (second: object) =>
      checkDrempels(
        withDrempels([
          { ...year, signaaltypen: types(one) },
          { ...second, signaaltypen: types(other) },
        ]),
      )
    expect(both({ vanaf: '2026-06-01', tot: undefined })).toEqual(expected)
    expect(both({ ...next, tot: undefined })).toEqual([])
  })
})

describe('a type', () => {
  test('is weighed by a kind that its field has', () => {
    const kind = (waarden: string[]): PolicyDocuments =>
      withWet('wet/belastingdienst.yaml', ({ voorwaarden }) => ({
        voorwaarden: voorwaarden.map((one) =>
          one.voorwaarde === 'soortAangewezen' ? { ...one, waarden } : one,
        ),
      }))
    expect(checkTypes(kind(['erfbelasting'])).map(({ detail }) => detail)).toEqual([
      'erfbelasting staat niet onder de waarden van belastingsoort. Voeg haar daar toe, of verbeter de naam.',
    ])
  })

  test('of any creditor names who they are', () => {
    const anyone = withWet('wet/huur.yaml', ({ van: { deelnemers: _, ...van } }) => ({
      van: { ...van, rol: 'schuldeiser' },
    }))
    expect(checkTypes(anyone)).toEqual([
      {
        file: 'wet/huur.yaml',
        path: ['van'],
        detail: 'rol schuldeiser zegt te weinig: noem onder deelnemers wie het zijn.',
      },
    ])
  })

  test('need not be named as one that goes another way', () => {
    expect(checkTypes({ ...documents, geweigerd: undefined })).toEqual([])
  })
})

describe('an open question that nobody accepted', () => {
  test.each(['bewaartermijnen', 'doelen/controle', 'wet/huur'])(
    'keeps %s out of force',
    (regel) => {
      const [first] = checkOpenVragen(withVraag('retour', { regels: [regel] }))
      expect(first?.path).toEqual(['vragen', 'retour', 'regels', 0])
      expect(first?.detail).toMatch(new RegExp(`^${regel} mag niet in werking zijn`))
    },
  )

  test('of a setting has all readings that code knows', () => {
    const { lezingen } = documents.openVragen?.vragen['retour'] ?? {}
    const [[naam, one] = ['', undefined]] = Object.entries(lezingen ?? {})
    if (one === undefined) throw new Error('retour has no readings')
    const faults = checkOpenVragen(withVraag('retour', { regels: [], lezingen: { [naam]: one } }))
    expect(faults.map(({ path }) => path)).toEqual([['vragen', 'retour', 'lezingen']])
  })
})

describe('a purpose', () => {
  test('that opens or counts what was opened takes no derived field', () => {
    const detail =
      'een afgeleid veld is niet verzegeld en gaat niet naar dit doel: neem het veld zelf.'
    for (const file of ['statistiek', 'controle', 'hulpaanbod']) {
      const faults = checkDoelen(
        withDoel(`doelen/${file}.yaml`, ({ velden }) => ({
          velden: {
            ...velden,
            'adres.wijk': { vorm: 'wijk', omdat: 'proef', grondslag: ['wgs-art-1'] },
          },
        })),
      )
      expect(faults).toEqual([
        { file: `doelen/${file}.yaml`, path: ['velden', 'adres.wijk'], detail },
      ])
    }
  })

  test('has examples, each kind of them', () => {
    const missing = (what: string): string =>
      `er ontbreekt een voorbeeld: ${what}. Voeg het toe onder voorbeelden.`
    const without = (file: string): readonly unknown[] =>
      checkDoelen(withDoel(`doelen/${file}.yaml`, () => ({ voorbeelden: undefined }))).map(
        ({ path, detail }) => [path, detail],
      )
    expect(without('controle')).toEqual([
      [[], missing('een veld dat dit doel krijgt')],
      [[], missing('een veld dat afwezig is')],
    ])
    expect(without('terugkoppeling')).toEqual([
      [[], missing('een resultaat dat wordt teruggekoppeld')],
      [[], missing('een beschermd adres (geheim: true)')],
      [[], missing('een andere reden')],
    ])
    const none = withDoel<TerugkoppelingFile>('doelen/terugkoppeling.yaml', () => ({
      voorbeelden: [],
    }))
    expect(checkDoelen(none).map(({ path }) => path)).toEqual([
      ['voorbeelden'],
      ['voorbeelden'],
      ['voorbeelden'],
    ])
  })

  test.each([
    ['afwezig', true, 'een veld dat dit doel krijgt'],
    ['afwezig', false, 'een veld dat afwezig is'],
  ])('of which the examples are all or none %s says what lacks', (form, kept, what) => {
    const lacking = withDoel<Exclude<DoelFile, TerugkoppelingFile>>(
      'doelen/selectie.yaml',
      ({ voorbeelden = [] }) => ({
        voorbeelden: voorbeelden.filter(({ verwacht }) => (verwacht === form) === kept),
      }),
    )
    expect(checkDoelen(lacking).map(({ detail }) => detail)).toEqual([
      `er ontbreekt een voorbeeld: ${what}. Voeg het toe onder voorbeelden.`,
    ])
  })

  test.each([
    ['andere-reden', 'een andere reden'],
    ['niet-opgepakt', 'een resultaat dat wordt teruggekoppeld'],
  ])('of feedback without an example of %s says so alone', (kind, what) => {
    const lacking = withDoel<TerugkoppelingFile>(
      'doelen/terugkoppeling.yaml',
      ({ voorbeelden = [] }) => ({
        voorbeelden: voorbeelden.filter((one) =>
          kind === 'andere-reden' ? one.resultaat !== kind : one.verwacht === kind,
        ),
      }),
    )
    expect(checkDoelen(lacking).map(({ detail }) => detail)).toContain(
      `er ontbreekt een voorbeeld: ${what}. Voeg het toe onder voorbeelden.`,
    )
  })

  test('that checks is held to what a check may find, and to its articles', () => {
    const wrong = withDoel<ControleFile>('doelen/controle.yaml', ({ uitkomsten }) => ({
      uitkomsten: uitkomsten && {
        ...uitkomsten,
        bezwaar: { ...uitkomsten.bezwaar, gevolg: 'blijven', grondslag: ['wgs-art-99'] },
      },
    }))
    expect(checkDoelen(wrong)).toEqual([
      {
        file: 'doelen/controle.yaml',
        path: ['uitkomsten', 'bezwaar', 'gevolg'],
        detail: 'bij bezwaar is het gevolg altijd wissen. Schrijf gevolg: wissen.',
      },
      {
        file: 'doelen/controle.yaml',
        path: ['uitkomsten', 'bezwaar', 'grondslag'],
        detail: UNKNOWN,
      },
    ])
  })
})

test('a district needs the postcode and the number, an age class one of its two', () => {
  const lacking = (name: keyof WetFile['velden']): readonly string[] =>
    checkDoelen(
      withWet('wet/huur.yaml', ({ velden: { [name]: _, ...velden } }) => ({ velden })),
    ).map(({ path }) => path.join('/'))
  expect(lacking('adres.huisnummer')).toEqual(['afgeleid/adres.wijk'])
  expect(lacking('achterstand.maanden')).toEqual([])
})
