/** A few invented streets in real municipalities, for a first run: enough to route every example. No real address list. */
import { Gemeentecode } from '../model/ids.ts'
import type { Adresrij } from '../routing/route.ts'

const ARNHEM = Gemeentecode.parse('0202')
const TILBURG = Gemeentecode.parse('0855')
/** Served by one body, Samenwerking Rijnoever. */
const NIJMEGEN = Gemeentecode.parse('0268')
const RENKUM = Gemeentecode.parse('0274')
/** Never given a key in the development set: shows `gemeente-niet-aangesloten`. */
const BREDA = Gemeentecode.parse('0758')

const SINCE = '2021-01-01'

/** The house numbers from `first` to `last`, even or odd as `first` is. */
const street = (
  postcode: string,
  gemeentecode: Gemeentecode,
  wijk: string,
  first: number,
  last: number,
): readonly Adresrij[] =>
  Array.from({ length: Math.floor((last - first) / 2) + 1 }, (_, index) => ({
    postcode,
    huisnummer: first + 2 * index,
    gemeentecode,
    wijkcode: `WK${gemeentecode}${wijk}`,
    buurtcode: `BU${gemeentecode}${wijk}01`,
    vanaf: SINCE,
  }))

/** The rows of the development set. */
export const STREETS: readonly Adresrij[] = [
  ...street('6811AB', ARNHEM, '01', 2, 60), // Lindelaan, even
  ...street('6811AC', ARNHEM, '01', 1, 59), // Lindelaan, odd
  ...street('6825CD', ARNHEM, '02', 1, 99), // Zonnebloemstraat
  ...street('5011EF', TILBURG, '01', 1, 79), // Wevershof
  ...street('5038GH', TILBURG, '02', 2, 80), // Spinnerij
  ...street('4811JK', BREDA, '01', 1, 49), // Havenkade
  ...street('6511NP', NIJMEGEN, '01', 2, 90), // Rivierpad
  // Seven streets more, one in each district, for a month at one municipality (`month-signals.ts`).
  ...['6521AA', '6522AB', '6523AC', '6524AD', '6531AE', '6532AG', '6533AH'].flatMap(
    (postcode, index) => street(postcode, NIJMEGEN, `0${index + 2}`, 2, 90),
  ),
  ...street('6871RS', RENKUM, '01', 1, 45), // Beukenhof
  // Grensweg: one postcode in two municipalities, so an unknown number there goes nowhere.
  ...street('5126LM', TILBURG, '09', 1, 19),
  ...street('5126LM', BREDA, '09', 2, 20),
]
