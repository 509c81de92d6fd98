/** Parties that ask for what is not theirs: each gets the very answer of an id that does not exist. */
import { systemRandom } from '../../crypto/random.ts'
import { uuidv7 } from '../../crypto/uuid.ts'
import type { Accepted, Stage } from './stage.ts'
import { partyName } from './words.ts'

type Answer = { readonly status: number; readonly body: string }

type Attempt = {
  readonly wie: string
  readonly wat: string
  readonly ask: (stage: Stage, id: string) => Promise<Answer>
}

const ATTEMPTS: readonly Attempt[] = [
  {
    wie: 'tilburg',
    wat: 'vraagt een melding die voor Arnhem is',
    ask: async ({ desk }, id) => {
      const client = desk.as({ party: 'tilburg', doel: 'hulpaanbod', medewerker: 'mw-3' })
      return answerOf(await client.GET('/meldingen/{id}', { params: { path: { id } } }))
    },
  },
  {
    wie: 'het-lage-land',
    wat: 'vraagt hoe het staat met een signaal van De Linde',
    ask: async ({ desk }, id) => {
      const client = desk.as({ party: 'het-lage-land', doel: 'aanleveren' })
      return answerOf(await client.GET('/signalen/{id}', { params: { path: { id } } }))
    },
  },
  {
    wie: 'kompas',
    wat: 'vraagt het bewijs van een signaal van De Linde',
    ask: async ({ desk }, id) => {
      const client = desk.as({ party: 'kompas', doel: 'aanleveren' })
      return answerOf(await client.GET('/signalen/{id}/bewijs', { params: { path: { id } } }))
    },
  },
]

const answerOf = ({ response, error }: { response: Response; error?: unknown }): Answer => ({
  status: response.status,
  body: JSON.stringify(error),
})

/** Every attempt on the signal `target`, which is De Linde's and Arnhem's. */
export async function tryBoundaries(stage: Stage, target: Accepted): Promise<void> {
  const { narrator } = stage
  for (const { wie, wat, ask } of ATTEMPTS) {
    const found = await ask(stage, target.antwoord.id)
    const absent = await ask(stage, uuidv7(new Date(), systemRandom))
    narrator.say(`${wat}.`, { begin: partyName(wie), tone: 'kop' })
    if (found.status === 404 && found.body === absent.body)
      narrator.say('hetzelfde antwoord als bij een id die niet bestaat.', {
        begin: '404 Niet gevonden:',
        tone: 'goed',
        inspringen: 2,
      })
    else
      narrator.fault(
        `verwacht 404, gekregen ${found.status}, of een ander antwoord dan bij een vrije id.`,
      )
  }
}
