/** A month at one municipality, from the lists to the closing: every number is an answer of the gateway, and checked. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../config.ts'
import { monthLists } from '../../development/month-signals.ts'
import { closingOf, dayInAmsterdam } from '../../model/calendar.ts'
import { readParty } from '../party.ts'
import { createDesk, type Desk } from './desk.ts'
import { type DemoGateway, startOwn } from './find-gateway.ts'
import { type Chosen, chooseFifty } from './month-choice.ts'
import { checkAndHelp } from './month-help.ts'
import { proveFromLog } from './month-log.ts'
import { answered, expectThat, GEMEENTE, type MonthStage } from './month-stage.ts'
import type { MonthWords } from './month-words.ts'
import type { Narrator } from './narrator.ts'
import { verifySettled } from './verify-log.ts'
import { partyName } from './words.ts'

const HOUR_MS = 3_600_000
/** Feedback becomes visible within seconds of the closing. */
const TRIES = 60
const WAIT_MS = 500

/** Plays on a gateway of its own in `folder`, which it starts twice: before the closing and after it. */
export async function playMonth(
  narrator: Narrator,
  words: MonthWords,
  { config, folder }: { readonly config: Config; readonly folder: string },
): Promise<void> {
  const began = performance.now()
  narrator.heading(words.title)
  narrator.say(words.intro)
  narrator.progress(words.starting)
  const closing = closingOf(new Date())
  // So that no month closes while it plays.
  const start = new Date(Math.min(Date.now(), closing.getTime() - HOUR_MS))
  const before = await playOn(await startOwn(config, folder, start), (gateway, desk) =>
    beforeClosing(stageOf(narrator, words, { gateway, desk, dag: dayInAmsterdam(start) })),
  )
  narrator.heading(words.heads.closing)
  narrator.progress(words.reopening)
  const later = new Date(closing.getTime() + 60_000)
  await playOn(await startOwn(config, folder, later), async (gateway, desk) => {
    const stage = stageOf(narrator, words, { gateway, desk, dag: dayInAmsterdam(later) })
    await afterClosing(stage, before)
    narrator.heading(words.heads.log)
    const shown = await proveFromLog(stage, before.chosen)
    await verifyLog(stage, gateway)
    tellSummary(stage, before, shown, Math.round((performance.now() - began) / 1000))
  })
}

async function playOn<T>(
  gateway: DemoGateway,
  work: (gateway: DemoGateway, desk: Desk) => Promise<T>,
): Promise<T> {
  const desk = createDesk(gateway.url, gateway.config.certsFolder)
  try {
    return await work(gateway, desk)
  } finally {
    try {
      await desk.close()
    } finally {
      await gateway.close()
    }
  }
}

function stageOf(
  narrator: Narrator,
  words: MonthWords,
  { gateway, ...at }: { gateway: DemoGateway } & Pick<MonthStage, 'desk' | 'dag'>,
): MonthStage {
  const { certsFolder } = gateway.config
  const { gemeentecode } = readParty(certsFolder, GEMEENTE).deelnemer
  if (gemeentecode === undefined) throw new Error(`${GEMEENTE} is no municipality`)
  return { narrator, words, certsFolder, gemeentecode, ...at }
}

type Before = {
  readonly signalen: number
  readonly chosen: Chosen
  readonly resultaten: number
  readonly senders: readonly string[]
}

async function beforeClosing(stage: MonthStage): Promise<Before> {
  const { narrator, words } = stage
  narrator.heading(words.heads.lists)
  const lists = monthLists(stage.dag)
  let signalen = 0
  for (const list of lists) signalen += await deliver(stage, list)
  narrator.heading(words.heads.choice)
  const chosen = await chooseFifty(stage, signalen)
  const resultaten = await checkAndHelp(stage, chosen)
  const senders = lists.map(({ door }) => door)
  const lines = await readLines(stage, senders)
  const told = lines.flatMap(({ regels }) => regels)
  expectThat(stage, 'retour', told.filter(({ code }) => code === 'retour').length, 0)
  narrator.say(words.unseen(told.length, await stateOf(stage, senders, chosen)))
  return { signalen, chosen, resultaten, senders }
}

async function deliver(
  { narrator, words, desk }: MonthStage,
  { door, signalen }: ReturnType<typeof monthLists>[number],
): Promise<number> {
  narrator.progress(`${partyName(door)} …`)
  const began = performance.now()
  const body = signalen.map((one) => `${JSON.stringify(one)}\n`).join('')
  const { aantallen } = answered(
    await desk.as({ party: door, doel: 'aanleveren' }).POST('/aanleveringen', {
      body,
      bodySerializer: (text) => text,
      headers: { 'Content-Type': 'application/x-ndjson', Accept: 'application/json' },
    }),
  )
  expectThat({ narrator, words }, partyName(door), aantallen.aanvaard, signalen.length)
  narrator.say(words.list(partyName(door), aantallen.aanvaard, performance.now() - began), {
    inspringen: 2,
  })
  return aantallen.aanvaard
}

type Line = { readonly signaalId: string; readonly code: string }
type Lines = readonly { readonly door: string; readonly regels: readonly Line[] }[]

/** All feedback that these parties may see now. */
async function readLines({ desk }: MonthStage, senders: readonly string[]): Promise<Lines> {
  const lines: { door: string; regels: Line[] }[] = []
  for (const door of senders) {
    const client = desk.as({ party: door, doel: 'aanleveren' })
    const regels: Line[] = []
    let query: { readonly limiet: number; readonly sinds?: string } = { limiet: 500 }
    for (let more = true; more; ) {
      const answer = await client.GET('/terugkoppelingen', { params: { query } })
      const { terugkoppelingen, sinds } = answered(answer)
      regels.push(...terugkoppelingen)
      more = sinds !== undefined && answer.response.headers.has('Link')
      if (sinds !== undefined) query = { ...query, sinds }
    }
    lines.push({ door, regels })
  }
  return lines
}

/** How a signal that went back stands for its own creditor; the others do not even see that it is there. */
async function stateOf(
  { desk }: MonthStage,
  senders: readonly string[],
  { terug }: Chosen,
): Promise<string> {
  const [id] = terug
  if (id === undefined) return '?'
  for (const door of senders) {
    const client = desk.as({ party: door, doel: 'aanleveren' })
    const { data } = await client.GET('/signalen/{id}', { params: { path: { id } } })
    if (data !== undefined) return data.toestand
  }
  return '?'
}

async function afterClosing(stage: MonthStage, before: Before): Promise<void> {
  const { narrator, words } = stage
  const { terug } = before.chosen
  const expected = terug.length
  let lines: Lines = []
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    lines = await readLines(stage, before.senders)
    if (countOf(lines, 'retour') >= expected) break
    await sleep(WAIT_MS)
  }
  for (const { door, regels } of lines) {
    const retour = regels.filter(({ code }) => code === 'retour').length
    narrator.say(words.told(partyName(door), retour, regels.length - retour), { inspringen: 2 })
  }
  expectThat(stage, 'retour', countOf(lines, 'retour'), expected)
  const others = lines.flatMap(({ regels }) => regels).length - countOf(lines, 'retour')
  expectThat(stage, words.heads.help, others, before.resultaten)
  const stand = await stateOf(stage, before.senders, before.chosen)
  expectThat(stage, 'toestand', stand, 'retour')
  narrator.say(words.state(stand))
}

const countOf = (lines: Lines, code: string): number =>
  lines.flatMap(({ regels }) => regels).filter((line) => line.code === code).length

async function verifyLog(stage: MonthStage, { config }: DemoGateway): Promise<void> {
  const { narrator, words } = stage
  narrator.progress('log verify …')
  const outcome = await verifySettled(join(config.dataFolder, 'beheer.sock'), {})
  if (outcome?.ok === true) narrator.say(words.logSound, { tone: 'goed' })
  else narrator.fault(outcome?.text ?? 'log verify: –')
}

function tellSummary(
  { narrator, words }: MonthStage,
  { signalen, chosen }: Before,
  shown: { readonly geopendTerug: number; readonly machine: number },
  seconden: number,
): void {
  const { gekozen, meest, terug } = chosen
  narrator.heading(words.heads.summary)
  narrator.say(
    words.summary({
      signalen,
      gekozen: gekozen.length,
      meest,
      terug: terug.length,
      ...shown,
      seconden,
    }),
  )
  const faults = narrator.faults()
  if (faults === 0) narrator.say(words.asTold, { tone: 'goed' })
  else narrator.say(words.notAsTold(faults), { tone: 'fout' })
}
