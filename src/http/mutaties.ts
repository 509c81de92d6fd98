/** `/v1/mutaties`: what a VLP tells of many of its signals at once, by kenmerk. */
import type { z } from 'zod'
import type { Mutatiebericht, Mutatieregel } from '../model/mutatie.ts'
import type { Api, ResourceDeps } from './api-deps.ts'
import { describeRoute, listAnswer, listBody } from './api-route.ts'
import type { Mutaties } from './bodies.ts'
import { VOORBEELDEN } from './examples.ts'
import { answerLines, wantsLines } from './list-answer.ts'
import { listForm, readListBody } from './list-body.ts'
import { NamensKop } from './parameters.ts'

/** The most rows in an answer that comes at the end: what it needs in memory has a bound. */
const MOST_ROWS = 10_000

export const postMutaties = describeRoute('POST /v1/mutaties', {
  operationId: 'meldMutaties',
  tags: ['Signalen'],
  summary: 'Vertel van veel eigen signalen tegelijk wat ervan werd',
  description:
    'CSV of NDJSON, een regel per kenmerk: een intrekking (zoals POST /v1/signalen/{id}/intrekking) of het schuldverloop met de dag waarvan het vertelt. Van elk signaal blijft het laatste schuldverloop; het telt mee in de indicatoren van de gemeente, die het van één signaal niet leest. Altijd 200 met een uitkomst voor elke regel: een foute regel houdt de andere niet tegen. Mag herhaald worden: dezelfde lijst nog eens verandert niets. Niets in het antwoord hangt af van wat de gemeente deed. Met Accept application/x-ndjson komt elke uitkomst zodra zij vaststaat (lees terwijl u stuurt), anders komt alles aan het eind.',
  request: {
    headers: NamensKop,
    body: listBody(VOORBEELDEN.mutatieregels, VOORBEELDEN.mutatietabel, {
      lines: 'Mutatieregels',
      table: 'Mutatietabel',
    }),
  },
  answers: {
    200: listAnswer(
      'Een uitkomst voor elke regel',
      VOORBEELDEN.mutaties,
      VOORBEELDEN.mutatiebericht,
      { end: 'Mutaties', line: 'Mutatiebericht' },
    ),
  },
  problems: [
    'lijst-onleesbaar',
    'inhoud-te-groot',
    'inhoud-soort-onjuist',
    'te-veel-lijsten',
    'uitkomst-onbekend',
  ],
})

/** All outcomes once the list is in. */
async function answerAtEnd(
  berichten: AsyncGenerator<readonly Mutatiebericht[]>,
): Promise<z.infer<typeof Mutaties>> {
  const regels: Mutatieregel[] = []
  let aantal = 0
  for await (const part of berichten) {
    const told = part.flatMap(rowOf)
    aantal += told.length
    regels.push(...told.slice(0, MOST_ROWS - regels.length))
    const slot = part.find((one) => one.soort === 'slot')
    if (slot !== undefined)
      return { aantallen: slot.aantallen, regels, meer: aantal > regels.length }
  }
  throw new Error('mutations ended without their end')
}

function rowOf(bericht: Mutatiebericht): readonly Mutatieregel[] {
  if (bericht.soort !== 'regel') return []
  const { soort: _, ...regel } = bericht
  return [regel]
}

/** Adds the route of this resource. */
export function addMutaties(api: Api, { flows, log }: ResourceDeps): void {
  api.openapi(postMutaties, async (c): Promise<Response> => {
    const berichten = flows.receiveMutations(c.var.caller, {
      vorm: listForm(c),
      body: readListBody(c),
    })
    return wantsLines(c) ? answerLines(berichten, log) : c.json(await answerAtEnd(berichten), 200)
  })
}
