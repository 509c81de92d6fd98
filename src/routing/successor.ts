/** Merged municipalities: which code stands for which from which day on. Pure. */
import type { Dag, Gemeentecode } from '../model/ids.ts'

/** From `vanaf` on, `opvolger` receives what is for `gemeentecode`. */
export type Opvolging = {
  readonly gemeentecode: Gemeentecode
  readonly opvolger: Gemeentecode
  readonly vanaf: Dag
}

/** The municipality that receives for `code` on `dag`: itself, or the last of its successors that began by then. */
export function successorOf(
  code: Gemeentecode,
  opvolgingen: readonly Opvolging[],
  dag: Dag,
): Gemeentecode {
  let current = code
  // As many steps as there are mergers: a circle, which recording refuses, must not hold a request for ever.
  for (let step = 0; step < opvolgingen.length; step += 1) {
    const next = opvolgingen.find((one) => one.gemeentecode === current && one.vanaf <= dag)
    if (next === undefined) return current
    current = next.opvolger
  }
  return current
}

/** Whether recording `added` would lead a code back to itself, whatever the days. */
export function makesCircle(opvolgingen: readonly Opvolging[], added: Opvolging): boolean {
  const others = opvolgingen.filter((one) => one.gemeentecode !== added.gemeentecode)
  return successorOf(added.opvolger, others, '9999-12-31') === added.gemeentecode
}
