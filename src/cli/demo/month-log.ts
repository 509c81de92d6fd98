/** The proof of the month: what the municipality's own log says of who went back, found by the same search as anyone's. */
import { nextCursor } from '../../client/client.ts'
import type { Auditzoekvraag } from '../../model/auditgebeurtenis.ts'
import type { Chosen } from './month-choice.ts'
import { answered, expectThat, GEMEENTE, MEDEWERKER, type MonthStage } from './month-stage.ts'

/** What the log shows. @returns of who went back how many were opened to offer help; how many a machine checked */
export async function proveFromLog(
  stage: MonthStage,
  { gekozen, terug }: Chosen,
): Promise<{ readonly geopendTerug: number; readonly machine: number }> {
  const { narrator, words } = stage
  narrator.progress(`${words.heads.log} …`)
  const returned = new Set(await signalsOf(stage, { soort: ['signaal-teruggegeven'] }))
  const delivered = (doel: 'hulpaanbod' | 'controle'): Promise<readonly string[]> =>
    signalsOf(stage, { soort: ['signaal-verstrekt'], doel })
  const forHelp = new Set(await delivered('hulpaanbod'))
  const byMachine = new Set(await delivered('controle'))
  const geopendTerug = sharedBy(forHelp, returned)
  const checkedBack = sharedBy(byMachine, returned)
  narrator.say(words.fromLog(returned.size, geopendTerug))
  narrator.say(words.byMachine(byMachine.size, checkedBack))
  expectThat(stage, 'signaal-teruggegeven', returned.size, terug.length)
  expectThat(stage, 'signaal-verstrekt, hulpaanbod', forHelp.size, gekozen.length)
  expectThat(stage, 'signaal-verstrekt, hulpaanbod, retour', geopendTerug, 0)
  expectThat(stage, 'signaal-verstrekt, controle', byMachine.size, gekozen.length)
  return { geopendTerug, machine: byMachine.size }
}

const sharedBy = (some: ReadonlySet<string>, others: ReadonlySet<string>): number =>
  [...some].filter((id) => others.has(id)).length

type Vraag = { readonly [K in 'soort' | 'doel']?: NonNullable<Auditzoekvraag[K]> }

/** The signals that events of these kinds name. */
async function signalsOf({ desk }: MonthStage, body: Vraag): Promise<readonly string[]> {
  const client = desk.as({ party: GEMEENTE, doel: 'toezicht', medewerker: MEDEWERKER })
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const query = { limiet: 500, ...(cursor === undefined ? {} : { cursor }) }
    const answer = await client.POST('/auditgebeurtenissen/_zoek', { params: { query }, body })
    for (const { detail } of answered(answer).auditgebeurtenissen) {
      if ('signaalId' in detail) ids.push(detail.signaalId)
    }
    cursor = nextCursor(answer.response)
  } while (cursor !== undefined)
  return ids
}
