/** The clock of Wgs art. 4 of a melding: until when the first conversation takes place, and when its municipality is warned. */
import type { Tx } from '../../db/database.ts'
import type { Meldingrij, Meldingsignaalrij } from '../../followup/melding.store.ts'
import { setGespreksdatum, setTermijn, settleTermijnen } from '../../followup/termijn.store.ts'
import { addDays } from '../../legal/calendar.ts'
import { conversationTerm } from '../../legal/clocks.ts'
import type { Policies } from '../../legal/compile.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Termijnsoort } from '../../model/gemeentegebeurtenis.ts'
import type { Dag, Gemeentecode } from '../../model/ids.ts'
import type { Uitkomstgroep } from '../../model/terugkoppeling.ts'

const CONVERSATION = ['gesprek-nadert', 'gesprek-verstreken'] as const
const ATTEMPTS: readonly Termijnsoort[] = ['na-kaartje', 'einde-pogingen']

/** Where and when. */
type Moment = { readonly gemeentecode: Gemeentecode; readonly dag: Dag; readonly at: Date }

type Question = {
  readonly melding: Meldingrij
  /** Its result, as it is now; null while there is none. */
  readonly groep: Uitkomstgroep | null
  readonly signalen: readonly Meldingsignaalrij[]
}

/** Sets the clock anew. With a result other than accepted help none runs: nobody asked for a conversation. */
export async function setClock(
  policies: Policies,
  tx: Tx,
  moment: Moment,
  question: Question,
): Promise<void> {
  const { gemeentecode, dag, at } = moment
  const { melding, groep } = question
  if (groep !== null) await settleTermijnen(tx, gemeentecode, melding.id, ATTEMPTS, at)
  const start = startOf(policies, question)
  if (start === undefined || (groep !== null && groep !== 'hulp-aanvaard'))
    return stopConversationClock(tx, moment, melding)
  // Help that is accepted only now asks for a conversation that nobody waited for any more.
  const opnieuw = groep !== null && groep !== melding.groep
  const threatens = question.signalen.some((one) => one.crisis && one.ingetrokken === null)
  const { uiterlijk, nadert } = conversationTerm(
    start,
    threatens && groep !== null ? dag : undefined,
  )
  await setGespreksdatum(tx, gemeentecode, melding.id, uiterlijk)
  const days = { 'gesprek-nadert': nadert, 'gesprek-verstreken': addDays(uiterlijk, 1) } as const
  for (const soort of CONVERSATION)
    await setTermijn(tx, gemeentecode, melding.id, soort, days[soort], opnieuw)
}

/** The conversation took place, or nobody asked for one. */
export async function stopConversationClock(
  tx: Tx,
  { gemeentecode, dag, at }: Moment,
  { id }: Pick<Meldingrij, 'id'>,
): Promise<void> {
  await setGespreksdatum(tx, gemeentecode, id, null)
  for (const soort of CONVERSATION) await setTermijn(tx, gemeentecode, id, soort, dag)
  await settleTermijnen(tx, gemeentecode, id, CONVERSATION, at)
}

/** The day on which the clock starts, by the reading that the policies accept; undefined while it does not run yet. */
function startOf({ instellingen }: Policies, { melding, signalen }: Question): Dag | undefined {
  const living = signalen.filter(({ ingetrokken }) => ingetrokken === null)
  const first = living.map(({ aangeleverd }) => aangeleverd).sort((a, b) => +a - +b)[0]
  if (first === undefined) return undefined
  const { beschikbaar } = melding
  switch (instellingen.klokStart) {
    case 'aangeleverd':
      return dayInAmsterdam(first)
    case 'beschikbaar':
      return beschikbaar === null ? undefined : dayInAmsterdam(beschikbaar)
    case 'vroegste':
      return dayInAmsterdam(beschikbaar !== null && beschikbaar < first ? beschikbaar : first)
  }
}
