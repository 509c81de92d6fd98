/** A choice that an employee made in a spreadsheet, as the gateway takes it: only of meldingen that still wait, and nothing while a row is wrong. */
import { z } from 'zod'
import { type GatewayClient, nextCursor } from '../../client/client.ts'
import { Werkvoorraad, type Werkvoorraadregel } from '../../model/werkvoorraad.ts'
import { dataOf } from '../municipality.ts'
import { inOrder, type Rijfout } from './row-fault.ts'
import type { Keuzetabel } from './work-list-table.ts'

const PAGE = 500
/** As many as one choice may name. */
const MOST = 1000

const Page = z.object({ werkvoorraad: Werkvoorraad.shape.werkvoorraad })

/** The whole work list, page by page; each reading is an event. */
export async function readWorkList(client: GatewayClient): Promise<readonly Werkvoorraadregel[]> {
  const found: Werkvoorraadregel[] = []
  let cursor: string | undefined
  do {
    const query = { limiet: PAGE, ...(cursor === undefined ? {} : { cursor }) }
    const answer = await client.GET('/werkvoorraad', { params: { query } })
    found.push(...Page.parse(dataOf(answer)).werkvoorraad)
    cursor = nextCursor(answer.response)
  } while (cursor !== undefined)
  return found
}

/** Who can be chosen now, in the order of the table, and every row that is wrong. */
export type Keuze = {
  readonly meldingen: readonly Werkvoorraadregel['id'][]
  readonly fouten: readonly Rijfout[]
}

/** Holds a table against the work list of now: who was chosen before, fell out or was withdrawn since is a wrong row. */
export function chooseWaiting(
  { gekozen, fouten }: Keuzetabel,
  werkvoorraad: readonly Werkvoorraadregel[],
): Keuze {
  const waiting = new Set(werkvoorraad.map(({ id }) => id))
  const gone = gekozen.filter(({ melding }) => !waiting.has(melding))
  const waarom = 'Deze melding wacht niet meer in uw werkvoorraad: al gekozen, of weggevallen.'
  return {
    meldingen: gekozen.map(({ melding }) => melding).filter((id) => waiting.has(id)),
    fouten: inOrder([...fouten, ...gone.map(({ regel }) => ({ regel, kolom: 'melding', waarom }))]),
  }
}

/** @throws Error in Dutch when there is nobody to choose, or more than one choice may name */
export function checkChoice({ meldingen }: Keuze): void {
  if (meldingen.length === 0)
    throw new Error('bij niemand die nog wacht staat "ja" in de kolom gekozen: er is niets gekozen')
  if (meldingen.length > MOST)
    throw new Error(
      `er zijn er ${meldingen.length} gekozen, en één keuze noemt er hoogstens ${MOST}: verdeel de tabel, of kies met --alles of grenzen`,
    )
}
