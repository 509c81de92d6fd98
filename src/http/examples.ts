/** The examples of the OpenAPI document: one for each body that goes in or out, by its name. A test reads each one with its own schema. */
import { FOLLOW_UP } from './examples/follow-up.ts'
import { LISTS } from './examples/lists.ts'
import { MELDINGEN } from './examples/meldingen.ts'
import { PARTIES } from './examples/parties.ts'
import { SIGNALS } from './examples/signals.ts'
import { SUPERVISION } from './examples/supervision.ts'

export const VOORBEELDEN = {
  ...SIGNALS,
  ...LISTS,
  ...MELDINGEN,
  ...FOLLOW_UP,
  ...SUPERVISION,
  ...PARTIES,
} as const
