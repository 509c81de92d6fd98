/** Reasons of a verdict and of a field, and the conditions that stand in every rule, in English beside the Dutch of `model/reden.ts` and `explain-case.ts`. */
import type { VeldReden } from '../model/besluit.ts'
import type { RedenCode } from '../model/reden.ts'

type Told = { readonly zin: string; readonly remedie: string }

const told = (zin: string, remedie: string): Told => ({ zin, remedie })
const NOTHING = 'You need not do anything.'

/** Each reason as a sentence with what to do. */
export const ENGLISH_REASONS: Readonly<Record<RedenCode, Told>> = {
  'geen-grondslag': told(
    'No policy allows this type of signal.',
    'Deliver only types that stand on the public page of legal bases.',
  ),
  'grondslag-verlopen': told(
    'The legal basis of this type of signal no longer holds.',
    'Stop with this type of signal, or ask your lawyer for a new basis.',
  ),
  'gemeente-niet-aangewezen': told(
    'This municipality is not designated for this type of signal.',
    'Deliver only to the municipalities that the regulation names.',
  ),
  'gemeente-niet-aangesloten': told(
    'This municipality is not connected: it has no active key for hulpaanbod.',
    'Deliver to this municipality directly, or wait until it is connected.',
  ),
  'afspraak-ontbreekt': told(
    'No agreement with this municipality was recorded.',
    'Have the agreement with the municipality recorded and deliver again after that.',
  ),
  'afzender-niet-bevoegd': told(
    'This sender may not give this type of signal.',
    'Check the type of signal, or on whose behalf you deliver.',
  ),
  'verkeerd-doel': told(
    'These data serve another purpose than early detection of debts.',
    'The municipality can ask for these data itself, by the way meant for it.',
  ),
  'signaaldatum-buiten-bereik': told(
    'The date of the signal lies in the future, more than 31 days back, or before the start of the rule.',
    'Give the day on which you established the signal.',
  ),
  'persoonlijk-contact-ontbreekt': told(
    'You did not declare that you sought personal contact.',
    'Seek personal contact first and fill in inspanningen.pogingPersoonlijkContactDatum.',
  ),
  'verwijzing-ontbreekt': told(
    'You did not declare that you pointed to debt help.',
    'Point the customer to debt help and fill in inspanningen.gewezenOpSchuldhulpDatum.',
  ),
  'herinnering-ontbreekt': told(
    'You declared no or too few written reminders.',
    'Send a written reminder first and fill in inspanningen.herinneringen.',
  ),
  'aanbod-ontbreekt': told(
    'You did not declare that you offered to share the contact data.',
    'Make the offer in the reminder and fill in inspanningen.aanbodGegevensdelingDatum.',
  ),
  'gegevensdeling-geweigerd': told(
    'The customer refused the sharing of data: the whole signal may not be given.',
    'Do not deliver this signal again.',
  ),
  'reactie-onvoldoende': told(
    'The reaction of the customer, or its absence from your declaration, does not allow this signal.',
    'Fill in inspanningen.reactie; some rules allow a signal only when the customer did not react.',
  ),
  'onder-drempel': told(
    'The amount lies below the threshold of the rule.',
    'Deliver from the threshold on.',
  ),
  'te-jong': told(
    'The arrears are too young for this rule.',
    'Deliver as soon as the arrears are old enough.',
  ),
  'te-oud': told(
    'The arrears are too old for an early signal.',
    'Follow the route for older arrears.',
  ),
  rechtspersoon: told(
    'The customer is a legal person: early detection is there for natural persons.',
    'Deliver no signals about companies, foundations or associations.',
  ),
  'postcode-onbekend': told(
    'No municipality is known for this postcode with this house number.',
    'Check the address; for a new building: try again after the next update of the table of addresses.',
  ),
  'boeteachterstand-ontbreekt': told(
    'Beside the student debt, arrears on a fine are needed too.',
    'Deliver only when there are both arrears.',
  ),
  'uitstel-verleend': told(
    'Deferral of payment was granted.',
    'Do not deliver while the deferral lasts.',
  ),
  'kenmerk-beeindigd': told(
    'The signal with this kenmerk has ended.',
    'Use a new kenmerk, or offer the signal anew with heraanbieding: true.',
  ),
  'herhaalde-melding': told(
    'You reported these arrears with the same amount this month; no field of this signal was kept.',
    'You need not do anything. If you withdraw the earlier signal, offer this one under a new kenmerk.',
  ),
  'onder-gemeentelijke-drempel': told(
    'The amount lies below the threshold of this municipality; no field was kept.',
    NOTHING,
  ),
  'naam-mogelijk-onderneming': told(
    'The name looks like that of a firm; the municipality may not find the person.',
    'Of a sole trader, give the name of the owner.',
  ),
  bedreigend: told(
    'You declared a threatening situation: once help is accepted a term of three working days holds.',
    NOTHING,
  ),
  'adres-niet-gevonden': told(
    'The house number is new in this postcode; the signal went to the municipality of the postcode.',
    'Check the house number.',
  ),
  'gemeente-opgegaan': told(
    'This municipality merged into another; the verdict is for its successor.',
    'From now on use the code of the successor (ontvanger.gemeentecode).',
  ),
  'vroegsignaal-vooraf-ontbreekt': told(
    'No early signal came before.',
    'From now on give an early signal first.',
  ),
  'eindelevering-te-laat': told(
    'The end of supply was reported too late.',
    'From now on report it at least 20 working days before.',
  ),
}

/** Why a field does not pass. */
export const ENGLISH_WITHHELD: Readonly<Record<VeldReden, string>> = {
  'geen-grondslag': 'no article names this field for this type of signal',
  'alleen-voor-besluit': 'it only counts for the verdict',
  'geen-sleutel': 'the municipality has no key for the purposes of this field',
  'geen-doel': 'no purpose that holds now takes this field',
  onbruikbaar: 'the value could not be used and was left out',
  'signaal-geweigerd': 'the whole signal is refused',
  'onder-gemeentelijke-drempel': 'the amount lies below the threshold of the municipality',
  'herhaalde-melding': 'the signal repeats one of this month with the same amount',
}

/** The conditions that stand in every rule, and those outside the files. */
export const ENGLISH_ALWAYS: Readonly<Record<string, string>> = {
  grondslagInWerking: 'On the day of receipt a rule is in force for this type of signal.',
  afzenderBevoegd: 'This creditor may give this type of signal.',
  gemeenteBekend: 'The municipality of the address is known.',
  signaaldatumBinnenBereik:
    'The date of the signal does not lie in the future, at most 31 days back, and not before the start of the rule.',
  gegevensdelingNietGeweigerd: 'The customer did not refuse the sharing of data.',
  gemeenteAangewezen: 'The municipality is designated for this type of signal.',
  gemeenteAangesloten: 'The municipality is connected: it has an active key for hulpaanbod.',
  wijkBekend: 'The district of the address is known.',
  gemeentelijkeDrempelGehaald: 'The amount reaches the threshold that the municipality set itself.',
  nietEerderGemeld:
    'The creditor did not report this person with the same amount earlier this month.',
}
