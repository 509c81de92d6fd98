/** The one table of refusals: every kind of problem with its status, title and remedy. A kind without a row does not compile. */
import type { ProblemKind } from '../model/problem.ts'

/** `wachtSeconden` is the `Retry-After` where the problem itself names none. */
export type ProblemRow = {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 503
  readonly title: string
  readonly detail: string
  readonly wachtSeconden?: number
}

const CERTIFICAAT = 'Gebruik een geldig certificaat van een vertrouwde uitgever met uw OIN.'
const TOKEN = 'Vraag met ditzelfde certificaat een nieuw token aan op /oauth/token.'
const NAZIEN = 'Zie errors voor alle fouten in dit verzoek en verbeter ze.'
const LATER = 'Er is niets verstrekt. Probeer het later opnieuw.'

const row = (status: ProblemRow['status'], title: string, detail: string): ProblemRow => ({
  status,
  title,
  detail,
})
const wait = (title: string, detail: string, wachtSeconden: number): ProblemRow => ({
  status: 503,
  title,
  detail,
  wachtSeconden,
})

/** Statuses follow the interface: 401 no valid certificate or token, 403 right caller but not for this, 503 in doubt. */
export const PROBLEM_TABLE = {
  'certificaat-ontbreekt': row(401, 'Certificaat ontbreekt', CERTIFICAAT),
  'certificaat-niet-vertrouwd': row(401, 'Certificaat niet vertrouwd', CERTIFICAAT),
  'certificaat-ingetrokken': row(401, 'Certificaat ingetrokken', CERTIFICAAT),
  'certificaat-verlopen': row(401, 'Certificaat niet geldig op dit moment', CERTIFICAAT),
  'certificaat-zonder-oin': row(401, 'Certificaat zonder OIN', CERTIFICAAT),
  'deelnemer-onbekend': row(
    403,
    'Deelnemer onbekend',
    'De OIN van het certificaat is hier niet (meer) geregistreerd. Vraag de beheerder om aansluiting.',
  ),
  'token-ontbreekt': row(401, 'Token ontbreekt', `Stuur één kop Authorization: Bearer. ${TOKEN}`),
  'token-ongeldig': row(401, 'Token ongeldig', TOKEN),
  'token-verlopen': row(401, 'Token verlopen', TOKEN),
  'token-van-ander-certificaat': row(401, 'Token hoort bij een ander certificaat', TOKEN),
  'doel-niet-toegestaan': row(
    403,
    'Doel niet toegestaan',
    'Dit token heeft een ander doel dan deze aanroep. Vraag een token aan met het doel van deze aanroep.',
  ),
  'rol-niet-toegestaan': row(
    403,
    'Rol niet toegestaan',
    'De rol van deze deelnemer laat deze aanroep niet toe. Controleer namens wie u aanroept.',
  ),
  'mandaat-ontbreekt': row(
    403,
    'Mandaat ontbreekt',
    'Er is geen geldig mandaat om namens deze partij te handelen. Laat het mandaat vastleggen.',
  ),
  'medewerker-ontbreekt': row(
    400,
    'Medewerker ontbreekt',
    'Stuur de kop Signaalpoort-Medewerker met uw eigen kenmerk van de medewerker, of systeem.',
  ),
  'verzoek-onjuist': row(400, 'Verzoek onjuist', NAZIEN),
  'kop-onjuist': row(400, 'Kop onjuist', NAZIEN),
  'inhoud-geen-json': row(
    400,
    'Inhoud is geen geldige JSON',
    'Stuur één JSON-object in UTF-8, zonder dubbele namen en zonder tekst erna.',
  ),
  'inhoud-te-groot': row(
    413,
    'Inhoud te groot',
    'Stuur ten hoogste 64 KiB per verzoek. Een lijst mag zo groot zijn als zij is, maar een ingepakte niet onbeperkt uitdijen.',
  ),
  'inhoud-soort-onjuist': row(
    415,
    'Soort inhoud onjuist',
    'Stuur Content-Type: application/json in UTF-8, zonder Content-Encoding; een lijst als text/csv of application/x-ndjson, zo nodig met gzip.',
  ),
  'signaal-geweigerd': row(
    422,
    'Signaal geweigerd',
    'Het signaal is niet aangenomen en er is niets van bewaard. Zie besluit.redenen voor de reden en wat u kunt doen.',
  ),
  'lijst-onleesbaar': row(
    400,
    'Lijst onleesbaar',
    'De lijst is vanaf hier niet te lezen; zie errors. Wat al is aanvaard staat. Herstel haar en stuur haar opnieuw: wat er al was telt één keer.',
  ),
  'te-veel-lijsten': {
    ...row(
      429,
      'Te veel lijsten tegelijk',
      'Uw vorige lijsten komen nog binnen. Wacht tot er een klaar is en stuur deze dan.',
    ),
    wachtSeconden: 5,
  },
  'aanlevering-gesloten': row(
    409,
    'Aanlevering gesloten',
    'Deze lijst is ingetrokken, of er is niets aan vrij te geven. Lees haar stand, en stuur zo nodig een nieuwe lijst.',
  ),
  'vrijgave-verlopen': row(
    409,
    'Te laat om vrij te geven',
    'De lijst is langer dan 24 uur vastgehouden en wordt gewist. Stuur haar opnieuw.',
  ),
  'idempotentiesleutel-hergebruikt': row(
    409,
    'Idempotency-Key hergebruikt',
    'Deze sleutel hoorde bij een verzoek met een andere inhoud. Gebruik een nieuwe sleutel.',
  ),
  'niet-gevonden': row(
    404,
    'Niet gevonden',
    'Dit adres bestaat niet, of niet voor u. Controleer het pad en de id.',
  ),
  'methode-niet-toegestaan': row(
    405,
    'Methode niet toegestaan',
    'Gebruik een van de methoden in de kop Allow.',
  ),
  'sleutel-onbekend': row(
    400,
    'Sleutel onbekend',
    'Geef met sleutelId een eigen, actieve sleutel van dit doel; het mag weg als u er één hebt.',
  ),
  'sleutelregistratie-onjuist': row(
    422,
    'Registratie van de sleutel onjuist',
    'De handtekening, de keten, het tijdstip of de id klopt niet. Maak de registratie opnieuw met uw huidige certificaat (signaalpoort afnemer sleutel maak).',
  ),
  'sleutel-zwak': row(
    422,
    'Sleutel zwak',
    'Met deze publieke sleutel zou iedereen kunnen openen. Maak een nieuw sleutelpaar en registreer dat.',
  ),
  'sleutel-van-andere-partij': row(
    422,
    'Sleutel van een andere partij',
    'De registratie is niet ondertekend met het certificaat van de partij in het pad. Laat de partij van de sleutel zelf ondertekenen.',
  ),
  'sleutel-van-andere-gemeente': row(
    422,
    'Sleutel voor een andere gemeente',
    'De sleutel is voor een gemeente waarvoor u niet aanroept, of waarvoor deze partij niet ontvangt. Controleer de gemeentecode en het mandaat.',
  ),
  'sleutel-doel-niet-toegestaan': row(
    422,
    'Doel van de sleutel niet toegestaan',
    'De partij van de sleutel heeft voor deze gemeente geen mandaat voor elk doel van de sleutel. Registreer alleen doelen van het mandaat.',
  ),
  'sleutel-bestaat-al': row(
    409,
    'Sleutel bestaat al',
    'Deze sleutel is voor deze gemeente al geregistreerd, door een andere partij of voor andere doelen. Maak een nieuw sleutelpaar.',
  ),
  'sleuteltoestand-onjuist': row(
    409,
    'Toestand van de sleutel gaat alleen vooruit',
    'Een sleutel gaat van actief naar alleenOpenen naar gecompromitteerd, nooit terug. Registreer een nieuwe sleutel.',
  ),
  'bewaartermijn-buiten-grenzen': row(
    422,
    'Bewaartermijn buiten de grenzen',
    'Zie errors: elke fout noemt de grens en haar bron. Kies een termijn binnen de grenzen van GET /v1/bewaartermijnen.',
  ),
  'ingangsdatum-onjuist': row(
    422,
    'Ingangsdatum onjuist',
    'Kies een dag vanaf morgen, ten hoogste drie maanden vooruit; trek een concept waarvan de dag voorbij is in en stel het opnieuw op.',
  ),
  'bewaarbesluit-loopt': row(
    409,
    'Er loopt al een bewaarbesluit',
    'Per gemeente is er één tegelijk in behandeling. Wacht tot het van kracht is, of trek het in.',
  ),
  'persoon-vereist': row(
    403,
    'Een persoon is vereist',
    'Dit doet een mens: stuur in Signaalpoort-Medewerker zijn of haar kenmerk, niet systeem.',
  ),
  'tweede-persoon-vereist': row(
    409,
    'Een andere persoon is vereist',
    'Wie opstelt, adviseert of voorstelt, beslist niet zelf. Laat een ander dit doen.',
  ),
  'advies-ontbreekt': row(
    409,
    'Advies ontbreekt',
    'In deze gemeente adviseert de FG eerst. Laat het advies vastleggen (POST …/advies).',
  ),
  'al-besloten': row(
    409,
    'Al besloten',
    'Dit besluit of deze maatregel staat al verder of is voorbij. Lees de stand opnieuw.',
  ),
  'voorvertoning-verouderd': row(
    409,
    'Voorvertoning verouderd',
    'Wat er bewaard is, is sinds die voorvertoning veranderd, of zij is ouder dan een dag. Bekijk haar opnieuw en keur dan goed.',
  ),
  'signaal-beperkt': row(
    403,
    'Verwerking van dit signaal is beperkt',
    'Uw gemeente beperkte de verwerking (AVG art. 18): de velden worden zolang niet verstrekt. Zie GET /v1/maatregelen.',
  ),
  'signaal-bevroren': row(
    409,
    'Signaal is bevroren',
    'Uw gemeente bevroor dit signaal met twee personen: er gaat niets van weg. Beëindig die maatregel eerst (GET /v1/maatregelen).',
  ),
  'stap-niet-mogelijk': row(
    409,
    'Kan nu niet met deze melding',
    'Zie errors: in welke toestand de melding is en wat er dan kan. Lees haar opnieuw.',
  ),
  'niet-geselecteerd': row(
    409,
    'Melding niet gekozen',
    'Alleen wie gekozen is gaat open. Wacht de melding nog, kies haar dan eerst: POST /v1/selecties en daarna /vaststelling, of signaalpoort selectie. Wie door een controle uitviel of is teruggegeven, kan niet meer worden gekozen.',
  ),
  'geen-controle': row(
    403,
    'Uw college besloot geen controle',
    'Leg in het beleid van uw gemeente vast wanneer een machine controleert (werkwijze, controle: vooraf of gekozen).',
  ),
  'voorstel-verouderd': row(
    409,
    'Voorstel verouderd',
    'Sinds dit voorstel veranderde iets aan zijn meldingen. Vraag een nieuw voorstel en stel dat vast.',
  ),
  'selectie-niet-vastgesteld': row(
    409,
    'Niet vastgesteld, of teruggedraaid',
    'Alleen een vastgestelde selectie die niet is teruggedraaid kan worden teruggedraaid of aangevuld. Lees haar: GET /v1/selecties/{id}.',
  ),
  'retour-niet-aanvaard': row(
    409,
    'Uw college aanvaardde geen teruggeven',
    'De wet vraagt een aanbod bij elk aangewezen signaal. Teruggeven kan alleen waar het college dat aanvaardde (werkwijze, rest: retour, in het beleid van uw gemeente). Kies rest: uitstellen of brief.',
  ),
  'maatregel-te-lang': row(
    422,
    'Maatregel te lang of voorbij',
    'Kies een totDatum na vandaag en binnen het hoogste uit het beleid; stel zo nodig later een nieuwe maatregel voor.',
  ),
  'navraag-staat-uit': row(
    403,
    'Vragen aan aanleveraars staan uit',
    'Niemand heeft nog aanvaard dat de poort vragen stelt (open-vragen.yaml, navraag). Neem zelf contact op met de aanleveraar.',
  ),
  'navraag-niet-mogelijk': row(
    409,
    'Over dit signaal kan dit niet worden gevraagd of beantwoord',
    'Vraag alleen over een signaal dat is gekozen en opgehaald en niet is ingetrokken of beperkt, en alleen wat de aanleveraar van dit soort signaal mag geven; antwoord in de soort die is gevraagd.',
  ),
  'navraag-loopt': row(
    409,
    'Deze vraag staat al open',
    'Wacht op het antwoord, of op geen-antwoord na twee werkdagen.',
  ),
  'navraag-gesloten': row(
    409,
    'Navraag gesloten',
    'Zij is al beantwoord, de twee werkdagen zijn om, of het signaal is beëindigd.',
  ),
  'bestemming-niet-toegestaan': row(
    422,
    'Bestemming niet toegestaan',
    'De bestemming is een https-adres zonder zoekdeel, op een host die de beheerder voor uw organisatie heeft vastgelegd. Vraag de beheerder om uw host vast te leggen.',
  ),
  'te-veel-abonnementen': row(
    409,
    'Te veel abonnementen',
    'Er zijn er ten hoogste 20 per organisatie. Beëindig een abonnement dat niet meer nodig is.',
  ),
  'voorwaarde-ontbreekt': row(
    428,
    'If-Match ontbreekt',
    'Stuur de kop If-Match met de ETag van GET /v1/meldingen/{id}, zodat u niets overschrijft dat u niet zag.',
  ),
  'versie-verouderd': row(
    412,
    'Intussen gewijzigd',
    'Iemand anders wijzigde deze melding sinds u haar las. Lees haar opnieuw en beslis dan.',
  ),
  'stap-onmogelijk': row(
    409,
    'Dit kan nu niet',
    'Zie errors voor hoe de melding nu staat en wat wel kan.',
  ),
  'terugkoppeling-niet-toegestaan': row(
    422,
    'Terugkoppelcode niet toegestaan',
    'Het beleid laat de aanleveraar dit niet weten. Kies een code uit errors.',
  ),
  'melding-niet-geopend': row(
    409,
    'Melding niet geopend',
    'Alleen meldingen die uw gemeente beide heeft opgepakt en nog niet heeft afgesloten, kunt u samenvoegen of splitsen.',
  ),
  'bewijs-nog-niet-beschikbaar': wait(
    'Bewijs nog niet beschikbaar',
    'De gebeurtenis staat nog niet in een ondertekend ijkpunt van het logboek. Probeer het zo opnieuw.',
    5,
  ),
  'te-druk': wait('Te druk', 'Het verzoek is niet verwerkt. Probeer het zo opnieuw.', 2),
  'uitkomst-onbekend': wait(
    'Uitkomst onbekend',
    'Of het verzoek verwerkt is, staat niet vast. Herhaal het ongewijzigd, met hetzelfde kenmerk en dezelfde Idempotency-Key: het telt dan één keer.',
    2,
  ),
  'niet-beschikbaar': wait('Niet beschikbaar', LATER, 30),
} as const satisfies Record<ProblemKind, ProblemRow>
