/** A list of signals (CSV or NDJSON) as rows: what a row is, what can be wrong with one, and what refuses a list as a whole. */

/** What is wrong, with its Dutch words and remedy; never a value. */
export const LIJSTFOUTEN = {
  'geen-utf8':
    'Deze regel is geen geldige UTF-8. Sla de lijst in uw rekenblad op als "CSV UTF-8", of noem in de indeling de tekenset.',
  'regel-te-lang': 'Deze regel is langer dan 64 KiB.',
  'aanhalingsteken-open':
    'In deze regel opent een aanhalingsteken dat niet sluit. Sluit het, of verdubbel het als het bij de tekst hoort.',
  'aanhalingsteken-onjuist':
    'Na een sluitend aanhalingsteken staat nog tekst. Verdubbel een aanhalingsteken dat bij de tekst hoort.',
  'te-weinig-cellen': 'Deze regel heeft minder cellen dan de kopregel; is de lijst afgebroken?',
  'te-veel-cellen':
    'Deze regel heeft meer cellen dan de kopregel. Zet een tekst met een scheidingsteken tussen aanhalingstekens.',
  'datum-onjuist': 'Dit is geen bestaande datum. Schrijf hem als 2026-11-03 of 3-11-2026.',
  'datum-onduidelijk':
    'Dag en maand, of de eeuw, staan hier niet vast. Schrijf de datum als 2026-11-03 of 3-11-2026, of noem in de indeling de schrijfwijze.',
  'datum-als-getal':
    'Hier staat het dagnummer van een rekenblad, en dat kan twee dagen betekenen. Maak de kolom op als datum, of noem in de indeling "excel-dagnummer".',
  'getal-onjuist': 'Verwacht: een heel getal, alleen cijfers.',
  'centen-onjuist':
    'Verwacht: hele eurocenten, alleen cijfers. Hebt u euro’s, gebruik dan een kolom op …InEuro.',
  'bedrag-onjuist': 'Verwacht: een positief bedrag in euro’s, zoals 812,00 of 1.234,56.',
  'bedrag-onduidelijk':
    'Punt of komma kan hier duizendtal of decimaal zijn. Geef twee decimalen (1.234,00), of noem in de indeling het decimaalteken.',
  'ja-nee-onjuist': 'Verwacht: ja of nee (of true/false, waar/onwaar, 1/0).',
  'wetenschappelijke-notatie':
    'Het rekenblad maakte van deze waarde een getal met een macht van tien; cijfers gingen verloren. Maak de kolom op als tekst en exporteer opnieuw.',
  'voorloopnul-verloren':
    'Hier ontbreekt waarschijnlijk een nul vooraan, die het rekenblad weghaalde. Maak de kolom op als tekst en exporteer opnieuw.',
  spreadsheetfout:
    'Hier staat een foutmelding van het rekenblad in plaats van een waarde. Herstel de formule.',
  'soort-onduidelijk':
    'De soort van deze waarde is niet te zien. Zet haar achter de kolomnaam: bijzonderheden.<code>:bedragInEuro, :bedragInCenten, :datum, :jaNee of :code.',
  'code-onbekend': 'Deze code staat niet in de vertaaltabel van de indeling. Voeg haar toe.',
  'naam-onduidelijk':
    'Deze naam is niet zeker te splitsen. Exporteer achternaam en voorletters als eigen kolommen, of noem in de indeling de volgorde.',
  'huisnummer-onduidelijk':
    'Huisnummer, letter en toevoeging zijn niet zeker te splitsen. Schrijf het als 12, 12 A, 12-2 of 12 bis.',
  'postcode-onduidelijk': 'Verwacht: een postcode met daarachter de plaats, zoals 6811 AB Arnhem.',
  'correctie-niet-vast-te-houden':
    'Onder dit kenmerk ligt een signaal dat de gemeente al kan hebben; een correctie daarvan kan niet wachten. Lever haar direct aan.',
  'kenmerk-onbekend':
    'Onder dit kenmerk is van u geen signaal bekend. Kijk kenmerk en onderdeel na; van een signaal dat langer dan 90 dagen geleden eindigde weet de poort niets meer.',
  'signaal-beeindigd':
    'Dit signaal is beëindigd en krijgt geen schuldverloop meer. Wat nog kan: intrekken wegens ten-onrechte of bezwaar.',
  'verloop-achterhaald':
    'Van dit signaal is al een schuldverloop van een latere dag bekend, en dat blijft staan. Wat kan: een schuldverloop van die dag of later.',
  'datum-in-toekomst': 'Deze dag moet nog komen. Geef de dag waarop het zo was.',
  'mutatiekop-ontbreekt':
    'De eerste regel bevat geen enkele bekende kolomnaam. Zet er een kopregel boven: kenmerk;intrekking;schuldverloop;datum, met onderdeel waar u dat gebruikt.',
  'lijst-leeg': 'De lijst is leeg: er is geen kopregel.',
  'kop-onleesbaar':
    'De kopregel is niet te lezen: zij is te lang of geen UTF-8. Sla de lijst op als "CSV UTF-8".',
  'kop-ontbreekt':
    'De eerste regel bevat geen enkele bekende kolomnaam. Zet er een kopregel boven ("signaalpoort aanleveren sjabloon" geeft haar), of gebruik een indeling.',
  'kolom-onbekend':
    'Deze kolom bestaat niet; ook vrije tekst wordt niet aangenomen. Haal haar weg, of laat een indeling haar overslaan.',
  'kolom-dubbel': 'Deze kolom, of een andere voor hetzelfde veld, staat er meer dan eens.',
} as const satisfies Record<string, string>

export type Lijstfoutcode = keyof typeof LIJSTFOUTEN

/** One fault in a row: the column as the list calls it (`?` where its name might be a value; empty for the whole row), a stable code, words. */
export type Regelfout = {
  readonly kolom: string
  readonly code: string
  readonly uitleg: string
}

/** A fault of the closed list; `regels` for one that runs over several lines. */
export function regelfout(code: Lijstfoutcode, kolom = ''): Regelfout {
  return { kolom, code, uitleg: LIJSTFOUTEN[code] }
}

/**
 * One row: `regel` is the number of its (first) line in the file, from 1. Either JSON for `parseSignaal`, or what is wrong;
 * `kenmerk` only where the row has a well-formed one.
 */
export type Lijstregel = {
  readonly regel: number
  readonly kenmerk?: string
} & ({ readonly signaal: unknown } | { readonly fouten: readonly Regelfout[] })

export type Lijstvorm = 'csv' | 'ndjson'

/** A list that is refused as a whole, before any row: its first line is no usable head. The message is Dutch, without a value. */
export class Lijstweigering extends Error {
  readonly fouten: readonly Regelfout[]

  constructor(fouten: readonly Regelfout[], regel = 1) {
    super(
      fouten
        .map(({ kolom, uitleg }) => `regel ${regel}${kolom === '' ? '' : `, ${kolom}`}: ${uitleg}`)
        .join(' · '),
    )
    this.name = 'Lijstweigering'
    this.fouten = fouten
  }
}
