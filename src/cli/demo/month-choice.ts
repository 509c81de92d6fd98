/** The employee of the month: reads the work list, asks for a proposal within the limits of the college, and decides. */
import { readError } from '../../client/read-error.ts'
import type { SignaalId } from '../../model/ids.ts'
import { Selectie } from '../../model/selectie.ts'
import {
  answered,
  expectThat,
  GEMEENTE,
  MEDEWERKER,
  type MonthStage,
  ORGAAN,
} from './month-stage.ts'

const GEKOZEN = 50
const PER_WIJK = 10
const SIGNALEN = 2000

/** Who was chosen and who went back, by the ids of their meldingen; `meest`: the most in one district. */
export type Chosen = {
  readonly gekozen: readonly SignaalId[]
  readonly terug: readonly SignaalId[]
  readonly meest: number
}

/** Chooses fifty, at most ten a district; the others go back, and one of those is tried to be opened all the same. */
export async function chooseFifty(stage: MonthStage, signalen: number): Promise<Chosen> {
  const { narrator, words, desk, gemeentecode } = stage
  expectThat(stage, words.heads.lists, signalen, SIGNALEN)
  const who = { party: ORGAAN, namens: GEMEENTE, medewerker: MEDEWERKER } as const
  const client = desk.as({ ...who, doel: 'selectie' })
  narrator.progress(`${words.heads.choice} …`)
  const proposal = Selectie.parse(
    answered(await client.POST('/selecties', { body: { gemeentecode } })),
  )
  const { perWijk } = proposal.aandelen
  const totaal = perWijk.reduce((sum, one) => sum + one.totaal, 0)
  const shown = perWijk.filter(({ wijk }) => wijk !== undefined)
  narrator.say(words.workList(totaal, shown.length))
  narrator.say(words.proposal(proposal.aantallen.gekozen, proposal.aantallen.nietGekozen))
  narrator.table(
    [
      words.districtHead,
      ...perWijk.map(({ wijk = words.withoutDistrict, totaal: waits, gekozen }) => [
        wijk,
        String(waits),
        String(gekozen),
      ]),
    ],
    2,
  )
  const meest = Math.max(0, ...shown.map(({ gekozen }) => gekozen))
  expectThat(stage, words.districtHead[1], totaal, SIGNALEN)
  expectThat(stage, words.districtHead[2], proposal.aantallen.gekozen, GEKOZEN)
  if (meest > PER_WIJK) expectThat(stage, words.districtHead[0], meest, PER_WIJK)
  narrator.progress(`${words.heads.choice} …`)
  const began = performance.now()
  const params = { path: { id: proposal.id } }
  const decided = Selectie.parse(
    answered(await client.POST('/selecties/{id}/vaststelling', { params, body: {} })),
  )
  const { meldingen = 0, signalen: back = 0 } = decided.teruggegeven ?? {}
  const door = decided.vastgesteld?.door ?? '?'
  narrator.say(words.decided(door, meldingen, back, performance.now() - began))
  expectThat(stage, 'retour', meldingen, SIGNALEN - GEKOZEN)
  expectThat(stage, 'retour', back, SIGNALEN - GEKOZEN)
  const idsOf = (gekozen: boolean): readonly SignaalId[] =>
    decided.meldingen.filter((one) => one.gekozen === gekozen).map(({ id }) => id)
  const terug = idsOf(false)
  await tryToOpen(stage, terug[0])
  return { gekozen: idsOf(true), terug, meest }
}

async function tryToOpen(stage: MonthStage, id: SignaalId | undefined): Promise<void> {
  const { narrator, words, desk } = stage
  if (id === undefined) return
  const who = { party: ORGAAN, namens: GEMEENTE, medewerker: MEDEWERKER } as const
  const client = desk.as({ ...who, doel: 'hulpaanbod' })
  const { error, response } = await client.GET('/meldingen/{id}', { params: { path: { id } } })
  expectThat(stage, `GET /v1/meldingen/${id}`, response.status, 409)
  narrator.say(words.refused(readError(error)), { tone: 'goed' })
}
