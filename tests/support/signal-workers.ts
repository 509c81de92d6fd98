/** Connections that post signals without pause while the gateway dies under them, and remember what it acknowledged. */
import { setTimeout } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { z } from 'zod'
import type { Party } from '../../src/cli/party.ts'

/** One signal with the very bytes that are sent each time, and every receipt that came back for it. */
export type Posted = {
  readonly kenmerk: string
  readonly body: string
  readonly receipts: Receipt[]
}

/** `herhaald`: the gateway said that it knew the signal. */
export type Receipt = {
  readonly id: string
  readonly ontvangstbewijs: string
  readonly herhaald: boolean
}

const Answer = z.object({ id: z.string(), ontvangstbewijs: z.string() })

/** Anything that may be the end of a connection, or of a gateway that stops: the outcome is unknown. */
const UNKNOWN_STATUS = [503]

export type SignalWorkers = {
  /** Signals without a receipt; the workers take them from the front, and put back at the end what got no answer. */
  readonly queue: Posted[]
  /** What is left when the queue is empty: acknowledged signals, sent again and again. */
  readonly acknowledged: Posted[]
  /** How many requests ended with an unknown outcome. */
  readonly unknown: () => number
  /** How many were answered. */
  readonly answered: () => number
  /** Lets requests begin; without it the workers wait. */
  run(): void
  /** No request begins any more; resolves when the last one has ended. */
  pause(): Promise<void>
  close(): Promise<void>
}

export type WorkerOptions = {
  readonly url: string
  /** Asked for each request: a token lasts minutes. */
  readonly token: () => string
  readonly party: Party
  readonly connections: number
  readonly random: () => number
}

/** Each worker has one kept connection over mutual TLS and one request under way. */
export function createSignalWorkers(options: WorkerOptions): SignalWorkers {
  const queue: Posted[] = []
  const acknowledged: Posted[] = []
  let unknown = 0
  let answered = 0
  let running = false
  let ended: Promise<unknown> = Promise.resolve()
  const agents = Array.from({ length: options.connections }, () => connection(options.party))
  /** One request. @returns whether there was anything to send, and an answer to it */
  const once = async (agent: Agent): Promise<boolean> => {
    const posted = queue.shift() ?? acknowledged[Math.floor(options.random() * acknowledged.length)]
    if (posted === undefined) return false
    const receipt = await post(options, agent, posted.body)
    if (receipt === undefined) {
      unknown += 1
      if (posted.receipts.length === 0) queue.push(posted)
      return false
    }
    answered += 1
    if (posted.receipts.push(receipt) === 1) acknowledged.push(posted)
    return true
  }
  const work = async (agent: Agent): Promise<void> => {
    while (running) if (!(await once(agent))) await setTimeout(IDLE_MS)
  }
  return {
    queue,
    acknowledged,
    unknown: () => unknown,
    answered: () => answered,
    run: () => {
      running = true
      ended = Promise.all(agents.map(work))
      // Whoever pauses hears of it.
      ended.catch(() => undefined)
    },
    pause: async () => {
      running = false
      await ended
    },
    close: async () => {
      await Promise.all(agents.map((agent) => agent.destroy()))
    },
  }
}

/** How often a signal is sent before no answer is a fault: a gateway that is busy says so, and its senders ask again. */
const ATTEMPTS = 20
const PAUSE_MS = 500
/** Between two looks of a connection that has nothing to send. */
const IDLE_MS = 10

/** Sends every signal once more, all connections at once; each must be answered. */
export async function postAll(options: WorkerOptions, all: readonly Posted[]): Promise<void> {
  const left = [...all]
  await Promise.all(
    Array.from({ length: options.connections }, async () => {
      const agent = connection(options.party)
      for (let one = left.shift(); one !== undefined; one = left.shift()) {
        one.receipts.push(await postUntilAnswered(options, agent, one))
      }
      await agent.destroy()
    }),
  )
}

async function postUntilAnswered(
  options: WorkerOptions,
  agent: Agent,
  { kenmerk, body }: Posted,
): Promise<Receipt> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const receipt = await post(options, agent, body)
    if (receipt !== undefined) return receipt
    await setTimeout(PAUSE_MS)
  }
  throw new Error(`no answer for ${kenmerk}`)
}

function connection({ ca, cert, key }: Party): Agent {
  return new Agent({ connections: 1, pipelining: 1, connect: { ca, cert, key, timeout: 5_000 } })
}

/** @returns undefined when the outcome is not known */
async function post(
  { url, token }: WorkerOptions,
  dispatcher: Agent,
  body: string,
): Promise<Receipt | undefined> {
  const headers = { Authorization: `Bearer ${token()}`, 'Content-Type': 'application/json' }
  const answer = await send(`${url}/v1/signalen`, { dispatcher, headers, body })
  if (answer === undefined || UNKNOWN_STATUS.includes(answer.status)) return undefined
  if (answer.status !== 200 && answer.status !== 201)
    throw new Error(`a signal was answered with ${answer.status} ${answer.text}`)
  return { ...Answer.parse(JSON.parse(answer.text)), herhaald: answer.status === 200 }
}

/** A connection that breaks at any point, also within the answer, leaves the outcome unknown. */
async function send(
  url: string,
  options: { dispatcher: Agent; headers: Record<string, string>; body: string },
): Promise<{ readonly status: number; readonly text: string } | undefined> {
  try {
    const { statusCode, body } = await request(url, { ...options, method: 'POST' })
    return { status: statusCode, text: await body.text() }
  } catch {
    return undefined
  }
}
