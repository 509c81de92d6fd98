/**
 * The tables as types, column by column as in `migrations/`, by what they are of. Dates are `YYYY-MM-DD`, instants `Date`, bytes `Uint8Array`.
 */
import type { Kysely, Transaction } from 'kysely'
import type { FeedbackTables } from './tables/feedback.ts'
import type { FollowUpTables } from './tables/follow-up.ts'
import type { ListsTables } from './tables/lists.ts'
import type { LogTables } from './tables/log.ts'
import type { MeldingenTables } from './tables/meldingen.ts'
import type { MonitorTables } from './tables/monitor.ts'
import type { NudgingTables } from './tables/nudging.ts'
import type { QuestionsTables } from './tables/questions.ts'
import type { RegisterTables } from './tables/register.ts'
import type { RetentionTables } from './tables/retention.ts'
import type { SelectionTables } from './tables/selection.ts'
import type { SignalsTables } from './tables/signals.ts'

export type Database = RegisterTables &
  SignalsTables &
  ListsTables &
  MeldingenTables &
  SelectionTables &
  FeedbackTables &
  FollowUpTables &
  RetentionTables &
  NudgingTables &
  LogTables &
  MonitorTables &
  QuestionsTables

/** The pool; only `db/` and `main.ts` hold it. */
export type Pool = Kysely<Database>

/** An open transaction with its role and caller set: what every store takes as its first argument. */
export type Tx = Transaction<Database>
