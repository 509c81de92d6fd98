/** What came of a posted signal, read from the answer, and how it differs from what the script expects. Pure. */
import { z } from 'zod'
import { readError } from '../../client/read-error.ts'
import type { Verwacht } from '../../development/demo-step.ts'
import { DEVELOPMENT_PARTIES } from '../../development/parties.ts'
import { Besluit, sentFields } from '../../model/besluit.ts'
import { SignaalAntwoord } from '../../model/ontvangstbewijs.ts'
import { Invoerfout } from '../../model/problem.ts'
import type { Veld } from '../../model/veld.ts'

export type Outcome =
  | { readonly soort: 'aanvaard' | 'herhaald'; readonly antwoord: SignaalAntwoord }
  | { readonly soort: 'geweigerd'; readonly besluit: Besluit }
  | { readonly soort: 'ongeldig'; readonly fouten: readonly Invoerfout[] }
  | {
      readonly soort: 'niet-toegelaten'
      readonly probleem: string
      readonly titel: string
      readonly raad: string
    }
  /** Nothing that a script expects: a fault of the gateway, or a wrong set-up. */
  | { readonly soort: 'onverwacht'; readonly tekst: string }

const Refusal = z.looseObject({
  type: z.string(),
  title: z.string(),
  detail: z.string(),
  errors: z.array(Invoerfout).optional(),
  besluit: Besluit.optional(),
})

/** Reads the answer to `POST /v1/signalen`. */
export function readOutcome(status: number, data: unknown, error: unknown): Outcome {
  if (status === 200 || status === 201) {
    const antwoord = SignaalAntwoord.parse(data)
    return { soort: status === 201 ? 'aanvaard' : 'herhaald', antwoord }
  }
  const { data: refusal } = Refusal.safeParse(error)
  if (refusal?.besluit !== undefined) return { soort: 'geweigerd', besluit: refusal.besluit }
  if (refusal !== undefined && status === 400)
    return { soort: 'ongeldig', fouten: refusal.errors ?? [] }
  if (refusal !== undefined && status === 403) {
    const probleem = refusal.type.slice(refusal.type.lastIndexOf('/') + 1)
    return { soort: 'niet-toegelaten', probleem, titel: refusal.title, raad: refusal.detail }
  }
  return { soort: 'onverwacht', tekst: readError(error) }
}

/** The fields that stayed behind, apart from those that only serve the decision. */
export function heldBack({ velden }: Besluit): ReturnType<typeof sentFields> {
  return sentFields(velden).filter(
    ({ uitkomst, reden }) => uitkomst !== 'doorgegeven' && reden !== 'alleen-voor-besluit',
  )
}

/** The fields that passed. */
export function passedFields({ velden }: Besluit): readonly Veld[] {
  return sentFields(velden)
    .filter(({ uitkomst }) => uitkomst === 'doorgegeven')
    .map(({ veld }) => veld)
}

type Facts = Readonly<Record<string, readonly string[]>>

/**
 * How an outcome differs from what was expected, in Dutch; nothing when it is as told.
 * @param earlier the answer to the step with the same kenmerk
 */
export function differences(
  expected: Verwacht,
  found: Outcome,
  earlier: SignaalAntwoord | undefined,
): readonly string[] {
  if (found.soort !== expected.soort)
    return [`verwacht ${expected.soort}, gekregen ${describe(found)}`]
  const facts = factsOf(found)
  return Object.entries(expectedFacts(expected, earlier)).flatMap(([what, values]) =>
    compare(what, values, facts[what] ?? []),
  )
}

function expectedFacts(expected: Verwacht, earlier: SignaalAntwoord | undefined): Facts {
  switch (expected.soort) {
    case 'aanvaard':
      return {
        gemeente: [codeOf(expected.gemeente)],
        'tegengehouden velden': expected.tegengehouden,
        opmerkingen: expected.opmerkingen,
        versie: [String((earlier?.versie ?? 0) + 1)],
        ...(earlier === undefined ? {} : { id: [earlier.id] }),
      }
    case 'herhaald':
      return earlier === undefined ? {} : { ontvangstbewijs: [signatureOf(earlier)] }
    case 'geweigerd':
      return { redenen: expected.redenen }
    case 'ongeldig':
      return { plaatsen: expected.plaatsen }
    case 'niet-toegelaten':
      return { probleem: [expected.probleem] }
  }
}

function factsOf(found: Outcome): Facts {
  switch (found.soort) {
    case 'aanvaard': {
      const { id, versie, besluit } = found.antwoord
      return {
        gemeente: [besluit.ontvanger?.gemeentecode ?? 'geen'],
        'tegengehouden velden': heldBack(besluit).map(({ veld }) => veld),
        opmerkingen: codesOf(besluit),
        versie: [String(versie)],
        id: [id],
      }
    }
    case 'herhaald':
      return { ontvangstbewijs: [signatureOf(found.antwoord)] }
    case 'geweigerd':
      return { redenen: codesOf(found.besluit) }
    case 'ongeldig':
      return { plaatsen: found.fouten.map(({ pointer }) => pointer) }
    case 'niet-toegelaten':
      return { probleem: [found.probleem] }
    case 'onverwacht':
      return {}
  }
}

const codesOf = ({ redenen }: Besluit): readonly string[] => redenen.map(({ code }) => code)

const codeOf = (gemeente: string): string =>
  DEVELOPMENT_PARTIES.find(({ map }) => map === gemeente)?.deelnemer.gemeentecode ?? gemeente

/** Two receipts never end alike: an ECDSA signature is new each time. */
const signatureOf = ({ ontvangstbewijs }: SignaalAntwoord): string => ontvangstbewijs.slice(-16)

function describe(found: Outcome): string {
  if (found.soort === 'geweigerd') return `geweigerd (${codesOf(found.besluit).join(', ')})`
  return found.soort === 'onverwacht' ? found.tekst : found.soort
}

/** In any order. */
function compare(
  what: string,
  expected: readonly string[],
  found: readonly string[],
): readonly string[] {
  const show = (values: readonly string[]): string => values.toSorted().join(', ') || 'geen'
  if (show(expected) === show(found)) return []
  return [`${what}: verwacht ${show(expected)}, gekregen ${show(found)}`]
}
