import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aPremiumSignal, aSignal, DAY } from '../../tests/support/builders.ts'
import { type Invoerfout, Problem } from '../model/problem.ts'
import { parseSignaal, parseToetsing, presentFields } from './parse-signaal.ts'

const faultsOf = (parse: () => unknown): readonly Invoerfout[] => {
  try {
    parse()
  } catch (error) {
    if (error instanceof Problem && error.kind === 'verzoek-onjuist') return error.errors
    throw error
  }
  throw new Error('it was accepted')
}
const faults = (json: unknown): readonly Invoerfout[] => faultsOf(() => parseSignaal(json))
const places = (json: unknown): string[] => faults(json).map((f) => `${f.pointer} ${f.code}`)

describe('parseSignaal', () => {
  test('takes a whole signal as it is', () => {
    expect(parseSignaal(aSignal())).toEqual({ signaal: aSignal(), onbruikbaar: [] })
    expect(parseSignaal(aPremiumSignal()).signaal).toEqual(aPremiumSignal())
  })

  test('scenario 3b: a note is refused by its name, and its text appears nowhere', () => {
    const found = faults(aSignal({ notitie: 'verslaafd, overlast' }))
    expect(found).toEqual([
      {
        pointer: '/notitie',
        code: 'onbekend-veld',
        detail: 'Dit veld bestaat niet; ook vrije tekst wordt niet aangenomen.',
      },
    ])
  })

  test('names all faults at once, each with its place', () => {
    const json = aSignal({
      kenmerk: 'met spatie',
      signaaldatum: '2026-02-30',
      'a/b~c': 1,
      persoon: { natuurlijkPersoon: 'ja', bijnaam: 'x', achternaam: undefined },
      adres: { huisnummer: 0, postcode: '0999AA' },
      achterstand: { bedragInCenten: 0, ontstaansdatum: undefined, maanden: undefined },
      inspanningen: { reactie: 'boos', herinneringen: ['gisteren'] },
      vrij: { a: { b: 1 } },
    })
    expect(places(json).toSorted()).toEqual([
      '/? onbekend-veld',
      '/achterstand/bedragInCenten te-laag',
      '/achterstand/ontstaansdatum niet-toegestaan',
      '/adres/huisnummer te-laag',
      '/adres/postcode vorm-onjuist',
      '/inspanningen/herinneringen/0 datum-onjuist',
      '/inspanningen/reactie waarde-niet-toegestaan',
      '/kenmerk vorm-onjuist',
      '/persoon/achternaam verplicht',
      '/persoon/bijnaam onbekend-veld',
      '/persoon/natuurlijkPersoon soort-onjuist',
      '/signaaldatum datum-onjuist',
      '/vrij onbekend-veld',
    ])
  })

  test.each([
    'kenmerk',
    'signaaltype',
    'signaaldatum',
    'persoon.achternaam',
    'persoon.natuurlijkPersoon',
    'adres.postcode',
    'adres.huisnummer',
    'achterstand.bedragInCenten',
  ])('%s is required, and null is not absence', (field) => {
    const [outer = '', inner] = field.split('.')
    const set = (value: unknown): unknown =>
      aSignal({ [outer]: inner === undefined ? value : { [inner]: value } })
    const pointer = `/${field.replace('.', '/')}`
    expect(places(set(undefined))).toEqual([`${pointer} verplicht`])
    expect(places(set(null))).toEqual([`${pointer} soort-onjuist`])
  })

  test('ontstaansdatum or maanden will do, and neither is a fault', () => {
    expect(() => parseSignaal(aSignal({ achterstand: { maanden: undefined } }))).not.toThrow()
    expect(() =>
      parseSignaal(aSignal({ achterstand: { ontstaansdatum: undefined } })),
    ).not.toThrow()
    expect(
      places(aSignal({ achterstand: { ontstaansdatum: undefined, maanden: undefined } })),
    ).toEqual(['/achterstand/ontstaansdatum niet-toegestaan'])
  })

  test.each([null, [], 'x', 1, true])('%j is no signal', (json) => {
    expect(places(json)).toEqual([' soort-onjuist'])
  })

  test.each(['__proto__', 'constructor', 'toString'])('the key %s is an unknown field', (key) => {
    const json: unknown = JSON.parse(JSON.stringify(aSignal()).replace('{', `{"${key}":1,`))
    expect(places(json)).toEqual([`/${key} onbekend-veld`])
  })

  test.each([
    ['', 'te-kort'],
    ['   ', 'leeg'],
    ['Bo\u202eer', 'teken-niet-toegestaan'],
    ['Bo\u200ber', 'teken-niet-toegestaan'],
    ['Bo\ufeffer', 'teken-niet-toegestaan'],
    ['Boer\n', 'teken-niet-toegestaan'],
  ])('refuses the surname %j', (achternaam, code) => {
    expect(places(aSignal({ persoon: { achternaam } }))).toEqual([`/persoon/achternaam ${code}`])
  })

  test.each(['Boer', "in 't Veld", 'Müller-Çelik', 'Ó Séaghdha', 'Nguyễn'])(
    'takes the surname %s',
    (n) => {
      expect(parseSignaal(aSignal({ persoon: { achternaam: n } })).signaal.persoon.achternaam).toBe(
        n,
      )
    },
  )

  test.each(['２026-11-03', '2026-13-01', '0000-00-00', '+275760-09-13', '2026-11-03T10:00:00Z'])(
    'refuses the date %s',
    (signaaldatum) => {
      expect(places(aSignal({ signaaldatum }))).toEqual(['/signaaldatum datum-onjuist'])
    },
  )

  test.each(['12-2A', '12', 12.5, -1, 100_000, 1e9])(
    'refuses the house number %j',
    (huisnummer) => {
      expect(faults(aSignal({ adres: { huisnummer } }))).toHaveLength(1)
    },
  )

  test.each(['6811 AB', '6811ab', '0811AB', '6811SS', '6811АB', '６811AB'])(
    'refuses the postcode %s',
    (postcode) => {
      expect(places(aSignal({ adres: { postcode } }))).toEqual(['/adres/postcode vorm-onjuist'])
    },
  )

  test.each([-1, 0, 0.001, 1e9, '100'])('refuses the amount %j', (bedragInCenten) => {
    expect(faults(aSignal({ achterstand: { bedragInCenten } }))).toHaveLength(1)
  })

  test('repeats the name of an unknown key only when it looks like a name', () => {
    const strange = ['x'.repeat(41), '999990019', 'J. de Boer', 'j@example.nl', '~/', '', 'é']
    expect(faults(aSignal(Object.fromEntries(strange.map((name) => [name, 1]))))).toEqual(
      strange.map((): unknown => expect.objectContaining({ pointer: '/?', code: 'onbekend-veld' })),
    )
    expect(places(aSignal({ notitie: 'x' }))).toEqual(['/notitie onbekend-veld'])
  })

  test('bounds the number of faults', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`veld${i}`, i]))
    const found = faults(aSignal(many))
    expect(found).toHaveLength(101)
    expect(found.at(-1)).toEqual({
      pointer: '',
      code: 'meer-fouten',
      detail: 'En nog 4900 andere fouten.',
    })
  })

  test('answers a body full of unknown blank texts with a bounded list', () => {
    const many = Object.fromEntries(Array.from({ length: 8_000 }, (_, i) => [i.toString(36), '']))
    expect(faults(aSignal(many))).toHaveLength(101)
  })

  test('never repeats a value, wherever it stands', () => {
    const anyJson = fc.jsonValue({ maxDepth: 2 })
    const canary = 'KANARIE-7f3a'
    const holds = (value: unknown): unknown =>
      fc.sample(fc.constantFrom([canary], { x: canary }, canary, [{ y: [canary] }]), {
        numRuns: 1,
        seed: JSON.stringify(value).length,
      })[0]
    const keys = Object.keys(aSignal())
    fc.assert(
      fc.property(fc.constantFrom(...keys), anyJson, (key, value) => {
        const json = aSignal({ [key]: undefined })
        const found = faults({ ...json, [key]: holds(value), kenmerk: 'met spatie', extra: canary })
        return !JSON.stringify(found).includes(canary)
      }),
      { seed: 20261123 },
    )
  })
})

describe('contact values', () => {
  test.each([
    ['06-12345678', '+31612345678'],
    ['06 1234 5678', '+31612345678'],
    ['(026) 123 45 67', '+31261234567'],
    ['0031612345678', '+31612345678'],
    ['+31 (0)6 12345678', '+31612345678'],
    ['+32 470 12 34 56', '+32470123456'],
    ['+31612345678', '+31612345678'],
  ])('the number %s becomes %s', (telefoonnummer, expected) => {
    const { signaal, onbruikbaar } = parseSignaal(aSignal({ contact: { telefoonnummer } }))
    expect(signaal.contact).toEqual({ telefoonnummer: expected })
    expect(onbruikbaar).toEqual([])
  })

  test.each([
    '',
    '12345',
    '0612',
    '06123456789',
    '+310612345678',
    'onbekend',
    '061234567x',
    '+0031612345678',
    '1'.repeat(5_000),
    '+31612345678\u202e',
  ])(
    'a number that cannot be used is dropped and named, and the signal goes on',
    (telefoonnummer) => {
      const { signaal, onbruikbaar } = parseSignaal(aSignal({ contact: { telefoonnummer } }))
      expect(signaal.contact).toEqual({})
      expect(onbruikbaar).toEqual(['contact.telefoonnummer'])
      expect(presentFields(signaal)).not.toContain('contact.telefoonnummer')
    },
  )

  test('an e-mail address is trimmed or dropped', () => {
    const parsed = (emailadres: string): unknown => {
      const { signaal, onbruikbaar } = parseSignaal(aSignal({ contact: { emailadres } }))
      return [signaal.contact?.emailadres, onbruikbaar]
    }
    expect(parsed(' j@example.nl ')).toEqual(['j@example.nl', []])
    for (const bad of ['j@', 'geen', 'a b@example.nl', `${'a'.repeat(300)}@example.nl`])
      expect(parsed(bad)).toEqual([undefined, ['contact.emailadres']])
  })

  test('a contact value that is no text is a fault, not a value to drop', () => {
    expect(places(aSignal({ contact: { telefoonnummer: 612345678 } }))).toEqual([
      '/contact/telefoonnummer soort-onjuist',
    ])
    expect(places(aSignal({ contact: [] }))).toEqual(['/contact soort-onjuist'])
  })
})

test('presentFields lists the fields of the vocabulary, in its order', () => {
  expect(presentFields(parseSignaal(aSignal()).signaal)).toEqual([
    'signaaldatum',
    'persoon.voorletters',
    'persoon.voorvoegsel',
    'persoon.achternaam',
    'persoon.natuurlijkPersoon',
    'adres.straatnaam',
    'adres.huisnummer',
    'adres.postcode',
    'adres.plaatsnaam',
    'contact.telefoonnummer',
    'achterstand.bedragInCenten',
    'achterstand.ontstaansdatum',
    'achterstand.maanden',
    'inspanningen.pogingPersoonlijkContactDatum',
    'inspanningen.gewezenOpSchuldhulpDatum',
    'inspanningen.herinneringen',
    'inspanningen.aanbodGegevensdelingDatum',
    'inspanningen.reactie',
  ])
})

describe('parseToetsing', () => {
  const valid = {
    signaaltype: 'huur',
    signaaldatum: DAY,
    gemeentecode: '0202',
    natuurlijkPersoon: true,
    achterstand: { bedragInCenten: 81_200, maanden: 2 },
    velden: ['persoon.achternaam', 'adres.postcode'],
  }

  test('takes facts and names of fields', () => {
    expect(parseToetsing(valid)).toEqual(valid)
  })

  test('refuses values of a person, and names that are no field', () => {
    const json = { ...valid, persoon: {}, adres: {}, contact: {}, velden: ['persoon.iq'] }
    expect(faultsOf(() => parseToetsing(json)).map((f) => f.pointer)).toEqual([
      '/velden/0',
      '/persoon',
      '/adres',
      '/contact',
    ])
  })
})
