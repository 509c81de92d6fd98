/** Refused requests: one closed list of kinds. Knows no HTTP; `http/problem-response.ts` gives each a status. */
import { z } from 'zod'
import type { Besluit } from './besluit.ts'

export const PROBLEM_KINDS = [
  'certificaat-ontbreekt',
  'certificaat-niet-vertrouwd',
  'certificaat-ingetrokken',
  'certificaat-verlopen',
  'certificaat-zonder-oin',
  'deelnemer-onbekend',
  'token-ontbreekt',
  'token-ongeldig',
  'token-verlopen',
  'token-van-ander-certificaat',
  'doel-niet-toegestaan',
  'rol-niet-toegestaan',
  'mandaat-ontbreekt',
  'medewerker-ontbreekt',
  'verzoek-onjuist',
  'kop-onjuist',
  'inhoud-geen-json',
  'inhoud-te-groot',
  'inhoud-soort-onjuist',
  'signaal-geweigerd',
  'lijst-onleesbaar',
  'te-veel-lijsten',
  'aanlevering-gesloten',
  'vrijgave-verlopen',
  'idempotentiesleutel-hergebruikt',
  'niet-gevonden',
  'methode-niet-toegestaan',
  'sleutel-onbekend',
  'sleutelregistratie-onjuist',
  'sleutel-zwak',
  'sleutel-van-andere-partij',
  'sleutel-van-andere-gemeente',
  'sleutel-doel-niet-toegestaan',
  'sleutel-bestaat-al',
  'sleuteltoestand-onjuist',
  'bewaartermijn-buiten-grenzen',
  'ingangsdatum-onjuist',
  'bewaarbesluit-loopt',
  'persoon-vereist',
  'tweede-persoon-vereist',
  'advies-ontbreekt',
  'al-besloten',
  'voorvertoning-verouderd',
  'signaal-beperkt',
  'signaal-bevroren',
  'stap-niet-mogelijk',
  'niet-geselecteerd',
  'geen-controle',
  'voorstel-verouderd',
  'selectie-niet-vastgesteld',
  'retour-niet-aanvaard',
  'maatregel-te-lang',
  'navraag-staat-uit',
  'navraag-niet-mogelijk',
  'navraag-loopt',
  'navraag-gesloten',
  'bestemming-niet-toegestaan',
  'te-veel-abonnementen',
  'voorwaarde-ontbreekt',
  'versie-verouderd',
  'stap-onmogelijk',
  'terugkoppeling-niet-toegestaan',
  'melding-niet-geopend',
  'bewijs-nog-niet-beschikbaar',
  'te-druk',
  'uitkomst-onbekend',
  'niet-beschikbaar',
] as const

export const ProblemKind = z.enum(PROBLEM_KINDS)
export type ProblemKind = z.infer<typeof ProblemKind>

/** One fault in the input: where (JSON Pointer, RFC 6901), which rule, in words; never the value. */
export const Invoerfout = z.strictObject({
  pointer: z.string().meta({ examples: ['/adres/postcode'] }),
  code: z.string().meta({ examples: ['onbekend-veld'] }),
  detail: z.string(),
})
export type Invoerfout = z.infer<typeof Invoerfout>

/** A limit on requests under way, by name: so many at once. */
export type Limiet = { readonly naam: string; readonly tegelijk: number }

type Options = {
  readonly errors?: readonly Invoerfout[]
  readonly besluit?: Besluit
  readonly retryAfterSeconds?: number
  readonly allow?: readonly string[]
  readonly limiet?: Limiet
  readonly cause?: unknown
}

/** A refused request of a known kind. Anything else that is thrown is our own fault and ends as a bare 500. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly errors: readonly Invoerfout[]
  readonly besluit: Besluit | undefined
  readonly retryAfterSeconds: number | undefined
  readonly allow: readonly string[]
  readonly limiet: Limiet | undefined

  constructor(kind: ProblemKind, options: Options = {}) {
    super(kind, { cause: options.cause })
    this.name = 'Problem'
    this.kind = kind
    this.errors = options.errors ?? []
    this.besluit = options.besluit
    this.retryAfterSeconds = options.retryAfterSeconds
    this.allow = options.allow ?? []
    this.limiet = options.limiet
  }
}
