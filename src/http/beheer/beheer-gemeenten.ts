/** `/gemeenten` of the operator's app. */
import { Adresopdracht, Adresuitkomst } from '../../model/adresinvoer.ts'
import { Beheerweigering } from '../../model/beheer.ts'
import {
  Geografie,
  Geografievraag,
  Inwonersopdracht,
  Opvolgingsopdracht,
  Opvolgingsuitkomst,
} from '../../model/geografie.ts'
import type { Beheer, BeheerFlows } from './beheer-env.ts'
import { answerWithProgress } from './progress-answer.ts'

/** The first line of an import, with the names of all municipalities. */
const LONGEST_HEAD = 1_000_000

/** Adds the routes of this resource. Questions are bodies: an address stands in no path. */
export function addGemeenten(app: Beheer, flows: BeheerFlows): void {
  app.post('/gemeenten/invoer', async (c) => {
    const { head, rest } = await splitFirstLine(c.req.raw.body)
    const opdracht = Adresopdracht.parse(JSON.parse(head))
    const { beheerder } = c.var
    return answerWithProgress(c, async (report, signal) => {
      const bestand = stopWhen(signal, rest)
      return Adresuitkomst.parse(
        await flows.importAddresses({ beheerder, opdracht, bestand }, report),
      )
    })
  })
  app.post('/gemeenten/opvolging', async (c) => {
    const asked = Opvolgingsopdracht.parse(await c.req.json())
    return c.json(Opvolgingsuitkomst.parse(await flows.succeedMunicipality(c.var.beheerder, asked)))
  })
  app.post('/gemeenten/inwoners', async (c) => {
    const asked = Inwonersopdracht.parse(await c.req.json())
    return c.json(Inwonersopdracht.parse(await flows.recordInhabitants(c.var.beheerder, asked)))
  })
  app.post('/gemeenten/toon', async (c) => {
    const vraag = Geografievraag.parse(await c.req.json())
    return c.json(Geografie.parse(await flows.showGeography(vraag)))
  })
}

type Bytes = AsyncIterable<Uint8Array>

/** The command comes on a line of its own before the file, so that both travel in one request. */
async function splitFirstLine(
  body: ReadableStream<Uint8Array> | null,
): Promise<{ readonly head: string; readonly rest: Bytes }> {
  const broken = new Beheerweigering('de opdracht kwam niet heel over; geef haar opnieuw')
  if (body === null) throw broken
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let head = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done || head.length > LONGEST_HEAD) throw broken
    const end = value.indexOf(10)
    if (end === -1) {
      head += decoder.decode(value, { stream: true })
      continue
    }
    head += decoder.decode(value.subarray(0, end))
    return { head, rest: goOn(reader, value.subarray(end + 1)) }
  }
}

async function* goOn(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  first: Uint8Array,
): AsyncGenerator<Uint8Array> {
  yield first
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

/** A command that was broken off ends its work, also where its body would simply seem to end. */
async function* stopWhen(signal: AbortSignal, bytes: Bytes): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    if (signal.aborted) throw new Beheerweigering('de opdracht werd afgebroken')
    yield chunk
  }
}
