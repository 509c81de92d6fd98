/** The body of a list as it arrives, cut into parts: each of them is what one transaction takes. */
import type { ListReader } from '../../../intake/list/read-list.ts'
import type { Lijstregel } from '../../../model/lijst.ts'

/** So long a part that is not full waits for more. A sender that waits for verdicts gets them, a steady stream fills its parts. */
const LINGER_MS = 50

/** Collects rows until the next one has to wait for those before it. */
export type Part<R> = {
  readonly size: number
  mustWait(row: R): boolean
  add(row: R): void
  /** Its rows, and it is empty again. */
  take(): readonly R[]
}

/**
 * The rows of a list, part by part. The next bytes are asked for when the part before was taken, so that whoever takes no more holds the
 * sender back. A list that breaks off gives no more than whole rows.
 */
export async function* inParts<R>(
  body: AsyncIterable<Uint8Array>,
  reader: ListReader,
  read: (rij: Lijstregel) => R,
  part: Part<R>,
): AsyncGenerator<readonly R[]> {
  for await (const rows of arriving(body, reader)) {
    if (rows === 'quiet') {
      if (part.size > 0) yield part.take()
      continue
    }
    for (const rij of rows) {
      const row = read(rij)
      if (part.mustWait(row)) yield part.take()
      part.add(row)
    }
  }
  if (part.size > 0) yield part.take()
}

/** The rows of each piece of the body; `quiet` when the next piece is not there yet. */
async function* arriving(
  body: AsyncIterable<Uint8Array>,
  reader: ListReader,
): AsyncGenerator<Iterable<Lijstregel> | 'quiet'> {
  const pieces = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = pieces.next()
      if (await isLate(next)) yield 'quiet'
      const piece = await next
      if (piece.done === true) break
      yield reader.push(piece.value)
    }
    yield reader.end()
  } finally {
    await pieces.return?.()
  }
}

async function isLate(next: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<true>((resolve) => {
    timer = setTimeout(() => resolve(true), LINGER_MS)
  })
  try {
    return await Promise.race([
      next.then(
        () => false,
        () => false,
      ),
      late,
    ])
  } finally {
    clearTimeout(timer)
  }
}
