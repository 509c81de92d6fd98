/** Shows how far an import is: one line that is written over on a terminal, a plain line now and then anywhere else. */
import type { Adresvoortgang } from '../model/adresinvoer.ts'

/** To the first column, and erase the line (ECMA-48 EL 2). */
export const CLEAR = '\r\u001b[2K'
const BAR_WIDTH = 24
const TERMINAL_MS = 100
/** Off a terminal a line for each tenth part. */
const PARTS = 10

/** `isTTY` and `write` as of `process.stderr`; `now` in milliseconds. */
export type ProgressTarget = {
  readonly isTTY: boolean
  readonly write: (text: string) => unknown
  readonly now: () => number
}

export type ImportProgress = {
  show(voortgang: Adresvoortgang): void
  /** Takes the line on a terminal away. */
  end(): void
}

const NUMBER = new Intl.NumberFormat('nl-NL')

/** A whole number as Dutch writes it. */
export const dutchNumber = (value: number): string => NUMBER.format(value)

/** A time that remains, in words. */
export const duration = (seconds: number): string => {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** The line for one report: rows, share, rate and remaining time; `seconds` since the start. */
function progressLine(
  { fase, adressen, bytes }: Adresvoortgang,
  total: number,
  seconds: number,
): string {
  if (fase === 'verwerken')
    return `${dutchNumber(adressen)} adressen gelezen; de tabel wordt bijgewerkt …`
  const share = Math.min(1, bytes / total)
  const rate = seconds > 0 ? adressen / seconds : 0
  const rest = share > 0 ? (seconds / share) * (1 - share) : 0
  return `${Math.floor(share * 100)} %  ${dutchNumber(adressen)} adressen  ${dutchNumber(Math.round(rate))}/s  nog ${duration(rest)}`
}

/** A bar of which this share is full. */
export const barOf = (share: number): string => {
  const full = Math.round(share * BAR_WIDTH)
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}]`
}

/** `total`: the size of the file in bytes. */
export function createImportProgress(total: number, target: ProgressTarget): ImportProgress {
  const since = target.now()
  let last = Number.NEGATIVE_INFINITY
  let part = 0
  const isDue = ({ fase, bytes }: Adresvoortgang): boolean => {
    if (fase === 'verwerken') return true
    if (target.isTTY) return target.now() - last >= TERMINAL_MS
    const reached = Math.floor((bytes / total) * PARTS)
    if (reached <= part) return false
    part = reached
    return true
  }
  return {
    show: (voortgang) => {
      if (!isDue(voortgang)) return
      last = target.now()
      const line = progressLine(voortgang, total, (last - since) / 1_000)
      const share = voortgang.fase === 'verwerken' ? 1 : Math.min(1, voortgang.bytes / total)
      target.write(target.isTTY ? `${CLEAR}${barOf(share)} ${line}` : `${line}\n`)
    },
    end: () => {
      if (target.isTTY) target.write(CLEAR)
    },
  }
}
