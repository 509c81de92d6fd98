/** What the municipality does with the fifty: a machine checks them, the district team opens them, calls at some and ends a few. */
import type { GeopendeMelding } from '../../client/opener.ts'
import { collectAndOpen, openerOf } from '../afnemer.ts'
import { readParty } from '../party.ts'
import type { Chosen } from './month-choice.ts'
import {
  answered,
  expectThat,
  GEMEENTE,
  MEDEWERKER,
  type MonthStage,
  ORGAAN,
} from './month-stage.ts'

const ATTEMPTS = 12
const RESULTS = 6

/** @returns how many results were recorded */
export async function checkAndHelp(stage: MonthStage, { gekozen }: Chosen): Promise<number> {
  const { narrator, words } = stage
  narrator.heading(words.heads.check)
  narrator.progress(`${words.heads.check} …`)
  const checked = await checkAll(stage)
  expectThat(stage, words.heads.check, checked, gekozen.length)
  narrator.say(words.checked(checked))
  narrator.heading(words.heads.help)
  narrator.progress(`${words.heads.help} …`)
  const opened = await open(stage, 'hulpaanbod')
  expectThat(stage, words.heads.help, idsOf(opened), [...gekozen].toSorted().join())
  const signalen = opened.flatMap((one) => one.signalen)
  narrator.say(
    words.opened(
      opened.length,
      signalen.reduce((sum, { velden }) => sum + Object.keys(velden).length, 0),
    ),
  )
  return followUp(stage, opened)
}

const idsOf = (opened: readonly GeopendeMelding[]): string =>
  opened
    .map(({ id }) => id)
    .toSorted()
    .join()

const as = ({ desk }: MonthStage, doel: 'controle' | 'hulpaanbod') =>
  desk.as({
    party: ORGAAN,
    namens: GEMEENTE,
    doel,
    ...(doel === 'hulpaanbod' ? { medewerker: MEDEWERKER } : {}),
  })

async function open(
  stage: MonthStage,
  doel: 'controle' | 'hulpaanbod',
): Promise<readonly GeopendeMelding[]> {
  const opener = await openerOf(readParty(stage.certsFolder, ORGAAN), doel, stage.gemeentecode)
  return collectAndOpen(as(stage, doel), opener, doel)
}

async function checkAll(stage: MonthStage): Promise<number> {
  const opened = await open(stage, 'controle')
  const client = as(stage, 'controle')
  for (const { id } of opened)
    answered(
      await client.POST('/controles/{id}/uitkomst', {
        params: { path: { id } },
        body: { uitkomst: 'in-orde' },
      }),
    )
  return opened.length
}

async function followUp(stage: MonthStage, opened: readonly GeopendeMelding[]): Promise<number> {
  const { narrator, words, dag } = stage
  const client = as(stage, 'hulpaanbod')
  const body = { meldingen: opened.flatMap(({ signalen }) => signalen.map(({ id }) => id)) }
  const { bevestigd } = answered(await client.POST('/ontvangsten', { body }))
  expectThat(stage, 'POST /v1/ontvangsten', bevestigd.length, body.meldingen.length)
  narrator.say(words.confirmed(bevestigd.length))
  const visited = opened.slice(0, ATTEMPTS)
  for (const { id } of visited)
    answered(
      await client.POST('/meldingen/{id}/contactpogingen', {
        params: { path: { id } },
        body: { soort: 'huisbezoek', dagdeel: 'avond', bereikt: true, datum: dag },
      }),
    )
  const ended = visited.slice(0, RESULTS)
  for (const { id } of ended) {
    const { response } = await client.GET('/meldingen/{id}', { params: { path: { id } } })
    const params = { path: { id }, header: { 'If-Match': response.headers.get('ETag') ?? '' } }
    const result = { uitkomstgroep: 'hulp-aanvaard', terugkoppelcode: 'hulp-aanvaard' } as const
    answered(await client.PUT('/meldingen/{id}/resultaat', { params, body: result }))
  }
  narrator.say(words.attempts(visited.length, ended.length))
  return ended.length
}
