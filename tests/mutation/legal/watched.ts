/** The thread that runs the tests, from outside: asked one question at a time, and ended when it takes no step any more. */
import { Worker } from 'node:worker_threads'
import type { DryRun, Question, Verdict } from './bench.ts'

/** Computing time that one step may take; what else the machine does does not count. */
const MOST_MS = 8_000
/** Modules that were loaded anew are never let go: after so many the thread makes place for a new one. */
const MOST_ANEW = 120

type Message = { readonly value: unknown } | { readonly error: string }

export class Watched {
  readonly files: readonly string[]
  readonly #folder: string
  readonly #step = new Int32Array(new SharedArrayBuffer(4))
  #worker: Worker | undefined
  #anew = 0

  /** `files`: the test files of the copy in `folder` that it runs. */
  constructor(folder: string, files: readonly string[]) {
    this.#folder = folder
    this.files = files
  }

  async dryRun(): Promise<DryRun> {
    return (await this.#ask('dry-run')) as DryRun
  }

  async ask(question: Question): Promise<Verdict> {
    if (question.anew) this.#anew += 1
    const answer = await this.#ask(question)
    if (answer === undefined || this.#anew > MOST_ANEW) await this.close()
    return answer === undefined ? { outcome: 'timeout' } : (answer as Verdict)
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
    this.#worker = undefined
    this.#anew = 0
  }

  async #ask(question: Question | 'dry-run'): Promise<unknown> {
    const worker = this.#worker ?? (await this.#start())
    this.#worker = worker
    worker.postMessage(question)
    return await this.#answer(worker)
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(new URL('./bench.ts', import.meta.url), {
      workerData: { folder: this.#folder, files: this.files, step: this.#step },
    })
    if ((await this.#answer(worker)) === undefined) throw new Error('the tests do not load')
    return worker
  }

  /** What the thread answers; undefined when it took no step for too long. */
  async #answer(worker: Worker): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const ended = (code: number): void => reject(new Error(`the thread ended by itself (${code})`))
    const heard = (message: Message): void => {
      if ('value' in message) resolve(message.value)
      else reject(new Error(message.error))
    }
    worker.once('error', reject).once('exit', ended).once('message', heard)
    let [step, used] = [Atomics.load(this.#step, 0), process.cpuUsage()]
    const watch = setInterval(() => {
      const { user, system } = process.cpuUsage(used)
      const now = Atomics.load(this.#step, 0)
      if (now !== step) [step, used] = [now, process.cpuUsage()]
      else if ((user + system) / 1000 > MOST_MS) resolve(undefined)
    }, 200)
    try {
      return await promise
    } finally {
      clearInterval(watch)
      worker.off('error', reject).off('exit', ended).off('message', heard)
    }
  }
}
