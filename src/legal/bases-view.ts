/** What may pass on which article, as a page or a command shows it: words only, in one language. */
import type { Dag } from '../model/ids.ts'
import type { Terugkoppelcode } from '../model/terugkoppeling.ts'
import type { Besluitveld, Veld, Vorm } from '../model/veld.ts'
import type { Termijn } from './calendar.ts'
import type { Grondslag } from './policy-file.ts'

/** Whether a rule is in force on the day of the view. */
export type Stand = 'in-werking' | 'nog-niet' | 'voorbij'

/** An open legal question, about which part, and who accepted which reading. */
export type OpenVraag = {
  readonly waarover: string
  readonly vraag: string
  /** Empty: nobody. */
  readonly aanvaardDoor: string
}

/** A question that belongs to no single rule, with its readings; `lezing` is the accepted one. */
export type Vraagbeschrijving = OpenVraag & {
  readonly naam: string
  readonly bron: string
  readonly lezingen: readonly { readonly naam: string; readonly zin: string }[]
  readonly lezing: string | undefined
  /** The rules that it holds up, or the setting that it leaves off. */
  readonly raakt: readonly string[]
}

/** A field that is derived, or that a purpose takes, in a form. */
export type Vormbeschrijving = {
  readonly veld: Besluitveld | 'bijzonderheden'
  readonly vorm: Vorm
  readonly omdat: string
  readonly artikelen: string
}

/** What a creditor reads of one result. */
export type Terugkoppelbeschrijving = {
  readonly resultaat: string
  readonly code: Terugkoppelcode
  readonly opschortenDagen: number | undefined
  readonly omdat: string
  readonly artikelen: string
  readonly open: OpenVraag | undefined
}

export type Artikelbeschrijving = {
  readonly aanhaling: string
  readonly vindplaats: string
  readonly strekking: string
  readonly gelezen: Grondslag['gelezen']
}

export type Veldbeschrijving = {
  readonly veld: Veld
  readonly omdat: string
  readonly artikelen: string
  /** Names of the purposes that take it. */
  readonly doelen: readonly string[]
  readonly termijn: Termijn
}

export type Regelbeschrijving = {
  readonly id: string
  readonly signaaltype: string
  readonly zin: string
  readonly stand: Stand
  readonly vanaf: Dag
  readonly tot: Dag | undefined
  /** The role, with the names of the only parties where the law names them. */
  readonly afzender: string
  /** How the type shows before a signal is opened; absent: by its own name. */
  readonly toonAls: string | undefined
  /** Fields of the type's own (`bijzonderheden`). */
  readonly eigen: readonly Eigenveld[]
  /** What a sender hears once the rule has ended. */
  readonly beeindiging: string | undefined
  /** Codes of the only municipalities that the law designates; absent: all. */
  readonly aangewezen: readonly string[] | undefined
  readonly avg: {
    readonly verzender: string
    readonly ontvanger: string
    readonly wie: string
    readonly wanneer: string
    /** The words with which the person is informed. */
    readonly tekst: string | undefined
    readonly bezwaar: boolean
    /** The category of the municipal selection list. */
    readonly archief: string | undefined
  }
  readonly artikelen: readonly Artikelbeschrijving[]
  readonly voorwaarden: readonly { readonly zin: string; readonly artikelen: string }[]
  readonly velden: readonly Veldbeschrijving[]
  /** What is derived of those and shows before anyone opens the signal. */
  readonly afgeleid: readonly Vormbeschrijving[]
  /** The rest of the vocabulary: it does not pass. */
  readonly nietDoorgegeven: readonly Veld[]
  readonly openVragen: readonly OpenVraag[]
}

export type Eigenveld = {
  readonly code: string
  readonly soort: string
  readonly zin: string
  readonly alleenVoorBesluit: boolean
}

/** A signal type that does not go this way, why, and the right way. */
export type Geweigerdbeschrijving = {
  readonly signaaltype: string
  readonly reden: string
  readonly zin: string
  readonly remedie: string
  readonly artikelen: string
  readonly open: OpenVraag | undefined
}

export type Doelbeschrijving = {
  readonly doel: string
  readonly zin: string
  readonly stand: Stand
  readonly artikelen: readonly Artikelbeschrijving[]
  /** The purpose whose fields it goes on with. */
  readonly uit: string | undefined
  readonly velden: readonly Vormbeschrijving[]
  /** Of feedback: every result. */
  readonly resultaten: readonly Terugkoppelbeschrijving[]
}

export type Bewaarbeschrijving = {
  readonly zin: string
  readonly termijn: Termijn
  readonly bron: string
  readonly open: OpenVraag | undefined
}

/** A municipality's own threshold: arrears below it are not kept. `signaaltypen` is `alle` or their names. */
export type Drempelbeschrijving = {
  readonly gemeentecode: string
  readonly signaaltypen: string
  readonly centen: number
  readonly vanaf: Dag
  readonly tot: Dag | undefined
  readonly besluit: string
  readonly omdat: string
  readonly open: OpenVraag | undefined
}

/** Who stays below a threshold is counted: of which fields an index is made, how long that is kept, and which municipalities count. */
export type Sleperbeschrijving = {
  readonly zin: string
  readonly stand: Stand
  readonly artikelen: readonly Artikelbeschrijving[]
  readonly velden: readonly {
    readonly veld: Veld
    readonly omdat: string
    readonly artikelen: string
  }[]
  readonly termijn: Termijn
  readonly avg: {
    readonly ontvanger: string
    readonly informatie: string
    readonly bezwaar: boolean
  }
  readonly tellingen: readonly {
    readonly gemeentecode: string
    readonly vanafMaanden: number
    readonly vanaf: Dag
    readonly tot: Dag | undefined
    readonly besluit: string
    readonly omdat: string
  }[]
  readonly openVragen: readonly OpenVraag[]
}

/** `hash` names the set of policies; `regels` by signal type, the newest of a type first. */
export type Grondslagenoverzicht = {
  readonly hash: string
  readonly dag: Dag
  readonly regels: readonly Regelbeschrijving[]
  readonly geweigerd: readonly Geweigerdbeschrijving[]
  readonly doelen: readonly Doelbeschrijving[]
  readonly bewaartermijnen: readonly Bewaarbeschrijving[]
  readonly drempels: readonly Drempelbeschrijving[]
  /** Absent where nobody is counted. */
  readonly slepers: Sleperbeschrijving | undefined
  readonly vragen: readonly Vraagbeschrijving[]
}
