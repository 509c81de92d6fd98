/** Events of what VLPs are told. */
import { z } from 'zod'
import { Gemeentecode, SignaalId } from '../ids.ts'
import { Terugkoppelregelcode, Terugkoppelsoort } from '../terugkoppelregel.ts'

export const FEEDBACK_EVENTS = [
  z.strictObject({
    soort: z.literal('terugkoppeling-gegeven'),
    signaalId: SignaalId,
    gemeentecode: Gemeentecode,
    volgnummer: z.int().min(1),
    regelsoort: Terugkoppelsoort,
    code: Terugkoppelregelcode,
  }),
] as const
