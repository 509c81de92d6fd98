/** What the sentences about questions share. */
import type { FieldBox } from '../../crypto/field-box.ts'
import type { Tx } from '../../db/database.ts'
import type { Db } from '../../db/transaction.ts'
import type { Keyring } from '../../keyring/keyring.ts'
import type { Policies } from '../../legal/compile.ts'
import { allowedToday } from '../../legal/decide.ts'
import { isOn } from '../../legal/settings.ts'
import type { Dag, Gemeentecode } from '../../model/ids.ts'
import type { Navraagsoort } from '../../model/navraag.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'
import { Problem } from '../../model/problem.ts'
import type { Ontvangersleutel } from '../../model/sealed.ts'
import { decidingField } from '../../questions/may-ask.ts'

export type QuestionsDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly now: Now
  readonly random: RandomBytes
}

/** What sealing and opening an answer needs besides. */
export type AnswerDeps = QuestionsDeps & {
  readonly keyring: Keyring
  readonly fieldBox: FieldBox
  readonly recipientKeys: (
    tx: Tx,
    gemeentecode: Gemeentecode,
    dag: Dag,
  ) => Promise<readonly Ontvangersleutel[]>
}

/** The articles on which the answer may be told today; the same that let the VLP send the field itself. */
export function groundsFor(
  policies: Policies,
  { signaaltype, soort, dag }: { signaaltype: string; soort: Navraagsoort; dag: Dag },
): string[] | undefined {
  const veld = decidingField(soort)
  return allowedToday(policies, { signaaltype, doel: 'hulpaanbod', veld, dag })
}

/** @throws Problem `navraag-staat-uit` while nobody accepted that questions may be asked */
export function requireQuestions(policies: Policies): void {
  if (!isOn(policies, 'navraag')) throw new Problem('navraag-staat-uit')
}
