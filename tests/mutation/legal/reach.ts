/** Which sources of `src/legal` a test file imports, itself or by what it imports: a change of any other it cannot notice. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** By test file, as `src/legal/judge.test.ts`: the files below it, so too. */
export type Reach = ReadonlyMap<string, ReadonlySet<string>>

const importsOf = (folder: string, file: string): readonly string[] => {
  const path = join(folder, file)
  if (!existsSync(path)) return []
  const found = readFileSync(path, 'utf8').matchAll(/from '(\.[^']*)'/g)
  return [...found].map(([, specifier = '']) => join(dirname(file), specifier))
}

export function readReach(folder: string): Reach {
  const known = new Map<string, readonly string[]>()
  const below = (file: string): readonly string[] => {
    const found = known.get(file) ?? importsOf(folder, file)
    known.set(file, found)
    return found
  }
  const reach = (file: string): ReadonlySet<string> => {
    const reached = new Set([file])
    for (const one of reached) for (const other of below(one)) reached.add(other)
    return reached
  }
  const files = globSync('src/legal/*.test.ts', { cwd: folder }).toSorted()
  return new Map(files.map((file) => [file, reach(file)]))
}
