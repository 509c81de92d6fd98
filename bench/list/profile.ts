/** Where the time went: the functions of the gateway that worked themselves, and the statements that the server took longest for. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Engine } from '../../src/db/connect.ts'

const Profile = z.object({
  nodes: z.array(
    z.object({
      id: z.int(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.int() }),
      children: z.array(z.int()).optional(),
    }),
  ),
  samples: z.array(z.int()),
  timeDeltas: z.array(z.number()),
})
type Profile = z.infer<typeof Profile>
type Node = Profile['nodes'][number]

const TOP = 30

/** Tables of lines: functions by their own time, ours with what others did for them, ours with all that they called, and parts of the house. */
export function topFunctions(folder: string): readonly string[] {
  const [file] = readdirSync(folder)
  if (file === undefined) throw new Error('the gateway left no profile')
  const profile = Profile.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
  const spent = timeOf(profile)
  const busy = [...spent.values()].reduce((sum, one) => sum + one, 0)
  const owners = ownersOf(profile.nodes)
  return [
    `own time of functions, of ${busy.toFixed(1)} s (the start is in it):`,
    ...linesOf(sumBy(spent, nameOf), busy),
    'with what others did for them:',
    ...linesOf(
      sumBy(spent, (node) => nameOf(owners.get(node.id) ?? node)),
      busy,
    ),
    'with all that they called before they waited:',
    ...linesOf(wholeOf(profile.nodes, spent), busy),
    'by part:',
    ...linesOf(
      sumBy(spent, ({ callFrame }) => folderOf(callFrame.url)),
      busy,
    ),
  ]
}

/** Seconds in each node itself, without waiting. */
function timeOf({ nodes, samples, timeDeltas }: Profile): ReadonlyMap<Node, number> {
  const known = new Map(nodes.map((node) => [node.id, node]))
  const spent = new Map<Node, number>()
  for (const [index, id] of samples.entries()) {
    const node = known.get(id)
    if (node === undefined || node.callFrame.functionName === '(idle)') continue
    spent.set(node, (spent.get(node) ?? 0) + (timeDeltas[index] ?? 0) / 1e6)
  }
  return spent
}

/** The nearest function of the house under which each node ran. */
function ownersOf(nodes: readonly Node[]): ReadonlyMap<number, Node> {
  const known = new Map(nodes.map((node) => [node.id, node]))
  const owners = new Map<number, Node>()
  // A node comes before its children.
  for (const node of nodes) {
    if (partOf(node.callFrame.url).startsWith('src/')) owners.set(node.id, node)
    const owner = owners.get(node.id)
    for (const child of node.children ?? [])
      if (owner !== undefined && known.has(child)) owners.set(child, owner)
  }
  return owners
}

/** Each function of the house with its own time and that of all below it, once where it calls itself. */
function wholeOf(
  nodes: readonly Node[],
  spent: ReadonlyMap<Node, number>,
): ReadonlyMap<string, number> {
  const known = new Map(nodes.map((node) => [node.id, node]))
  const sums = new Map<string, number>()
  const above = new Set<string>()
  const walk = (node: Node): number => {
    const name = nameOf(node)
    const isFirst = partOf(node.callFrame.url).startsWith('src/') && !above.has(name)
    if (isFirst) above.add(name)
    const below = (node.children ?? []).flatMap((id) => known.get(id) ?? [])
    const whole = below.reduce((sum, child) => sum + walk(child), spent.get(node) ?? 0)
    if (isFirst) {
      above.delete(name)
      sums.set(name, (sums.get(name) ?? 0) + whole)
    }
    return whole
  }
  const [root] = nodes
  if (root !== undefined) walk(root)
  return sums
}

function sumBy(
  spent: ReadonlyMap<Node, number>,
  name: (node: Node) => string,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const [node, seconds] of spent) {
    const key = name(node)
    sums.set(key, (sums.get(key) ?? 0) + seconds)
  }
  return sums
}

const nameOf = ({ callFrame: { functionName, url, lineNumber } }: Node): string =>
  `${functionName === '' ? '(anonymous)' : functionName}  ${partOf(url)}:${lineNumber + 1}`

const folderOf = (url: string): string => partOf(url).replace(/^(src\/[^/]+|[^/]+)\/.*$/, '$1')

/** A path below the project, or the package. */
function partOf(url: string): string {
  if (url === '') return 'engine'
  const path = url.replace(/^.*\/node_modules\//, '').replace(/^file:\/\/.*?\/(src|bin)\//, '$1/')
  return path.startsWith('wasm:') ? 'wasm' : path
}

function linesOf(counted: ReadonlyMap<string, number>, total: number): readonly string[] {
  return [...counted]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, TOP)
    .map(
      ([name, seconds]) =>
        `  ${seconds.toFixed(2).padStart(7)} s ${((100 * seconds) / total).toFixed(1).padStart(5)} %  ${name}`,
    )
}

/** The statements that took longest in all, as `pg_stat_statements` has them: without their values. */
export async function topStatements(owner: Engine): Promise<readonly string[]> {
  const { rows } = await sql<{ calls: number; seconds: number; rows: number; query: string }>`
    select calls, total_exec_time / 1000 as seconds, rows, regexp_replace(query, '\\s+', ' ', 'g') as query
    from pg_stat_statements order by total_exec_time desc limit ${TOP}`.execute(owner.pool)
  return [
    'statements, longest in all:',
    ...rows.map(
      (row) =>
        `  ${row.seconds.toFixed(2).padStart(7)} s ${String(row.calls).padStart(7)} x  ${row.query.slice(0, 150)}`,
    ),
  ]
}
