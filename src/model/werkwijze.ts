/** How a municipality works with its signals, as its college decided: what is checked when, what becomes of who is not chosen, in which order. */
import { z } from 'zod'

/** When a machine checks against the BRP and the own clients: everyone before a choice, only who was chosen, or nobody. */
const CONTROLEMOMENTEN = ['vooraf', 'gekozen', 'geen'] as const
export const Controlemoment = z.enum(CONTROLEMOMENTEN)
export type Controlemoment = z.infer<typeof Controlemoment>

/** What becomes of who is not chosen: postponed and risen next time, a letter only, or given back to the VLP. */
const RESTEN = ['uitstellen', 'brief', 'retour'] as const
export const Rest = z.enum(RESTEN)
export type Rest = z.infer<typeof Rest>

/** When a VLP reads feedback: as it is given, or all at the month's closing. */
const TERUGKOPPELMOMENTEN = ['direct', 'maandelijks'] as const
export const Terugkoppelmoment = z.enum(TERUGKOPPELMOMENTEN)
export type Terugkoppelmoment = z.infer<typeof Terugkoppelmoment>

/** What a choice may be ordered by; each is something that the work list shows. Age of a person, name and address are not among them. */
export const MAATSTAVEN = ['combinatie', 'bedrag', 'leeftijd', 'gewicht'] as const
export const Maatstaf = z.enum(MAATSTAVEN)
export type Maatstaf = z.infer<typeof Maatstaf>

/** Measures, the most important first, none twice. */
export const Volgorde = z
  .array(Maatstaf)
  .min(1)
  .max(MAATSTAVEN.length)
  .refine((list) => new Set(list).size === list.length, {
    message: 'noem elke maatstaf ten hoogste één keer. Haal de herhaling weg',
  })

/** Weight of a kind of signal, by its name as the work list shows it; what is not named weighs 1. */
export const Gewichten = z.record(z.string().regex(/^[a-z-]{1,40}$/), z.int().min(0).max(10))

/** How many, and at most how many a district; undefined: no limit. */
export const Capaciteit = z.int().min(1).max(100_000)

/** Everything that a college decides about it. */
export type Werkwijze = {
  /** When a machine may check the few fields of `controle`. */
  readonly controle: Controlemoment
  /** What becomes of who is not chosen. */
  readonly rest: Rest
  readonly terugkoppeling: Terugkoppelmoment
  /** The most important measure first. */
  readonly volgorde: readonly Maatstaf[]
  /** By kind as the work list shows it; what is not there weighs 1. */
  readonly gewichten: Readonly<Record<string, number>>
  /** How many a proposal chooses where the call does not say; undefined: everyone. */
  readonly capaciteit: number | undefined
  readonly maximumPerWijk: number | undefined
  /** Leaves out who was taken up shortly before with the same arrears. */
  readonly uitsluitHerhaald: boolean
  /** The decision of the college; undefined where there is none. */
  readonly besluit: string | undefined
}

/** Nothing is checked, nobody is given back, everyone is chosen. */
export const ZONDER_BESLUIT: Werkwijze = {
  controle: 'geen',
  rest: 'uitstellen',
  terugkoppeling: 'direct',
  volgorde: ['combinatie', 'bedrag', 'leeftijd', 'gewicht'],
  gewichten: {},
  capaciteit: undefined,
  maximumPerWijk: undefined,
  uitsluitHerhaald: false,
  besluit: undefined,
}
