/** What the operator's app carries along with one request, and the sentences that it can say. */
import type { Hono } from 'hono'
import type { Adresopdracht, Adresuitkomst, Adresvoortgang } from '../../model/adresinvoer.ts'
import type { Beheerder } from '../../model/beheer.ts'
import type {
  Activeringsuitkomst,
  Beleidsstand,
  WatAlsUitkomst,
  WatAlsVoortgang,
  WatAlsVraag,
} from '../../model/beleid.ts'
import type {
  Deelnemerwijziging,
  Einde,
  Mandaateinde,
  NieuweDeelnemer,
  NieuwMandaat,
  Register,
  Registeruitkomst,
} from '../../model/deelnemerstand.ts'
import type {
  Geografie,
  Geografievraag,
  Inwonersopdracht,
  Opvolgingsopdracht,
  Opvolgingsuitkomst,
} from '../../model/geografie.ts'
import type { Gemeentecode, Oin, SleutelId } from '../../model/ids.ts'
import type { Leverafspraakeinde, NieuweLeverafspraak } from '../../model/leverafspraak.ts'
import type { LogEvidence, LogOutcome } from '../../model/log-evidence.ts'
import type { Opruimuitkomst, Opruimverzoek, Opruimvoortgang } from '../../model/opruiming.ts'
import type { Sleutel, Sleutelgevolg, Sleutelwijziging } from '../../model/sleutel.ts'

/** `beheerder` is who gives the command. */
export type BeheerEnv = {
  readonly Variables: { beheerder: Beheerder; fault: (error: unknown) => void }
}

export type Beheer = Hono<BeheerEnv>

/** Every function refuses with a `Beheerweigering` or a `Problem`; anything else that it throws is a fault of ours. */
export type BeheerFlows = {
  /** The recipient keys of a municipality, whoever their party is. */
  listKeys(gemeentecode: Gemeentecode): Promise<readonly Sleutel[]>
  /** Only what a party signed; the operator brings it. */
  registerKey(
    beheerder: Beheerder,
    registratie: string,
  ): Promise<{ readonly nieuw: boolean; readonly sleutel: Sleutel }>
  changeKey(
    beheerder: Beheerder,
    place: { readonly sleutelId: SleutelId; readonly gemeenten: readonly Gemeentecode[] },
    wijziging: Sleutelwijziging,
  ): Promise<{ readonly gevolg: Sleutelgevolg }>
  /** Verifies the whole log and says in Dutch what it found. */
  verifyLog(evidence: LogEvidence): Promise<LogOutcome>
  /** Decides again on what a receipt says, by the policies of then, and says in Dutch how that ended. */
  replay(bewijs: string): Promise<LogOutcome>
  /** Which policies are in force, since when, by whom, and the last attempt that failed. */
  showPolicies(): Promise<Beleidsstand>
  /** Takes over what lies in the gateway's policy folder; being refused is an answer. */
  activatePolicies(beheerder: Beheerder): Promise<Activeringsuitkomst>
  /** What a proposed folder would have decided otherwise, in counts; aborting `signal` stops between two batches. */
  whatIf(
    vraag: WatAlsVraag,
    work: {
      readonly signal: AbortSignal
      readonly voortgang: (voortgang: WatAlsVoortgang) => void
    },
  ): Promise<WatAlsUitkomst>
  /** Deletes all that is due and says in Dutch what went; aborting `signal` stops between two transactions. */
  sweep(
    request: Opruimverzoek,
    work: {
      readonly signal: AbortSignal
      readonly voortgang: (stap: Opruimvoortgang['stap'], aantal: number) => void
    },
  ): Promise<Opruimuitkomst>
  /** Reads in a file of addresses while it comes. */
  importAddresses(
    asked: {
      readonly beheerder: Beheerder
      readonly opdracht: Adresopdracht
      readonly bestand: AsyncIterable<Uint8Array>
    },
    onProgress: (voortgang: Adresvoortgang) => void,
  ): Promise<Adresuitkomst>
  /** Records or takes back a merger. */
  succeedMunicipality(beheerder: Beheerder, asked: Opvolgingsopdracht): Promise<Opvolgingsuitkomst>
  /** Records the inhabitants of a municipality from a day on. */
  recordInhabitants(beheerder: Beheerder, asked: Inwonersopdracht): Promise<Inwonersopdracht>
  /** What the table of addresses knows. */
  showGeography(vraag: Geografievraag): Promise<Geografie>
  /** The whole register, or one party with its mandates and agreements. */
  showRegister(oin: Oin | undefined): Promise<Register>
  addParty(door: Beheerder, nieuw: NieuweDeelnemer): Promise<Registeruitkomst>
  changeParty(door: Beheerder, oin: Oin, wijziging: Deelnemerwijziging): Promise<Registeruitkomst>
  endParty(door: Beheerder, oin: Oin, einde: Einde): Promise<Registeruitkomst>
  grantMandate(door: Beheerder, nieuw: NieuwMandaat): Promise<Registeruitkomst>
  endMandate(door: Beheerder, einde: Mandaateinde): Promise<Registeruitkomst>
  recordAgreement(door: Beheerder, nieuw: NieuweLeverafspraak): Promise<Registeruitkomst>
  endAgreement(door: Beheerder, einde: Leverafspraakeinde): Promise<Registeruitkomst>
}
