/** The form of `engels.yaml`: sentences that stand in several files, in Dutch and in English. */
import { z } from 'zod'
import { Engels } from './policy-file.ts'

export const EngelsFile = z.strictObject({ engels: Engels })
export type EngelsFile = z.infer<typeof EngelsFile>
