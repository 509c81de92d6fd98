/** Who acts: one noun that every flow receives and every event names. */
import type { AuditActor } from './audit-events/actor.ts'
import type { Rol } from './deelnemer.ts'
import type { Doel } from './doel.ts'
import type { Gemeentecode, Oin } from './ids.ts'

/**
 * `oin` is the party of the certificate; `namens` the party that is responsible (itself, or the giver of a mandate);
 * `rol` and `gemeenten` are those of `namens`. Row-level security and `kenmerk` go by `namens`.
 */
export type Caller = {
  readonly oin: Oin
  readonly namens: Oin
  readonly rol: Rol
  readonly gemeenten: readonly Gemeentecode[]
  readonly doel: Doel
  /** The municipality's own opaque reference of its employee, or `systeem`. */
  readonly medewerker?: string
  readonly via: 'direct' | 'fsc'
}

/** The caller as events name it. */
export function actorOf({ oin, namens, doel, medewerker, via }: Caller): AuditActor {
  return { oin, namens, doel, via, ...(medewerker === undefined ? {} : { medewerker }) }
}
