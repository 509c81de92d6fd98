/** Whether a condition of one set answers that of another: what was recorded is a truth value, and the facts behind it are gone. Pure. */
import { canonicalJson } from '../crypto/canonical-json.ts'
import type { Voorwaarde } from './conditions.ts'

/** What a condition asks, without its words. */
const askedBy = ({
  grondslag: _article,
  open: _open,
  aanvaardDoor: _door,
  zin: _sentence,
  remedie: _remedy,
  ...asked
}: Voorwaarde): string => canonicalJson(asked)

const within = (few: readonly string[], many: readonly string[]): boolean =>
  few.every((one) => many.includes(one))

/** Whether whatever holds under `strict` holds under `mild`; both of one kind, false when that cannot be told. */
function implies(strict: Voorwaarde, mild: Voorwaarde): boolean {
  if (askedBy(strict) === askedBy(mild)) return true
  if ('bijzonderheid' in strict && 'bijzonderheid' in mild) return impliesOwn(strict, mild)
  if ('minstens' in strict && 'minstens' in mild) return impliesReminders(strict, mild)
  if ('toegestaan' in strict && 'toegestaan' in mild)
    return within(strict.toegestaan, mild.toegestaan)
  if (strict.voorwaarde === 'persoonlijkContactGeprobeerd') return !('voorSignaaldatum' in mild)
  return impliesSize(strict, mild)
}

const impliesSize = (strict: Voorwaarde, mild: Voorwaarde): boolean => {
  const [one, other] = [sizeOf(strict), sizeOf(mild)]
  if (one === undefined || other === undefined) return false
  return strict.voorwaarde === 'hoogstensDagenOud' ? one <= other : one >= other
}

type Reminders = Extract<Voorwaarde, { readonly minstens: number }>

const impliesReminders = (strict: Reminders, mild: Reminders): boolean =>
  strict.minstens >= mild.minstens && (strict.termijnDagen ?? 0) >= (mild.termijnDagen ?? 0)

/** The one number that a condition compares with, where it has one. */
const sizeOf = (condition: Voorwaarde): number | undefined => {
  if ('dagen' in condition) return condition.dagen
  if ('maanden' in condition) return condition.maanden
  return 'centen' in condition ? condition.centen : undefined
}

type Own = Extract<Voorwaarde, { readonly bijzonderheid: string }>

const impliesOwn = (strict: Own, mild: Own): boolean => {
  if (strict.bijzonderheid !== mild.bijzonderheid) return false
  if ('centen' in strict && 'centen' in mild) return strict.centen >= mild.centen
  return 'waarden' in strict && 'waarden' in mild && within(strict.waarden, mild.waarden)
}

/**
 * The truth value of `asked` on facts of which only the truth value of `was` is known.
 * @returns undefined when that does not tell
 */
export function carryOver(
  was: Voorwaarde | undefined,
  value: boolean | undefined,
  asked: Voorwaarde,
): boolean | undefined {
  if (was === undefined || value === undefined || was.voorwaarde !== asked.voorwaarde)
    return undefined
  if (value) return implies(was, asked) ? true : undefined
  return implies(asked, was) ? false : undefined
}
