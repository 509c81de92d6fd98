/** Tells that the process that started this one is gone. */
const WATCH_MS = 250

/** A signal to npm ends the shell between npm and us and never reaches us; that our parent is gone is all we see of it. */
export function whenParentGone(gone: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    gone()
  }, WATCH_MS)
  timer.unref()
}
