/** Boxes that a municipality's own opener makes for the key of its successor. */
import { z } from 'zod'
import { SleutelId } from './ids.ts'
import { Veld } from './veld.ts'

/** The box of one field's key: base64 of 32, 24 and 48 bytes. The gateway cannot open it and so cannot tell whether it is right. */
export const NieuweDoos = z.strictObject({
  veld: Veld,
  afzender: z.base64().length(44),
  nonce: z.base64().length(32),
  doos: z.base64().length(64),
})
export type NieuweDoos = z.infer<typeof NieuweDoos>

/** The body of `POST …/{id}/dozen`: boxes of one version of a signal, all for one key. */
export const Dooslevering = z.strictObject({
  sleutelId: SleutelId,
  versie: z.int().min(1),
  dozen: z.array(NieuweDoos).min(1).max(100),
})
export type Dooslevering = z.infer<typeof Dooslevering>

/** The fields that got a box now; those that had one, or are not there (any more), are not named. */
export const Doosbevestiging = z.strictObject({ toegevoegd: z.array(Veld) })
export type Doosbevestiging = z.infer<typeof Doosbevestiging>
