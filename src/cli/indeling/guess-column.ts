/** Guesses what a column of an export holds, from its name and from the shapes of its values. Looks at values here and says none. */
import type { Datumvorm, Kolomregel } from './profile-form.ts'
import { readDate, readDecimal } from './rewrite-cell.ts'
import { splitHouseNumber } from './split-address.ts'

/** `omdat` is the remark behind the line. */
export type Voorstel = { readonly regel: Kolomregel; readonly omdat: string }

/** What administrations call their columns, in lower case without spaces and signs; the first that fits wins. */
const NAMES: readonly (readonly [RegExp, Kolomregel])[] = [
  [/^(kenmerk|signaalnummer)$/, { veld: 'kenmerk' }],
  [
    /^(huurdernr|huurdersnummer|debiteur(en)?(nr|nummer)|klant(nr|nummer)|relatie(nr|nummer)|businesspartner|bpnummer)$/,
    { veld: 'klantnummer' },
  ],
  [/^(voorletters?|initialen)$/, { veld: 'persoon.voorletters' }],
  [/^(voorvoegsels?|tussenvoegsels?|prefix)$/, { veld: 'persoon.voorvoegsel' }],
  [/^(achternaam|geslachtsnaam|familienaam)$/, { veld: 'persoon.achternaam' }],
  [
    /^(naam|(naam)?(hoofd)?huurder|klantnaam|contractant|debiteurnaam|tenaamstelling)$/,
    { splits: 'naam' },
  ],
  [/^(medehuurder|partner|medecontractant)(naam)?$/, { splits: 'naam', van: 'medecontractant' }],
  [/^(geboortedatum|gebdatum|gebdat|dob)$/, { veld: 'persoon.geboortedatum' }],
  [/^(bsn|burgerservicenummer)$/, { veld: 'persoon.burgerservicenummer' }],
  [
    /^(soortklant|klantsoort|klanttype|natuurlijkpersoon|particulierzakelijk)$/,
    { veld: 'persoon.natuurlijkPersoon' },
  ],
  [/^(straat|straatnaam)$/, { veld: 'adres.straatnaam' }],
  [
    /^(adres|straathuisnummer|adresregel1|leveringsadres|woonadres|verbruiksadres)$/,
    { splits: 'straat-huisnummer' },
  ],
  [/^(huisnummer|huisnr|hnr|nr)$/, { veld: 'adres.huisnummer' }],
  [/^(huisletter|letter)$/, { veld: 'adres.huisletter' }],
  [
    /^(toevoeging|huisnummertoevoeging|toev|hnrtoevoeging)$/,
    { veld: 'adres.huisnummertoevoeging' },
  ],
  [/^(postcode|pc|pc6)$/, { veld: 'adres.postcode' }],
  [/^(postcodeplaats|postcodewoonplaats|pcplaats)$/, { splits: 'postcode-plaats' }],
  [/^(plaats|plaatsnaam|woonplaats)$/, { veld: 'adres.plaatsnaam' }],
  [
    /^(telefoon(nummer)?|tel(nr|efoon)?|mobiel(nummer|nr)?|gsm)$/,
    { veld: 'contact.telefoonnummer' },
  ],
  [/^(email(adres)?|mail(adres)?)$/, { veld: 'contact.emailadres' }],
  [
    /^(saldo|bedrag|achterstand|openstaand(saldo|bedrag)?|totaal(saldo|achterstand)|achterstandsbedrag|schuldbedrag)$/,
    { veld: 'achterstand.bedragInEuro' },
  ],
  [
    /^(ontstaansdatum|achterstandsinds|oudste(openstaande)?(post|factuur|vervaldatum)(datum)?|datumoudstepost|vervaldatum)$/,
    { veld: 'achterstand.ontstaansdatum' },
  ],
  [/^(maanden(achterstand)?|aantalmaanden|achterstandinmaanden)$/, { veld: 'achterstand.maanden' }],
  [/^(signaaldatum|peildatum|uitdraaidatum)$/, { veld: 'signaaldatum' }],
  [
    /^((datum)?(\d+e?)?(herinnering|aanmaning)(sdatum|datum|\d+|en)?(datum)?)$/,
    { veld: 'inspanningen.herinneringen' },
  ],
  [
    /^((datum)?(persoonlijkcontact|huisbezoek|belpoging|contactpoging)(datum)?)$/,
    { veld: 'inspanningen.pogingPersoonlijkContactDatum' },
  ],
  [
    /^((datum)?(verwijzing|schuldhulp|schuldhulpverlening)(sbrief|datum)?)$/,
    { veld: 'inspanningen.gewezenOpSchuldhulpDatum' },
  ],
  [
    /^((datum)?(aanbod|aanbodgegevensdeling|vroegsignaleringsbrief|aankondiging(sbrief)?)(datum)?)$/,
    { veld: 'inspanningen.aanbodGegevensdelingDatum' },
  ],
  [/^(reactie|reactiecode|klantreactie|bezwaargegevensdeling)$/, { veld: 'inspanningen.reactie' }],
  [/^(afsluitdatum|eindelevering(datum)?|datumeindelevering)$/, { veld: 'eindeleveringDatum' }],
  [/^(uzovi(nummer|code)?)$/, { veld: 'polis.uzovinummer' }],
]

const DATES: readonly (readonly [Datumvorm, string])[] = [
  ['dd/mm/jjjj', 'dag/maand/jaar'],
  ['mm/dd/jjjj', 'maand/dag/jaar'],
  ['jjjjmmdd', 'jaar, maand en dag aaneen'],
  ['ddmmjjjj', 'dag, maand en jaar aaneen'],
  ['dd-mm-jj', 'jaar van twee cijfers'],
  ['excel-dagnummer', 'dagnummers van Excel: controleer een paar regels'],
]
const CLEAR_DATE = /^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4})(?:[ T]0?0:00.*)?$/
const CODES: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  'inspanningen.reactie': [
    [/^(geen|gr|g|0|onbekend)/i, 'geen'],
    [/^(weiger|bezwaar|w)/i, 'geweigerd'],
    [/^(akkoord|a)/i, 'akkoord'],
    [/^n/i, 'neutraal'],
  ],
  'persoon.natuurlijkPersoon': [
    [/^(p|part|natuur|ja|j|1|true|waar)/i, 'ja'],
    [/^(z|zak|b|recht|nee|n|0|false|onwaar|org)/i, 'nee'],
  ],
}
const ONE_DATE = /Datum$|datum$|herinneringen$/

/** The proposal for one column; undefined when neither name nor shape tells. `waarden`: some of its cells. */
export function guessColumn(naam: string, waarden: readonly string[]): Voorstel | undefined {
  const key = naam.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '')
  const regel = NAMES.find(([pattern]) => pattern.test(key))?.[1]
  if (regel === undefined) return undefined
  const filled = waarden.filter((waarde) => waarde !== '')
  if (regel.veld === undefined) return { regel, omdat: 'splitst; controleer een paar regels' }
  if (regel.veld === 'adres.huisnummer') return houseNumber(regel, filled)
  if (regel.veld === 'achterstand.bedragInEuro') return amount(regel, filled)
  if (ONE_DATE.test(regel.veld)) return date(regel, filled)
  const codes = CODES[regel.veld]
  return codes === undefined ? { regel, omdat: '' } : coded(regel, filled, codes)
}

function houseNumber(regel: Kolomregel, filled: readonly string[]): Voorstel {
  const more = filled.some((waarde) => Object.keys(splitHouseNumber(waarde) ?? {}).length > 1)
  return more
    ? { regel: { splits: 'huisnummer' }, omdat: 'met letter of toevoeging erbij' }
    : { regel, omdat: '' }
}

function amount(regel: Kolomregel, filled: readonly string[]): Voorstel {
  const fits = (['komma', 'punt'] as const).filter((decimaal) =>
    filled.every((waarde) => readDecimal(waarde, decimaal) !== undefined),
  )
  const [decimaal] = fits
  return decimaal === undefined || filled.length === 0
    ? { regel, omdat: 'bedragen in euro’s' }
    : {
        regel: { ...regel, decimaal },
        omdat: fits.length > 1 ? 'geen decimalen gezien; controleer het teken' : '',
      }
}

function date(regel: Kolomregel, filled: readonly string[]): Voorstel {
  if (filled.every((waarde) => CLEAR_DATE.test(waarde))) return { regel, omdat: '' }
  const fits = DATES.filter(([vorm]) =>
    filled.every((waarde) => readDate(waarde, vorm) !== undefined),
  )
  const [first] = fits
  if (first === undefined)
    return { regel, omdat: 'de schrijfwijze is niet herkend; noem haar met datum:' }
  const doubt = fits.length > 1 ? '; het kan ook anders: controleer' : ''
  return { regel: { ...regel, datum: first[0] }, omdat: `${first[1]}${doubt}` }
}

/** Codes are repeated and short; what is not may be anything, and is not written down. */
function coded(
  regel: Kolomregel,
  filled: readonly string[],
  known: readonly (readonly [RegExp, string])[],
): Voorstel {
  const distinct = [...new Set(filled)].toSorted()
  if (distinct.length > 6 || distinct.some((code) => !/^[\p{L}\d _-]{1,12}$/u.test(code)))
    return { regel, omdat: 'te veel verschillende waarden voor codes; vertaal ze met codes:' }
  const codes = Object.fromEntries(
    distinct.flatMap((code) => {
      const meaning = known.find(([pattern]) => pattern.test(code))?.[1]
      return meaning === undefined ? [] : [[code, meaning]]
    }),
  )
  return { regel: { ...regel, codes }, omdat: 'controleer de vertaling van de codes' }
}
