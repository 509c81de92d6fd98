/** A try-out (`POST /v1/toetsingen`): facts and the names of the fields present, never a value of a person. Nothing is stored. */
import { z } from 'zod'
import { Dag, Gemeentecode } from './ids.ts'
import { Achterstand, Bijzonderheden, Inspanningen, Signaaltype } from './signaal.ts'
import { Veld } from './veld.ts'

export const Toetsing = z.strictObject({
  signaaltype: Signaaltype,
  signaaldatum: Dag,
  gemeentecode: Gemeentecode,
  natuurlijkPersoon: z.boolean(),
  achterstand: Achterstand,
  inspanningen: Inspanningen.optional(),
  eindeleveringDatum: Dag.optional(),
  bijzonderheden: Bijzonderheden.optional(),
  velden: z
    .array(Veld)
    .max(100)
    .meta({ description: 'Namen van de velden die het signaal zou hebben' }),
})
export type Toetsing = z.infer<typeof Toetsing>
