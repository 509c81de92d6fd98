/** A month of rent signals by seed: invented persons at invented addresses, spread over invented municipalities. */
import { addDays } from '../../src/legal/calendar.ts'
import { Dag, Gemeentecode } from '../../src/model/ids.ts'
import type { Adresrij } from '../../src/routing/route.ts'
import { SURNAMES } from '../../tests/support/matching-names.ts'
import { createToeval } from '../../tests/support/matching-persons.ts'
import { seededNumbers } from '../../tests/support/seeded-numbers.ts'

const SINCE = Dag.parse('2024-01-01')
/** As in the country: some twenty addresses share a postcode. */
const HOUSES = 20
const POSTCODES = 100
const LETTERS = [...'ABCDEFGHJKLMNPRSTVWXZ']

/** The municipality of an index: codes that CBS does not give out. */
export const gemeenteOf = (index: number): Gemeentecode => Gemeentecode.parse(String(9_000 + index))

function postcodeOf(gemeente: number, street: number): string {
  const letter = (at: number): string => LETTERS[at % LETTERS.length] ?? 'A'
  return `${1_000 + gemeente}${letter(Math.floor(street / LETTERS.length))}${letter(street)}`
}

/** The addresses of so many municipalities. */
export function* addressesOf(gemeenten: number): Generator<Adresrij> {
  for (let gemeente = 0; gemeente < gemeenten; gemeente += 1) {
    const gemeentecode = gemeenteOf(gemeente)
    for (let street = 0; street < POSTCODES; street += 1) {
      const wijk = String(street % 10).padStart(2, '0')
      for (let house = 1; house <= HOUSES; house += 1)
        yield {
          postcode: postcodeOf(gemeente, street),
          huisnummer: house,
          gemeentecode,
          wijkcode: `WK${gemeentecode}${wijk}`,
          buurtcode: `BU${gemeentecode}${wijk}01`,
          vanaf: SINCE,
        }
    }
  }
}

/** So many lawful rent signals of `dag` in NDJSON, one a line, in no order of municipality. */
export function* rowsOf(
  rijen: number,
  { gemeenten, dag, seed }: { gemeenten: number; dag: Dag; seed: number },
): Generator<string> {
  const { number, pick, chance } = createToeval(seededNumbers(seed))
  const whole = (below: number): number => Math.floor(number() * below)
  for (let index = 0; index < rijen; index += 1) {
    const [voorvoegsel = '', achternaam = ''] = pick(SURNAMES).split('|')
    const signal = {
      kenmerk: `${dag.slice(0, 7)}-${String(index).padStart(6, '0')}`,
      signaaltype: 'huur',
      signaaldatum: dag,
      persoon: {
        voorletters: `${pick(LETTERS)}.${pick(LETTERS)}.`,
        ...(voorvoegsel === '' ? {} : { voorvoegsel }),
        achternaam,
        natuurlijkPersoon: true,
      },
      adres: {
        straatnaam: 'Lindelaan',
        huisnummer: 1 + whole(HOUSES),
        postcode: postcodeOf(whole(gemeenten), whole(POSTCODES)),
        plaatsnaam: 'Lindestad',
      },
      contact: {
        telefoonnummer: `+3161234${String(whole(10_000)).padStart(4, '0')}`,
        ...(chance(0.5) ? { emailadres: `bewoner-${index}@example.nl` } : {}),
      },
      achterstand: {
        bedragInCenten: 30_000 + whole(200_000),
        ontstaansdatum: addDays(dag, -40 - whole(60)),
        maanden: 2,
      },
      inspanningen: {
        pogingPersoonlijkContactDatum: addDays(dag, -31),
        gewezenOpSchuldhulpDatum: addDays(dag, -31),
        herinneringen: [addDays(dag, -44)],
        aanbodGegevensdelingDatum: addDays(dag, -44),
        reactie: 'geen',
      },
    }
    yield `${JSON.stringify(signal)}\n`
  }
}
