import { describe, expect, test } from 'vitest'
import type { Veld } from '../../model/veld.ts'
import { Brpstoring } from './brp-client.ts'
import { type Brppersoon, judge } from './brp-person.ts'
import { checkMelding } from './check-melding.ts'
import { type AskBrp, type Brpvraag, findPerson } from './find-person.ts'
import type { OwnList } from './own-list.ts'
import type { Gezocht } from './sought.ts'

const ADRES = { postcode: '5011EF', huisnummer: 7 }
const boer: Gezocht = { achternaam: 'Boer', voorvoegsel: 'de', voorletters: 'J.', adres: ADRES }

type Registered = Brppersoon & { readonly woont: string; readonly geboren?: string }

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A BRP that answers as the API does: limited persons to a search, whole ones to a number; it remembers what it was asked. */
function aBrp(...registered: readonly Registered[]): AskBrp & { readonly asked: Brpvraag[] } {
  const asked: Brpvraag[] = []
  const numberOf = (vraag: Brpvraag) => vraag['burgerservicenummer'] as readonly string[]
  const ask = async (vraag: Brpvraag): Promise<readonly Brppersoon[]> => {
    asked.push(vraag)
    if (vraag.type === 'RaadpleegMetBurgerservicenummer')
      return registered.filter((one) => numberOf(vraag).includes(one.burgerservicenummer ?? ''))
    const born = (one: Registered) =>
      vraag['geboortedatum'] === undefined || vraag['geboortedatum'] === one.geboren
    const place = `${String(vraag['postcode'])}/${String(vraag['huisnummer'])}/${textOf(vraag['huisletter'])}`
    const found =
      vraag.type === 'ZoekMetPostcodeEnHuisnummer'
        ? registered.filter((one) => born(one) && one.woont.startsWith(place))
        : registered.filter(
            (one) => born(one) && one.naam?.geslachtsnaam === vraag['geslachtsnaam'],
          )
    return found.map(({ burgerservicenummer, naam }) => ({
      ...(burgerservicenummer === undefined ? {} : { burgerservicenummer }),
      ...(naam === undefined ? {} : { naam }),
    }))
  }
  return Object.assign(ask, { asked })
}

const person = (
  geslachtsnaam: string,
  more: Partial<Registered> & { voorvoegsel?: string; voorletters?: string } = {},
): Registered => {
  const { voorvoegsel, voorletters = 'J.', ...rest } = more
  return {
    burgerservicenummer: '999990019',
    naam: { geslachtsnaam, voorletters, ...(voorvoegsel === undefined ? {} : { voorvoegsel }) },
    gemeenteVanInschrijving: { code: '0855' },
    leeftijd: 40,
    woont: '5011EF/7/',
    ...rest,
  }
}

describe('finding a person in the BRP', () => {
  test.each([
    ['Çelik', person('Celik')],
    ['Muller', person('Müller')],
    ['Meijer', person('Meyer')],
    ['Bakkerij Zonneveld', person('Zonneveld')],
    ['Jansen-de Vries', person('Vries', { voorvoegsel: 'de' })],
    ['Boer, J. de', person('Boer', { voorvoegsel: 'de' })],
  ])('finds %s although it is spelt otherwise', async (achternaam, registered) => {
    const gezocht = { achternaam, voorletters: 'J.', adres: ADRES }
    const found = await findPerson(aBrp(registered), gezocht)
    expect(found).toMatchObject({ persoon: { burgerservicenummer: '999990019' } })
  })

  test('finds whoever is called by a partner’s name', async () => {
    const married = person('Vries', { partners: [{ naam: { geslachtsnaam: 'Jansen' } }] })
    const found = await findPerson(aBrp(married), { achternaam: 'Jansen', adres: ADRES })
    expect(found).toMatchObject({ persoon: { burgerservicenummer: '999990019' } })
  })

  test('asks for the whole address first, and for its number when nobody of that name is there', async () => {
    const brp = aBrp(person('Boer', { woont: '5011EF/7/' }))
    const gezocht = {
      ...boer,
      adres: { ...ADRES, huisletter: 'A', huisnummertoevoeging: 'te lang' },
    }
    expect(await findPerson(brp, gezocht)).toMatchObject({ persoon: {} })
    expect(brp.asked[0]).toMatchObject({ ...ADRES, huisletter: 'A' })
    expect(brp.asked[0]).not.toHaveProperty('huisnummertoevoeging')
    expect(brp.asked[1]).not.toHaveProperty('huisletter')
  })

  test('asks for no more fields than a check needs, and by number for one person only', async () => {
    const brp = aBrp()
    await findPerson(brp, { ...boer, burgerservicenummer: '999990019' })
    expect(brp.asked).toEqual([
      {
        type: 'RaadpleegMetBurgerservicenummer',
        burgerservicenummer: ['999990019'],
        fields: [
          'burgerservicenummer',
          'leeftijd',
          'gemeenteVanInschrijving',
          'indicatieCurateleRegister',
        ],
      },
    ])
  })

  test('says nothing of a name that is not at the address', async () => {
    const brp = aBrp(person('Visser'))
    expect(await findPerson(brp, boer)).toEqual({ onzeker: 'niet-gevonden' })
  })

  test('does not choose between two of one name', async () => {
    const brp = aBrp(
      person('Boer', { burgerservicenummer: '999990019' }),
      person('Boer', { burgerservicenummer: '999990020' }),
    )
    expect(await findPerson(brp, boer)).toEqual({ onzeker: 'meer-dan-een' })
  })

  test('follows who moved by name and date of birth, and by that alone', async () => {
    const moved = person('Boer', {
      woont: '4811JK/1/',
      geboren: '1985-06-15',
      gemeenteVanInschrijving: { code: '0758' },
    })
    expect(await findPerson(aBrp(moved), boer)).toEqual({ onzeker: 'niet-gevonden' })
    const found = await findPerson(aBrp(moved), { ...boer, geboortedatum: '1985-06-15' })
    if (!('persoon' in found)) expect.fail('nobody was found')
    expect(judge(found.persoon, '0855')).toEqual(['geen-inwoner'])
    expect(judge(found.persoon, '0758')).toEqual([])
  })
})

describe('what the BRP says of a person', () => {
  test.each([
    [{ opschortingBijhouding: { reden: { code: 'O' } } }, ['overleden']],
    [{ opschortingBijhouding: { reden: { code: 'E' } } }, ['geen-inwoner']],
    [{ opschortingBijhouding: { reden: { code: 'F' } } }, ['in-onderzoek']],
    [{ gemeenteVanInschrijving: { code: '0758' } }, ['geen-inwoner']],
    [{ inOnderzoek: { gemeenteVanInschrijving: true } }, ['in-onderzoek']],
    [{ verblijfplaats: { inOnderzoek: { type: true } } }, ['in-onderzoek']],
    [{ leeftijd: 17 }, ['minderjarig']],
    [{ indicatieCurateleRegister: true }, ['bewind']],
    [{ geheimhoudingPersoonsgegevens: true }, ['geheim']],
    [
      { geheimhoudingPersoonsgegevens: true, gemeenteVanInschrijving: { code: '0758' } },
      ['geheim', 'geen-inwoner'],
    ],
    [{}, []],
  ] as const)('%o is %o', (more, uitkomsten) => {
    const base = { gemeenteVanInschrijving: { code: '0855' }, leeftijd: 40 }
    expect(judge({ ...base, ...more }, '0855')).toEqual(uitkomsten)
  })
})

describe('checking a melding', () => {
  const meldingOf = (velden: Partial<Record<Veld, unknown>>) => ({ signalen: [{ velden }] })
  const melding = meldingOf({
    'persoon.achternaam': 'Boer',
    'persoon.voorvoegsel': 'de',
    'persoon.voorletters': 'J.',
    'adres.postcode': '5011EF',
    'adres.huisnummer': 7,
  })
  const all: OwnList = { aantal: 1, has: () => true }
  const gemeentecode = '0855'

  test('is in order when a resident is found of whom nothing else is known', async () => {
    const brp = aBrp(person('Boer'))
    expect(await checkMelding({ brp, gemeentecode }, melding)).toEqual({ uitkomsten: ['in-orde'] })
  })

  test('asks nobody of who objected', async () => {
    const brp = aBrp(person('Boer'))
    const found = await checkMelding({ brp, bezwaar: all, bekend: all, gemeentecode }, melding)
    expect([found, brp.asked]).toEqual([{ uitkomsten: ['bezwaar'] }, []])
  })

  test('tells of a protected address before anything that is fed back', async () => {
    const brp = aBrp(person('Boer', { geheimhoudingPersoonsgegevens: true, leeftijd: 17 }))
    expect(await checkMelding({ brp, bekend: all, gemeentecode }, melding)).toEqual({
      uitkomsten: ['geheim', 'bekend'],
    })
    expect(await checkMelding({ brp, gemeentecode }, melding)).toEqual({
      uitkomsten: ['geheim', 'minderjarig'],
    })
  })

  test('leaves what the BRP does not answer', async () => {
    const brp: AskBrp = () => Promise.reject(new Brpstoring(503))
    expect(await checkMelding({ brp, gemeentecode }, melding)).toEqual({ twijfel: 'brp-storing' })
    expect(await checkMelding({ brp: aBrp(), gemeentecode }, melding)).toEqual({
      twijfel: 'niet-gevonden',
    })
    expect(await checkMelding({ brp: aBrp(), gemeentecode }, meldingOf({}))).toEqual({
      twijfel: 'geen-velden',
    })
  })
})
