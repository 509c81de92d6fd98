/** Plain Dutch words for what the gateway says in codes: fields, articles, reasons, amounts, parties. */
import type { Policies } from '../../legal/compile.ts'
import type { VeldReden } from '../../model/besluit.ts'
import { isBijzonder, type VastVeld, type Veld } from '../../model/veld.ts'

const VELDWOORDEN = {
  'persoon.voorletters': 'naam',
  'persoon.voorvoegsel': 'naam',
  'persoon.achternaam': 'naam',
  'persoon.geboortedatum': 'geboortedatum',
  'persoon.burgerservicenummer': 'BSN',
  'persoon.natuurlijkPersoon': 'mens of bedrijf',
  'medecontractant.voorletters': 'naam van de medehuurder',
  'medecontractant.voorvoegsel': 'naam van de medehuurder',
  'medecontractant.achternaam': 'naam van de medehuurder',
  'medecontractant.geboortedatum': 'geboortedatum van de medehuurder',
  'medecontractant.burgerservicenummer': 'BSN van de medehuurder',
  'adres.straatnaam': 'adres',
  'adres.huisnummer': 'adres',
  'adres.huisletter': 'adres',
  'adres.huisnummertoevoeging': 'adres',
  'adres.postcode': 'adres',
  'adres.plaatsnaam': 'adres',
  'contact.telefoonnummer': 'telefoonnummer',
  'contact.emailadres': 'e-mailadres',
  'achterstand.bedragInCenten': 'bedrag',
  'achterstand.ontstaansdatum': 'begindatum van de achterstand',
  'achterstand.maanden': 'aantal maanden achterstand',
  signaaldatum: 'datum van het signaal',
  crisissignaal: 'dat het dringend is',
  warmeOverdracht: 'warme overdracht',
  klantnummer: 'klantnummer',
  'polis.uzovinummer': 'nummer van de verzekeraar',
  eindeleveringDatum: 'datum van het einde van de levering',
  onderdeel: 'onderdeel',
  'inspanningen.pogingPersoonlijkContactDatum': 'poging tot contact',
  'inspanningen.gewezenOpSchuldhulpDatum': 'verwijzing naar schuldhulp',
  'inspanningen.herinneringen': 'herinneringen',
  'inspanningen.aanbodGegevensdelingDatum': 'aanbod om gegevens te delen',
  'inspanningen.reactie': 'reactie op het aanbod',
} as const satisfies Record<VastVeld, string>

const ORDER = Object.keys(VELDWOORDEN)

/** The words for fields, each once, the person first; `niets` when there are none. */
export function wordsFor(velden: readonly Veld[]): string {
  const ordered = velden.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
  return list([...new Set(ordered.map(wordOf))])
}

const wordOf = (veld: Veld): string => (isBijzonder(veld) ? 'bijzonderheden' : VELDWOORDEN[veld])

/** `a, b en c`. */
function list(words: readonly string[]): string {
  const last = words.at(-1) ?? 'niets'
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} en ${last}`
}

/** Why a field stayed behind. */
export const WAAROM_NIET = {
  'geen-grondslag': 'geen artikel noemt dit bij dit soort signaal',
  'alleen-voor-besluit': 'telt alleen voor het besluit',
  'geen-sleutel': 'de gemeente heeft hier geen sleutel voor',
  'geen-doel': 'de gemeente heeft hier geen doel voor',
  onbruikbaar: 'de waarde is onbruikbaar',
  'onder-gemeentelijke-drempel': 'het bedrag ligt onder de drempel van de gemeente',
  'herhaalde-melding': 'het signaal herhaalt een signaal van deze maand met hetzelfde bedrag',
  'signaal-geweigerd': 'het hele signaal is geweigerd',
} as const satisfies Record<VeldReden, string>

const AFKORTINGEN: Readonly<Record<string, string>> = {
  'Besluit gemeentelijke schuldhulpverlening': 'Bgs',
  'Wet gemeentelijke schuldhulpverlening': 'Wgs',
  'Regeling zorgverzekering': 'Rzv',
  'Landelijk Convenant Vroegsignalering (convenant, geen wet)': 'LCV',
}

/** Article ids of the policies as `Bgs art. 2 en Wgs art. 4`, the one that is named most first; an id that these policies do not have stands as it is. */
export function citer(policies: Policies): (ids: readonly string[]) => string {
  const known = new Map<string, string>()
  const { wet, doelen } = policies.documents
  for (const { grondslag } of [...wet.values(), ...doelen.values()])
    for (const { id, bron, artikel } of grondslag) {
      const law = AFKORTINGEN[bron] ?? bron
      known.set(
        id,
        (/^\d/.test(artikel) ? `${law} art. ${artikel}` : law).replaceAll(' ', '\u00a0'),
      )
    }
  return (ids) => {
    const names = Map.groupBy(ids, (id) => known.get(id) ?? id)
    return list([...names].toSorted(([, a], [, b]) => b.length - a.length).map(([name]) => name))
  }
}

const EURO = new Intl.NumberFormat('nl-NL', { style: 'currency', currency: 'EUR' })

/** `€ 812,00`. */
export const euro = (centen: number): string => EURO.format(centen / 100)

const PARTIJEN: Readonly<Record<string, string>> = {
  'de-linde': 'De Linde',
  'het-lage-land': 'Het Lage Land',
  kompas: 'Kompas',
  'incasso-noord': 'Incassosoftware Noord',
  arnhem: 'Arnhem',
  tilburg: 'Tilburg',
}

/** A party of the trial set in short, by its folder. */
export const partyName = (map: string): string => PARTIJEN[map] ?? map
