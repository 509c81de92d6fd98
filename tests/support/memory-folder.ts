/**
 * A temporary folder in memory, where the machine has one with room: stores are copied and removed by the hundred, and half of that work is the disk's.
 * What a test needs of a disk (that it is told to write) is asked of the engine's settings; a kill of a process loses nothing here either.
 */
import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const PREFIX = 'poort-'
/** A whole run holds about a quarter of it at once. */
const ROOM_BYTES = 6 * 1024 ** 3

/** The folder of this run, removed when its process ends; the system's own where memory has no room. */
export function createMemoryFolder(): string {
  if (!hasRoom()) return tmpdir()
  for (const name of readdirSync(MEMORY)) if (isLeftBehind(name)) remove(join(MEMORY, name))
  const folder = join(MEMORY, `${PREFIX}${process.pid}`)
  mkdirSync(folder, { recursive: true })
  // PostgreSQL runs as another user, in a folder of its own in here.
  chmodSync(folder, 0o711)
  process.once('exit', () => remove(folder))
  return folder
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= ROOM_BYTES
  } catch {
    return false
  }
}

/** Of a run that was killed. */
function isLeftBehind(name: string): boolean {
  const pid = Number(new RegExp(`^${PREFIX}(\\d+)$`).exec(name)?.[1] ?? Number.NaN)
  if (Number.isNaN(pid)) return false
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}
