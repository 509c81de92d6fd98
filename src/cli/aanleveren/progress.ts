/** Shows how far a list is. */
import { barOf, CLEAR, duration, dutchNumber, type ProgressTarget } from '../import-progress.ts'

export type ListProgress = {
  /** `rows` done, `bytes` of the file read. */
  show(rows: number, bytes: number): void
  end(): void
}

const TERMINAL_MS = 100
const PARTS = 10

/** `total`: the size of the list in bytes. One line that is written over on a terminal, a line for each tenth part anywhere else. */
export function createListProgress(total: number, target: ProgressTarget): ListProgress {
  const since = target.now()
  let last = Number.NEGATIVE_INFINITY
  let part = 0
  const isDue = (share: number): boolean => {
    if (target.isTTY) return target.now() - last >= TERMINAL_MS
    const reached = Math.floor(share * PARTS)
    const isNew = reached > part
    part = Math.max(part, reached)
    return isNew
  }
  return {
    show: (rows, bytes) => {
      const share = Math.min(1, bytes / total)
      if (!isDue(share)) return
      last = target.now()
      const seconds = (last - since) / 1_000
      const rate = seconds > 0 ? rows / seconds : 0
      const rest = share > 0 ? (seconds / share) * (1 - share) : 0
      const line = `${Math.floor(share * 100)} %  ${dutchNumber(rows)} regels  ${dutchNumber(Math.round(rate))}/s  nog ${duration(rest)}`
      target.write(target.isTTY ? `${CLEAR}${barOf(share)} ${line}` : `${line}\n`)
    },
    end: () => {
      if (target.isTTY) target.write(CLEAR)
    },
  }
}
