/**
 * Every set of policies that decided stays readable: a copy of its folder under its hash. The files hold no data of a person, and the
 * hash proves each copy, so that any receipt can be replayed and any two sets compared as they were.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Policies } from './compile.ts'
import { recompilePolicies } from './load.ts'

/** Ends the name of a copy that is being made. */
const HALF = '.half'

/**
 * Keeps a copy of `folder`, from which `hash` was loaded, below `archive`; does nothing when it is there. What broke off
 * half way has no place yet and goes. One process at a time.
 * @throws Error when the folder was changed since it was loaded
 */
export function keepPolicies(archive: string, folder: string, hash: string): void {
  const place = join(archive, hash)
  mkdirSync(archive, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(archive).filter((one) => one.endsWith(HALF)))
    rmSync(join(archive, name), { recursive: true })
  if (existsSync(place)) return
  const half = `${place}${HALF}`
  cpSync(folder, half, { recursive: true })
  if (recompilePolicies(half).hash !== hash) {
    rmSync(half, { recursive: true })
    throw new Error(`${folder} is gewijzigd terwijl de poort het beleid las: start opnieuw`)
  }
  renameSync(half, place)
}

/**
 * The set with this hash; undefined when it was never kept here.
 * @throws Error when the copy is not what its hash says
 */
export function recallPolicies(archive: string, hash: string): Policies | undefined {
  const place = join(archive, hash)
  if (!/^[0-9a-f]{64}$/.test(hash) || !existsSync(place)) return undefined
  const policies = recompilePolicies(place)
  if (policies.hash !== hash)
    throw new Error(`${place} is gewijzigd: dit is niet het beleid van toen`)
  return policies
}
