/** Limits of this process: a core file would hold whatever was in memory (testing.md F5). */
import { readFileSync } from 'node:fs'

/** One line with its remedy when core files are on or nobody can tell; undefined when they are off. */
export function findCoreDumps(limits = readLimits()): string | undefined {
  const soft = /^Max core file size\s+(\S+)/m.exec(limits)?.[1]
  if (soft === '0') return undefined
  return soft === undefined
    ? 'of dit proces een core-bestand schrijft is hier niet te lezen; zet ze uit (ulimit -c 0)'
    : 'dit proces mag een core-bestand schrijven, met alles wat in het geheugen staat; start met ulimit -c 0 (systemd: LimitCORE=0)'
}

/** Empty where the system has no /proc. */
function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return ''
  }
}
