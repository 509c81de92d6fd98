/** `signaalpoort beleid wat-als`: decides the past again where the store is, and says in Dutch counts what would be otherwise. */
import { type WhatIfDeps, whatIfPolicies } from '../flows/what-if-policies.ts'
import { PolicyError } from '../legal/load.ts'
import { describeTally, SMALL } from '../legal/what-if-tally.ts'
import { Beheerweigering } from '../model/beheer.ts'
import type { WatAlsUitkomst, WatAlsVoortgang, WatAlsVraag } from '../model/beleid.ts'
import { startOfDayInAmsterdam } from '../model/calendar.ts'
import { loadFolder } from './beleid-map.ts'

const BATCH = 1_000

const NOTES = [
  `Geteld zijn besluiten waarvan de bijzonderheden nog in het logboek staan (aanvaard: vijf jaar, geweigerd: dertien maanden). Minder dan ${SMALL} wordt niet uitgesplitst.`,
  '"Niet te zeggen": wat het voorstel weegt, is van toen niet vastgelegd; waarden van personen bewaart de poort niet.',
  '"Hooguit": van een veld dat toen niet mee mocht, is niet vastgelegd of zijn waarde bruikbaar was.',
]

/** @throws Beheerweigering when the folder does not load */
export async function whatIfOutcome(
  deps: Omit<WhatIfDeps, 'batchSize'>,
  { map, sinds, dag }: WatAlsVraag,
  work: {
    readonly signal: AbortSignal
    readonly voortgang: (voortgang: WatAlsVoortgang) => void
  },
): Promise<WatAlsUitkomst> {
  const proposed = loadProposed(map)
  const tally = await whatIfPolicies(
    { ...deps, batchSize: BATCH },
    { proposed, sinds: sinds === undefined ? undefined : startOfDayInAmsterdam(sinds), dag },
    { signal: work.signal, voortgang: (aantal) => work.voortgang({ aantal }) },
  )
  const head = `Als ${map} had beslist${dag === undefined ? '' : ` alsof het ${dag} was`}, beleid ${proposed.hash}:`
  if (tally.size === 0) return { regels: [head, 'Er zijn geen besluiten om na te gaan.'] }
  return { regels: [head, ...describeTally(tally), ...NOTES] }
}

const loadProposed = (map: string): ReturnType<typeof loadFolder> => {
  try {
    return loadFolder(map)
  } catch (cause) {
    const message = cause instanceof PolicyError ? cause.faults.join('\n') : undefined
    throw new Beheerweigering(
      message ?? `${map} is voor de poort geen leesbare map met beleid: controleer pad en rechten`,
      { cause },
    )
  }
}
