/** The crash point of a real process: where the setting for tests says so it dies as by `kill -9`, else nothing happens. */
import type { Breekpunt } from './model/crash-points.ts'
import type { CrashPoint } from './model/ports.ts'

/** @param kill ends this process at once; it does not return in a real one */
export function createCrashPoint(breekpunt: Breekpunt | undefined, kill: () => void): CrashPoint {
  if (breekpunt === undefined) return () => undefined
  let passes = 0
  return (step) => {
    if (step !== breekpunt.naam) return
    passes += 1
    if (passes === breekpunt.keer) kill()
  }
}
