/** Asks the BRP API Personen. Values stay in the request and the answer: no error repeats one. */
import { Agent, fetch } from 'undici'
import { z } from 'zod'
import type { Brptoegang } from './brp-config.ts'
import { Brppersoon } from './brp-person.ts'
import type { AskBrp } from './find-person.ts'

/** The BRP gave no answer to this question: nothing follows of it. */
export class Brpstoring extends Error {
  readonly status: number | undefined

  constructor(status?: number) {
    super(status === undefined ? 'de BRP is niet te bereiken' : `de BRP antwoordde ${status}`)
    this.name = 'Brpstoring'
    this.status = status
  }
}

/** The BRP refuses whoever asks, or what is asked: every further question would be refused too. */
export class Brpweigering extends Error {
  constructor(status: number) {
    super(
      `de BRP weigert de vraag (${status}): controleer de koppen, de sleutel en de autorisatie in de configuratie; er is niets meer gevraagd`,
    )
    this.name = 'Brpweigering'
  }
}

const Antwoord = z.object({ personen: z.array(Brppersoon).default([]) })

const TIMEOUT_MS = 20_000
/** Who asks, or how, is wrong. A 400 may be of one question only, such as a name that the BRP takes no letters of. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 405, 406, 415])
/** Longer than this nobody waits for a BRP that is busy: the melding stays, and the next run asks again. */
const LONGEST_WAIT_S = 30

export type BrpClient = { readonly ask: AskBrp; close(): Promise<void> }

type Wait = (ms: number) => Promise<void>

/** Follows no redirect. One that is too busy (429, 503) is asked once more after what its `Retry-After` says. */
export function createBrpClient(
  { url, headers, tls }: Brptoegang,
  wait: Wait = (ms) => new Promise((done) => setTimeout(done, ms)),
): BrpClient {
  const dispatcher = new Agent({
    connect: { ...tls, rejectUnauthorized: true, timeout: TIMEOUT_MS },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  })
  const send = (vraag: object): ReturnType<typeof fetch> =>
    fetch(`${url}/personen`, {
      dispatcher,
      method: 'POST',
      redirect: 'error',
      headers: {
        ...headers,
        'Content-Type': 'application/json; charset=utf-8',
        Accept: 'application/json',
      },
      body: JSON.stringify(vraag),
    })
  const ask: AskBrp = async (vraag) => {
    const first = await answerOf(() => send(vraag))
    const seconds = waitOf(first)
    if (seconds === undefined) return personsOf(first)
    await first.body?.cancel()
    await wait(seconds * 1000)
    return personsOf(await answerOf(() => send(vraag)))
  }
  return { ask, close: () => dispatcher.close() }
}

type Answer = Awaited<ReturnType<typeof fetch>>

async function answerOf(send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send()
  } catch (cause) {
    throw Object.assign(new Brpstoring(), { cause })
  }
}

/** How long to wait before asking again; undefined when that is no use. */
function waitOf({ status, headers }: Answer): number | undefined {
  if (status !== 429 && status !== 503) return undefined
  const seconds = Number(headers.get('Retry-After') ?? 1)
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= LONGEST_WAIT_S
    ? seconds
    : undefined
}

async function personsOf(answer: Answer): Promise<readonly Brppersoon[]> {
  const { status } = answer
  if (status !== 200) {
    await answer.body?.cancel()
    throw REFUSALS.has(status) ? new Brpweigering(status) : new Brpstoring(status)
  }
  const read = Antwoord.safeParse(await answer.json().catch(() => undefined))
  if (!read.success) throw new Brpstoring(status)
  return read.data.personen
}
