/** Paths of hash tiles as c2sp.org/tlog-tiles writes them: `<L>/<N>[.p/<W>]`. Pure. */
import { TILE_WIDTH, type TilePlace } from './tile.ts'

/** A tile and how many of its hashes are asked: 256, or fewer of the one that grows. */
export type TileRequest = TilePlace & { readonly breedte: number }

/** Five groups of three digits stay within what a number holds exactly. */
const PATH = /^(0|[1-9]\d?)\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/** The tile number in groups of three digits, all but the last behind an `x`: 1234067 is `x001/x234/067`. */
export function tileNumberPath(nummer: number): string {
  const last = String(nummer % 1000).padStart(3, '0')
  const rest = Math.floor(nummer / 1000)
  return rest === 0 ? last : `${tileNumberPath(rest).replace(/(\d{3})$/, 'x$1')}/${last}`
}

/** Reads a path below `/log/tile/`; undefined when it is not exactly how the tile is written. */
export function parseTilePath(path: string): TileRequest | undefined {
  const found = PATH.exec(path)
  if (found === null) return undefined
  const [, level = '', number = '', width] = found
  const nummer = Number(number.replaceAll(/[x/]/g, ''))
  const breedte = width === undefined ? TILE_WIDTH : Number(width)
  const canonical = tileNumberPath(nummer) === number
  // A full tile has one name only.
  const partial = width === undefined || breedte < TILE_WIDTH
  return canonical && partial ? { niveau: Number(level), nummer, breedte } : undefined
}
