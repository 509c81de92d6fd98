/** A lock on the data folder: one gateway at a time. PGlite takes none itself, and two processes would corrupt it. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const NAME = 'poort.slot'

/** Another living process holds the folder. */
export class FolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(
      `de map ${folder} is in gebruik door een andere Signaalpoort (proces ${pid}): stop die eerst`,
    )
    this.name = 'FolderInUse'
  }
}

type Holder = { readonly pid: number; readonly begonnen: string }

/** When a process began, in ticks since boot (proc(5), field 22); tells a reused pid. Empty where the system has no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return startOf(holder.pid) === holder.begonnen
}

function parseHolder(text: string): Holder | undefined {
  const [pid, begonnen] = text.trim().split(' ')
  return pid !== undefined && /^\d+$/.test(pid)
    ? { pid: Number(pid), begonnen: begonnen ?? '' }
    : undefined
}

/**
 * Takes the lock of `folder` (made if absent); a lock left by a process that was killed is taken over.
 * @returns a function that gives the lock back
 * @throws FolderInUse when a living process holds it
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, NAME)
  const own = `${process.pid} ${startOf(process.pid)}`
  const mine = `${path}.${process.pid}`
  writeFileSync(mine, own, { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      if (tryLink(mine, path)) {
        return () => {
          if (readFileSync(path, 'utf8') === own) rmSync(path)
        }
      }
      const text = readIfThere(path)
      if (text === undefined) continue
      const holder = parseHolder(text)
      if (holder !== undefined && isAlive(holder)) throw new FolderInUse(folder, holder.pid)
      setAside(path, text)
    }
    throw new Error(
      `het slot van de map ${folder} is niet te nemen: verwijder ${NAME} als geen Signaalpoort draait`,
    )
  } finally {
    rmSync(mine, { force: true })
  }
}

/** A hard link is made or refused as one step: exactly one of several takers wins. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Moves a dead lock out of the way; puts it back when a living process took it in the meantime. */
function setAside(path: string, dead: string): void {
  const aside = `${path}.oud.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (readFileSync(aside, 'utf8') !== dead) tryLink(aside, path)
  rmSync(aside, { force: true })
}
