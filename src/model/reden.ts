/** Reasons a verdict can give, each with its Dutch sentence and remedy. */
import { z } from 'zod'

type Reden = { readonly weigert: boolean; readonly zin: string; readonly remedie: string }

const weiger = (zin: string, remedie: string): Reden => ({ weigert: true, zin, remedie })
const meld = (zin: string, remedie: string): Reden => ({ weigert: false, zin, remedie })

/** Every reason code of the interface; `weigert` tells a refusal from a remark on an accepted signal. */
export const REDENEN = {
  'geen-grondslag': weiger(
    'Geen beleid staat dit soort signaal toe.',
    'Lever alleen soorten aan die op de openbare grondslagenpagina staan.',
  ),
  'grondslag-verlopen': weiger(
    'De grondslag voor dit soort signaal geldt niet meer.',
    'Stop met dit soort signaal, of vraag uw jurist naar een nieuwe grondslag.',
  ),
  'gemeente-niet-aangewezen': weiger(
    'Deze gemeente is voor dit soort signaal niet aangewezen.',
    'Lever alleen aan bij de gemeenten die de regeling noemt.',
  ),
  'gemeente-niet-aangesloten': weiger(
    'Deze gemeente is niet aangesloten: zij heeft geen actieve sleutel voor hulpaanbod.',
    'Lever rechtstreeks aan bij deze gemeente, of wacht tot zij is aangesloten.',
  ),
  'afspraak-ontbreekt': weiger(
    'Er is geen afspraak met deze gemeente vastgelegd.',
    'Laat de afspraak met de gemeente vastleggen en lever daarna opnieuw aan.',
  ),
  'afzender-niet-bevoegd': weiger(
    'Deze afzender mag dit soort signaal niet geven.',
    'Controleer het soort signaal, of namens wie u aanlevert.',
  ),
  'verkeerd-doel': weiger(
    'Deze gegevens dienen een ander doel dan vroegsignalering.',
    'De gemeente kan deze gegevens zelf opvragen langs de daarvoor bedoelde weg.',
  ),
  'signaaldatum-buiten-bereik': weiger(
    'De signaaldatum ligt in de toekomst, meer dan 31 dagen terug, of voor het begin van de regel.',
    'Geef de dag waarop u het signaal vaststelde.',
  ),
  'persoonlijk-contact-ontbreekt': weiger(
    'U gaf niet aan dat u persoonlijk contact zocht.',
    'Zoek eerst persoonlijk contact en vul inspanningen.pogingPersoonlijkContactDatum.',
  ),
  'verwijzing-ontbreekt': weiger(
    'U gaf niet aan dat u op schuldhulpverlening wees.',
    'Wijs de klant op schuldhulpverlening en vul inspanningen.gewezenOpSchuldhulpDatum.',
  ),
  'herinnering-ontbreekt': weiger(
    'U gaf geen of te weinig schriftelijke herinneringen op.',
    'Stuur eerst een schriftelijke herinnering en vul inspanningen.herinneringen.',
  ),
  'aanbod-ontbreekt': weiger(
    'U gaf niet aan dat u aanbood de contactgegevens te delen.',
    'Doe het aanbod in de herinnering en vul inspanningen.aanbodGegevensdelingDatum.',
  ),
  'gegevensdeling-geweigerd': weiger(
    'De klant weigerde het delen van gegevens: het hele signaal mag niet worden gegeven.',
    'Lever dit signaal niet opnieuw aan.',
  ),
  'reactie-onvoldoende': weiger(
    'De reactie van de klant, of het ontbreken ervan in uw opgave, staat dit signaal niet toe.',
    'Vul inspanningen.reactie; sommige regels staan een signaal alleen toe als de klant niet reageerde.',
  ),
  'onder-drempel': weiger(
    'Het bedrag ligt onder de drempel van de regel.',
    'Lever pas aan vanaf de drempel.',
  ),
  'te-jong': weiger(
    'De achterstand is te jong voor deze regel.',
    'Lever aan zodra de achterstand oud genoeg is.',
  ),
  'te-oud': weiger(
    'De achterstand is te oud voor een vroegsignaal.',
    'Volg de route voor oudere achterstanden.',
  ),
  rechtspersoon: weiger(
    'De klant is een rechtspersoon: vroegsignalering is er voor natuurlijke personen.',
    'Lever geen signalen over een B.V., N.V., stichting of vereniging aan.',
  ),
  'postcode-onbekend': weiger(
    'Bij deze postcode met dit huisnummer is geen gemeente bekend.',
    'Controleer het adres; bij nieuwbouw: probeer het na de volgende bijwerking van de adrestabel.',
  ),
  'boeteachterstand-ontbreekt': weiger(
    'Naast de studieschuld is ook een achterstand op een boete nodig.',
    'Lever alleen aan als beide achterstanden er zijn.',
  ),
  'uitstel-verleend': weiger(
    'Er is uitstel van betaling verleend.',
    'Lever niet aan zolang het uitstel loopt.',
  ),
  'kenmerk-beeindigd': weiger(
    'Het signaal met dit kenmerk is beëindigd.',
    'Gebruik een nieuw kenmerk, of bied het signaal opnieuw aan met heraanbieding: true.',
  ),
  'herhaalde-melding': meld(
    'U meldde deze achterstand deze maand al met hetzelfde bedrag; van dit signaal is geen veld bewaard.',
    'U hoeft niets te doen. Trekt u het eerdere signaal in, bied dit dan aan onder een nieuw kenmerk.',
  ),
  'onder-gemeentelijke-drempel': meld(
    'Het bedrag ligt onder de drempel van deze gemeente; er is geen veld bewaard.',
    'U hoeft niets te doen.',
  ),
  'naam-mogelijk-onderneming': meld(
    'De naam lijkt die van een onderneming; de gemeente vindt de persoon mogelijk niet.',
    'Geef bij een eenmanszaak de naam van de eigenaar.',
  ),
  bedreigend: meld(
    'U gaf een bedreigende situatie aan: na aanvaarding van hulp geldt een termijn van drie werkdagen.',
    'U hoeft niets te doen.',
  ),
  'adres-niet-gevonden': meld(
    'Het huisnummer is nieuw in deze postcode; het signaal ging naar de gemeente van de postcode.',
    'Controleer het huisnummer.',
  ),
  'gemeente-opgegaan': meld(
    'Deze gemeente is opgegaan in een andere; het besluit geldt voor haar opvolger.',
    'Gebruik voortaan de gemeentecode van de opvolger (ontvanger.gemeentecode).',
  ),
  'vroegsignaal-vooraf-ontbreekt': meld(
    'Er ging geen vroegsignaal vooraf.',
    'Geef voortaan eerst een vroegsignaal.',
  ),
  'eindelevering-te-laat': meld(
    'De eindelevering is te laat gemeld.',
    'Meld voortaan ten minste 20 werkdagen vooraf.',
  ),
} as const satisfies Record<string, Reden>

export type RedenCode = keyof typeof REDENEN

/** The code of one reason of a verdict. */
export const RedenCode = z.enum(Object.keys(REDENEN) as [RedenCode, ...RedenCode[]])
