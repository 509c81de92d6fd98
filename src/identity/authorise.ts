/** Decides whether a known party may act: its term, its role, its mandate, and the employee where a person decides. Pure. */
import type { Caller } from '../model/caller.ts'
import { type Deelnemer, DOELEN_VAN_ROL } from '../model/deelnemer.ts'
import type { Doel } from '../model/doel.ts'
import { type Dag, Oin } from '../model/ids.ts'
import type { Hoedanigheid } from '../model/mandaat.ts'
import { Problem } from '../model/problem.ts'

/**
 * Who may act for whom, for which purpose, from and until when (`tot` exclusive). Without `hoedanigheid` as a processor; any other capacity
 * names the decision that gave it.
 */
export type Mandaat = {
  readonly gemachtigde: Oin
  readonly gever: Oin
  readonly doel: Doel
  readonly vanaf: Dag
  readonly tot?: Dag | undefined
  readonly hoedanigheid?: Hoedanigheid
  readonly besluit?: string
}

/** What the register says of the two parties of a call. `gever` is absent when the caller acts for itself. */
export type RegisterFacts = {
  readonly deelnemer: Deelnemer | undefined
  readonly gever?: Deelnemer | undefined
  readonly mandaten: readonly Mandaat[]
}

/** What the request claims. `medewerker` is the header as it came. */
export type Claim = {
  readonly doel: Doel
  readonly namens: Oin
  readonly medewerker?: string | undefined
  /** Whether this is about the caller itself, so that who always works for others may act in its own name. */
  readonly zelf?: boolean
}

const MEDEWERKER = /^[A-Za-z0-9._@-]{1,64}$/

/**
 * Who the request is for: the header `Signaalpoort-Namens`, by default the caller itself.
 * @throws Problem `kop-onjuist` when it is no OIN
 */
export function parseNamens(header: string | undefined, oin: Oin): Oin {
  if (header === undefined) return oin
  const namens = Oin.safeParse(header)
  if (!namens.success) throw new Problem('kop-onjuist')
  return namens.data
}

/**
 * Whether the party takes part on `today`.
 * @throws Problem `deelnemer-onbekend`: not there, not yet, or no longer
 */
export function checkActive(deelnemer: Deelnemer | undefined, today: Dag): Deelnemer {
  if (deelnemer === undefined || !coversDay(deelnemer, today))
    throw new Problem('deelnemer-onbekend')
  return deelnemer
}

/**
 * Builds the caller.
 * @param today the calendar day in Amsterdam, on the clock of law
 * @throws Problem `deelnemer-onbekend`, `rol-niet-toegestaan`, `mandaat-ontbreekt` or `medewerker-ontbreekt`
 */
export function authorise(claim: Claim, register: RegisterFacts, today: Dag): Caller {
  const deelnemer = checkActive(register.deelnemer, today)
  checkRole(deelnemer, claim.doel)
  const verantwoordelijke = findResponsible(claim, deelnemer, register, today)
  checkRole(verantwoordelijke, claim.doel)
  return {
    oin: deelnemer.oin,
    namens: verantwoordelijke.oin,
    rol: verantwoordelijke.rol,
    gemeenten: verantwoordelijke.gemeentecode === undefined ? [] : [verantwoordelijke.gemeentecode],
    doel: claim.doel,
    ...parseMedewerker(claim, verantwoordelijke),
    via: 'direct',
  }
}

function checkRole(deelnemer: Deelnemer, doel: Doel): void {
  const allowed: readonly Doel[] = DOELEN_VAN_ROL[deelnemer.rol]
  if (!allowed.includes(doel)) throw new Problem('rol-niet-toegestaan')
}

function findResponsible(
  claim: Claim,
  deelnemer: Deelnemer,
  register: RegisterFacts,
  today: Dag,
): Deelnemer {
  if (claim.namens === deelnemer.oin) {
    if (worksForOthers(deelnemer) && claim.zelf !== true) throw new Problem('mandaat-ontbreekt')
    return deelnemer
  }
  const { gever } = register
  const mandated = register.mandaten.some(
    (mandaat) =>
      mandaat.gemachtigde === deelnemer.oin &&
      mandaat.gever === claim.namens &&
      mandaat.doel === claim.doel &&
      coversDay(mandaat, today),
  )
  // The same answer whether the giver is unknown, inactive or gave nothing: nobody learns who takes part.
  if (gever?.oin !== claim.namens || !mandated || !coversDay(gever, today))
    throw new Problem('mandaat-ontbreekt')
  if (worksForOthers(gever)) throw new Problem('mandaat-ontbreekt')
  return gever
}

/** A supplier has no signals of its own, a body that acts for colleges no residents: they always work for somebody. */
export function worksForOthers({ rol }: Pick<Deelnemer, 'rol'>): boolean {
  return rol === 'softwareleverancier' || rol === 'uitvoerder'
}

function parseMedewerker(claim: Claim, namens: Deelnemer): { readonly medewerker?: string } {
  if (!needsMedewerker(claim.doel, namens)) return {}
  if (claim.medewerker === undefined || !MEDEWERKER.test(claim.medewerker))
    throw new Problem('medewerker-ontbreekt')
  return { medewerker: claim.medewerker }
}

/** Where a person decides or looks (api.md "Who acts"). A VLP that reads its feedback names nobody. */
function needsMedewerker(doel: Doel, namens: Deelnemer): boolean {
  if (doel === 'terugkoppeling') return namens.rol === 'college'
  return doel === 'selectie' || doel === 'hulpaanbod' || doel === 'toezicht'
}

/** Whether `day` lies in a term; its last day is the one before `tot`. */
export function coversDay(
  term: { readonly vanaf: Dag; readonly tot?: Dag | undefined },
  day: Dag,
): boolean {
  return term.vanaf <= day && (term.tot === undefined || day < term.tot)
}
