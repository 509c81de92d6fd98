/** What someone outside holds against the log, and what a verification answers. */
import { z } from 'zod'

/** Contents of files: a receipt (JWS, the answer that carried it, its `bladHash`, or a `.tlog-proof`) and a signed checkpoint. */
export const LogEvidence = z.strictObject({
  bewijs: z.string().optional(),
  checkpoint: z.string().optional(),
})
export type LogEvidence = z.infer<typeof LogEvidence>

/** Lines of Dutch; `ok` is false when anything was found. */
export const LogOutcome = z.strictObject({ text: z.string(), ok: z.boolean() })
export type LogOutcome = z.infer<typeof LogOutcome>
