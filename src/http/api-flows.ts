/** What the API door needs: one bound function for each sentence it can say. `main.ts` binds the flows. */
import type {
  Aanlevering,
  AanleveringId,
  Aanleveringregel,
  Vrijgave,
} from '../model/aanlevering.ts'
import type { Abonnement, AbonnementId, Abonnementsvraag } from '../model/abonnement.ts'
import type { Auditgebeurtenis, Auditzoekvraag } from '../model/auditgebeurtenis.ts'
import type { Benadering } from '../model/benadering.ts'
import type { Besluit } from '../model/besluit.ts'
import type {
  BesluitId,
  Bewaaradvies,
  Bewaarbesluit,
  Bewaargoedkeuring,
  Bewaarontwerp,
  Bewaartermijnen,
} from '../model/bewaarbesluit.ts'
import type { Caller } from '../model/caller.ts'
import type { Clientsleutels } from '../model/clientsleutels.ts'
import type {
  Contactpoging,
  ContactpogingId,
  NieuweContactpoging,
  Vervalreden,
} from '../model/contactpoging.ts'
import type { Controlebevinding, Controlestand } from '../model/controle.ts'
import type { Contact, Deelnemerkaart } from '../model/deelnemerstand.ts'
import type { Doel } from '../model/doel.ts'
import type { Doosbevestiging, Dooslevering } from '../model/dozen.ts'
import type { Gemeentegebeurtenis } from '../model/gemeentegebeurtenis.ts'
import type { Grondslagen } from '../model/grondslagen.ts'
import type { GebeurtenisId, Oin, SignaalId, SleutelId } from '../model/ids.ts'
import type { Indicatoren, Indicatorvraag } from '../model/indicatoren.ts'
import type { Intrekkingsreden } from '../model/intrekking.ts'
import type { Lijstvorm } from '../model/lijst.ts'
import type { Lijstbericht } from '../model/lijstbericht.ts'
import type { Maatregel, MaatregelId, Maatregelvoorstel } from '../model/maatregel.ts'
import type { Melding } from '../model/melding.ts'
import type { Mutatiebericht } from '../model/mutatie.ts'
import type {
  Navraag,
  Navraagantwoord,
  NavraagId,
  NavraagMetAntwoord,
  NieuweNavraag,
} from '../model/navraag.ts'
import type { SignaalAntwoord } from '../model/ontvangstbewijs.ts'
import type { Raadpleging } from '../model/raadpleging.ts'
import type { Resultaatinvoer } from '../model/resultaat.ts'
import type { Selectie, Selectiebesluit, SelectieId, Selectievraag } from '../model/selectie.ts'
import type { Signaalstand } from '../model/signaalstand.ts'
import type { Signaalzoekvraag } from '../model/signaalzoekvraag.ts'
import type { Getroffen, Sleutel, Sleutelgevolg, Sleutelwijziging } from '../model/sleutel.ts'
import type { Tussentijdscode } from '../model/terugkoppeling.ts'
import type { Terugkoppeling } from '../model/terugkoppelregel.ts'
import type { Meldingverloop, Signaalverloop } from '../model/verloop.ts'
import type { Werkvoorraadfilters, Werkvoorraadregel } from '../model/werkvoorraad.ts'

/** What a request brings to say who it is; all of it unchecked. `route` is the template, such as `GET /v1/signalen/{id}`. */
export type Credentials = {
  readonly tls: {
    readonly authorized: boolean
    readonly authorizationError?: string
    readonly der?: Uint8Array
  }
  readonly authorization?: string
  readonly namens?: string
  readonly medewerker?: string
  readonly route: string
}

/** A list on its way: `naam` is the sender's own name of this attempt. */
export type Lijstinvoer = {
  readonly vorm: Lijstvorm
  readonly vrijgave: Vrijgave
  readonly naam?: string
  readonly body: AsyncIterable<Uint8Array>
}

/** A page of meldingen; `volgende` is the cursor of the next one and absent on the last. */
type Meldingenpagina = {
  readonly meldingen: readonly Melding[]
  readonly volgende?: string
}

/** A page of a feed; `sinds` is what to ask with next time, absent while there never was anything. */
type Feedpagina = {
  readonly gebeurtenissen: readonly Gemeentegebeurtenis[]
  readonly sinds?: string
  readonly meer: boolean
}

/** A page of a VLP's feedback; `sinds` and `meer` as above. */
type Terugkoppelpagina = {
  readonly terugkoppelingen: readonly Terugkoppeling[]
  readonly sinds?: string
  readonly meer: boolean
}

/** A page of events, newest first; `volgende` as above. */
type Auditpagina = {
  readonly auditgebeurtenissen: readonly Auditgebeurtenis[]
  readonly volgende?: string
}

/** A page of parties; `volgende` as above. */
type Deelnemerspagina = {
  readonly deelnemers: readonly Deelnemerkaart[]
  readonly volgende?: string
}

/** Every function refuses with a `Problem`; anything else that it throws ends as a bare 500. */
export type ApiFlows = {
  /** The caller of this request, entitled to `doel`; `elk`: to any, and then also in its own name. */
  authenticate(credentials: Credentials, doel: Doel | 'elk'): Promise<Caller>
  /** Records that the caller asked on `route` for what is not there or not its own. */
  recordMiss(caller: Caller, route: string): Promise<void>
  trySignal(caller: Caller, toetsing: unknown): Promise<Besluit>
  /** Reads `raw` strictly by itself. Throws `signaal-geweigerd` with the verdict when the law lets nothing through. */
  receiveSignal(
    caller: Caller,
    input: { readonly raw: Uint8Array; readonly idempotentiesleutel?: string },
  ): Promise<{ readonly herhaald: boolean; readonly antwoord: SignaalAntwoord }>
  /**
   * Receives a list as its body arrives: the verdicts of each part once that is durable. Taking no more of them holds the sender back; ending
   * the iteration ends the list there. Throws before the first of them when nothing can be taken.
   */
  receiveList(caller: Caller, input: Lijstinvoer): AsyncGenerator<readonly Lijstbericht[]>
  /** As `receiveList`, with what became of each row; nothing of the list is kept. */
  receiveMutations(
    caller: Caller,
    input: { readonly vorm: Lijstvorm; readonly body: AsyncIterable<Uint8Array> },
  ): AsyncGenerator<readonly Mutatiebericht[]>
  listLists(
    caller: Caller,
    query: { readonly limiet: number; readonly cursor?: string; readonly naam?: string },
  ): Promise<{ readonly aanleveringen: readonly Aanlevering[]; readonly volgende?: string }>
  readList(caller: Caller, id: AanleveringId): Promise<Aanlevering>
  /** What was held back goes on to its municipalities. */
  releaseList(caller: Caller, id: AanleveringId): Promise<Aanlevering>
  /** Tells nothing of collection before the month is closed. */
  withdrawList(caller: Caller, id: AanleveringId): Promise<Aanlevering>
  readListRows(
    caller: Caller,
    query: { readonly id: AanleveringId; readonly limiet: number; readonly cursor?: string },
  ): Promise<{ readonly regels: readonly Aanleveringregel[]; readonly volgende?: string }>
  readSignal(caller: Caller, id: SignaalId): Promise<Signaalstand>
  /** The caller's own; `volgende` as above. */
  searchSignals(
    caller: Caller,
    vraag: Signaalzoekvraag,
    page: { readonly limiet: number; readonly cursor?: string },
  ): Promise<{ readonly signalen: readonly Signaalstand[]; readonly volgende?: string }>
  /** The text of a `.tlog-proof`. */
  proveSignal(caller: Caller, id: SignaalId): Promise<string>
  /** Answers the same whether the signal was ever collected or not. */
  withdrawSignal(
    caller: Caller,
    input: { readonly id: SignaalId; readonly reden: Intrekkingsreden },
  ): Promise<Signaalstand>
  /** Who waits to be chosen; everything counts as shown from then on. */
  showWorkList(
    caller: Caller,
    query: {
      readonly filters: Werkvoorraadfilters
      readonly limiet: number
      readonly cursor?: string
    },
  ): Promise<{
    readonly werkvoorraad: Werkvoorraadregel[]
    readonly totaal: number
    readonly volgende?: string
  }>
  /** Changes nothing but that there is a proposal. */
  proposeSelection(
    caller: Caller,
    input: { readonly vraag: Selectievraag; readonly idempotentiesleutel?: string },
  ): Promise<{ readonly herhaald: boolean; readonly selectie: Selectie }>
  /** By a person, on the proposal that it saw. */
  decideSelection(caller: Caller, id: SelectieId, besluit: Selectiebesluit): Promise<Selectie>
  /** One event a reading. @throws Problem `niet-gevonden` */
  readSelection(caller: Caller, id: SelectieId): Promise<Selectie>
  /** What `HEAD` asks. @throws Problem `niet-gevonden` */
  checkSelection(caller: Caller, id: SelectieId): Promise<void>
  /** @throws Problem `persoon-vereist`; `niet-gevonden`; `selectie-niet-vastgesteld` */
  undoSelection(caller: Caller, id: SelectieId): Promise<Selectie>
  /** @throws Problem as `undoSelection`; `voorstel-verouderd` */
  refillSelection(caller: Caller, id: SelectieId): Promise<Selectie>
  /** What municipalities told the caller, after `sinds`. */
  readFeedback(
    caller: Caller,
    query: { readonly sinds?: string; readonly limiet: number },
  ): Promise<Terugkoppelpagina>
  /** Discloses and records it; the purpose is that of the caller. */
  collectMeldingen(
    caller: Caller,
    query: { readonly sleutelId?: SleutelId; readonly cursor?: string; readonly limiet: number },
  ): Promise<Meldingenpagina>
  /** Discloses and records it. */
  collectMelding(
    caller: Caller,
    query: { readonly id: SignaalId; readonly sleutelId?: SleutelId },
  ): Promise<Melding>
  /** By a person, on the version that it read. */
  setResult(
    caller: Caller,
    id: SignaalId,
    input: { readonly ifMatch: string | undefined; readonly invoer: Resultaatinvoer },
  ): Promise<{ readonly melding: SignaalId; readonly versie: number }>
  recordAttempt(
    caller: Caller,
    id: SignaalId,
    input: { readonly poging: NieuweContactpoging; readonly idempotentiesleutel?: string },
  ): Promise<{ readonly herhaald: boolean; readonly poging: Contactpoging }>
  voidAttempt(
    caller: Caller,
    place: { readonly melding: SignaalId; readonly poging: ContactpogingId },
    reden: Vervalreden,
  ): Promise<Contactpoging>
  /** Only what was opened; undone by the other. */
  joinMeldingen(
    caller: Caller,
    id: SignaalId,
    andere: SignaalId,
  ): Promise<{ readonly melding: SignaalId; readonly andere: SignaalId }>
  splitMelding(
    caller: Caller,
    id: SignaalId,
    signalen: readonly SignaalId[],
  ): Promise<{ readonly melding: SignaalId; readonly andere: SignaalId }>
  /** How many were new. */
  recordViews(caller: Caller, list: readonly Raadpleging[]): Promise<number>
  /** Only what the policies let a municipality tell before there is a result. */
  sendInterim(caller: Caller, id: SignaalId, code: Tussentijdscode): Promise<void>
  /** What the VLP did itself and was told. */
  readSignalCourse(caller: Caller, id: SignaalId): Promise<Signaalverloop>
  readMeldingCourse(caller: Caller, id: SignaalId): Promise<Meldingverloop>
  /** Discloses and marks nothing. */
  checkMelding(caller: Caller, id: SignaalId): Promise<void>
  confirmReceipt(
    caller: Caller,
    input: { readonly meldingen: readonly SignaalId[] },
  ): Promise<{ readonly bevestigd: readonly SignaalId[] }>
  /** What a machine found before anyone opened it; no value of a person comes with it. */
  recordCheck(
    caller: Caller,
    input: { readonly id: SignaalId; readonly bevinding: Controlebevinding },
  ): Promise<Controlestand>
  /** The municipality's feed after `sinds`; `meer` when more is waiting. */
  readFeed(
    caller: Caller,
    query: { readonly sinds?: string; readonly limiet: number },
  ): Promise<Feedpagina>
  /** Boxes for another key of the same municipality; none of the caller's own can be read here. */
  addBoxes(caller: Caller, id: SignaalId, levering: Dooslevering): Promise<Doosbevestiging>
  /** Only what the party `oin` itself signed; whoever brings it acts for the municipality of the key. */
  registerKey(
    caller: Caller,
    input: { readonly oin: Oin; readonly registratie: string },
  ): Promise<{ readonly nieuw: boolean; readonly sleutel: Sleutel }>
  readKeys(caller: Caller, oin: Oin): Promise<readonly Sleutel[]>
  /** `volgende` as above, of the signals that the change touches. */
  changeKey(
    caller: Caller,
    place: { readonly oin: Oin; readonly sleutelId: SleutelId },
    wijziging: Sleutelwijziging,
  ): Promise<{ readonly gevolg: Sleutelgevolg; readonly volgende?: string }>
  /** Ids and counts; discloses and marks nothing. */
  readKeySignals(
    caller: Caller,
    place: { readonly oin: Oin; readonly sleutelId: SleutelId },
    page: { readonly limiet: number; readonly cursor?: string },
  ): Promise<{ readonly getroffen: Getroffen; readonly volgende?: string }>
  /** Asks a VLP one thing about a chosen signal. */
  askQuestion(
    caller: Caller,
    input: { readonly navraag: NieuweNavraag; readonly idempotentiesleutel?: string },
  ): Promise<{ readonly herhaald: boolean; readonly navraag: Navraag }>
  /** The questions to the caller. */
  readOwnQuestions(
    caller: Caller,
    page: { readonly limiet: number; readonly voor?: NavraagId },
  ): Promise<{ readonly navragen: readonly Navraag[]; readonly volgende?: NavraagId }>
  /** Discloses the sealed answer, once there is one, and records it. */
  readAnswer(
    caller: Caller,
    asked: { readonly id: NavraagId; readonly sleutelId?: SleutelId },
  ): Promise<NavraagMetAntwoord>
  /** Discloses and records nothing. */
  checkQuestion(caller: Caller, id: NavraagId): Promise<void>
  answerQuestion(
    caller: Caller,
    input: { readonly id: NavraagId; readonly antwoord: Navraagantwoord },
  ): Promise<Navraag>
  /** Numbers of a month, and records that it looked. */
  readIndicators(caller: Caller, vraag: Indicatorvraag): Promise<Indicatoren>
  /** Refuses as reading would; discloses and records nothing. */
  checkIndicators(caller: Caller, vraag: Indicatorvraag): Promise<void>
  /** Only the caller's own events, and records that it looked. */
  searchEvents(
    caller: Caller,
    vraag: Auditzoekvraag,
    page: { readonly limiet: number; readonly cursor?: string },
  ): Promise<Auditpagina>
  /** The text of a `.tlog-proof` of an event of the caller's own. */
  proveEvent(caller: Caller, id: GebeurtenisId): Promise<string>
  /** Discloses and marks nothing. */
  eventExists(caller: Caller, id: GebeurtenisId): Promise<boolean>
  /** The policies of now. */
  readBases(caller: Caller): Promise<Grondslagen>
  /** For a party that is no municipality only what the policies say. */
  readTerms(caller: Caller): Promise<Bewaartermijnen>
  /** Only the caller's own; while nobody decided with the preview of now. */
  readDecision(caller: Caller, id: BesluitId): Promise<Bewaarbesluit>
  draftDecision(
    caller: Caller,
    input: { readonly ontwerp: Bewaarontwerp; readonly idempotentiesleutel?: string },
  ): Promise<{ readonly herhaald: boolean; readonly besluit: Bewaarbesluit }>
  adviseDecision(caller: Caller, id: BesluitId, advies: Bewaaradvies): Promise<Bewaarbesluit>
  /** By another person than drafted or advised, on the preview that it saw. */
  approveDecision(
    caller: Caller,
    id: BesluitId,
    goedkeuring: Bewaargoedkeuring,
  ): Promise<Bewaarbesluit>
  withdrawDecision(caller: Caller, id: BesluitId): Promise<Bewaarbesluit>
  readMeasures(caller: Caller): Promise<readonly Maatregel[]>
  proposeMeasure(
    caller: Caller,
    input: { readonly voorstel: Maatregelvoorstel; readonly idempotentiesleutel?: string },
  ): Promise<{ readonly herhaald: boolean; readonly maatregel: Maatregel }>
  /** By another person than proposed it. */
  setMeasure(caller: Caller, id: MaatregelId): Promise<Maatregel>
  /** The first person proposes the end, another one ends it. */
  endMeasure(caller: Caller, id: MaatregelId): Promise<Maatregel>
  withdrawMeasure(caller: Caller, id: MaatregelId): Promise<Maatregel>
  /** Those in the caller's name; of who receives for another what it made itself. So for the four below too. */
  readSubscriptions(caller: Caller): Promise<readonly Abonnement[]>
  readSubscription(caller: Caller, id: AbonnementId): Promise<Abonnement>
  subscribe(
    caller: Caller,
    input: { readonly vraag: Abonnementsvraag; readonly idempotentiesleutel?: string },
  ): Promise<{ readonly herhaald: boolean; readonly abonnement: Abonnement }>
  changeSubscription(caller: Caller, id: AbonnementId, vraag: Abonnementsvraag): Promise<Abonnement>
  unsubscribe(caller: Caller, id: AbonnementId): Promise<void>
  /** The parties that the caller may see. */
  listParties(
    caller: Caller,
    page: { readonly limiet: number; readonly cursor?: string },
  ): Promise<Deelnemerspagina>
  /** Only the caller's own. */
  changeOwnContact(caller: Caller, oin: Oin, contact: Contact): Promise<Contact>
  changeOwnApproach(caller: Caller, oin: Oin, benadering: Benadering): Promise<Benadering>
  /** Only the caller's own. */
  changeOwnKeys(caller: Caller, oin: Oin, sleutels: Clientsleutels): Promise<Clientsleutels>
}
