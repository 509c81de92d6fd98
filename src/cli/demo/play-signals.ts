/** Plays the chapters of the script: posts each signal, tells what came of it, and checks that it is as told. */
import { DEMO_CHAPTERS } from '../../development/demo-script.ts'
import type { DemoStep } from '../../development/demo-step.ts'
import { ofSomebodyElse } from '../../development/somebody-else.ts'
import type { SignaalAntwoord } from '../../model/ontvangstbewijs.ts'
import { differences, readOutcome } from './outcome.ts'
import type { Played, Stage } from './stage.ts'
import { tellStep } from './tell-step.ts'

const TOTAL = DEMO_CHAPTERS.reduce((sum, { stappen }) => sum + stappen.length, 0)

const PREFIX: Readonly<Record<string, string>> = {
  'de-linde': 'WDL',
  'het-lage-land': 'HLL',
  kompas: 'KOM',
}

/** Tells a run from any other on the same gateway: by its kenmerken and, where others may have played before it, by its persons. */
export type Run = { readonly at: number; readonly eigen: boolean }

/** Posts every signal in order. */
export async function playSignals(stage: Stage, run: Run): Promise<readonly Played[]> {
  const played: Played[] = []
  for (const [index, { titel, uitleg, stappen }] of DEMO_CHAPTERS.entries()) {
    stage.narrator.heading(`Deel ${index + 1}. ${titel}`)
    stage.narrator.say(uitleg)
    for (const step of stappen) {
      const nummer = played.length + 1
      stage.narrator.progress(`signaal ${nummer} van ${TOTAL} …`)
      const earlier = played.find((one) => one.nummer === step.zelfdeKenmerkAls)
      const kenmerk = earlier?.kenmerk ?? kenmerkOf(stage, step, run, nummer)
      const one = await post(stage, step, run, { nummer, kenmerk })
      tellStep(stage, one, TOTAL)
      for (const difference of differences(step.verwacht, one.outcome, answerOf(earlier)))
        stage.narrator.fault(`signaal ${nummer}: ${difference}.`)
      played.push(one)
    }
  }
  return played
}

const kenmerkOf = (
  { dag }: Stage,
  { door, namens }: DemoStep,
  { at }: Run,
  nummer: number,
): string =>
  `${PREFIX[namens ?? door] ?? 'DEMO'}-${dag}-${at.toString(36)}-${String(nummer).padStart(2, '0')}`

const answerOf = (played: Played | undefined): SignaalAntwoord | undefined =>
  played !== undefined && 'antwoord' in played.outcome ? played.outcome.antwoord : undefined

async function post(
  { desk, dag }: Stage,
  step: DemoStep,
  { at, eigen }: Run,
  { nummer, kenmerk }: Pick<Played, 'nummer' | 'kenmerk'>,
): Promise<Played> {
  const made = step.maak(dag, kenmerk)
  const signaal = eigen ? made : ofSomebodyElse(made, at)
  const client = desk.as({ party: step.door, doel: 'aanleveren', namens: step.namens })
  // Not every signal of the script has the form that the client's types ask: that is what it shows.
  const { response, data, error } = await client.POST('/signalen', { body: signaal as never })
  return { nummer, step, kenmerk, signaal, outcome: readOutcome(response.status, data, error) }
}
