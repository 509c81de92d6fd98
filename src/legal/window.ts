/** The days on which something holds. */
import type { Dag } from '../model/ids.ts'
import type { WetFile } from './policy-file.ts'

/** In force from `vanaf` up to, not including, `tot`: the law holds and the file was approved. */
export type Window = { readonly vanaf: Dag; readonly tot: Dag | undefined }

const later = (a: Dag, b: Dag): Dag => (a > b ? a : b)
const earlier = (a: Dag | undefined, b: Dag | undefined): Dag | undefined => {
  if (a === undefined || b === undefined) return a ?? b
  return a < b ? a : b
}

/** When a file is in force: within the validity of the law and of its approval. */
export function windowOf(file: Pick<WetFile, 'geldig' | 'actief'>): Window {
  return {
    vanaf: later(file.geldig.vanaf, file.actief.vanaf),
    tot: earlier(file.geldig.tot, file.actief.tot),
  }
}

/** Whether `dag` lies within a window. */
export function isWithin(window: Window, dag: Dag): boolean {
  return window.vanaf <= dag && (window.tot === undefined || dag < window.tot)
}
