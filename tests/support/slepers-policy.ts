/** A set of policies in which Tilburg counts who stays below its threshold: the project's own, changed as `docs/slepers.md` tells. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PolicyFolder } from './policy-folder.ts'

/** The block of the guide that begins with the name of a file, without its indent. */
const told = (file: string): string => {
  const guide = readFileSync('docs/slepers.md', 'utf8').replaceAll('\n   ', '\n')
  const found = new RegExp(`\`\`\`yaml\\n# ${file}\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1]
  if (found === undefined) throw new Error(`the guide tells nothing of ${file}`)
  return found
}

/** Accepts the reading that lets it be counted. */
export const acceptSlepers = (folder: PolicyFolder): void =>
  folder.change(
    'open-vragen.yaml',
    /(aan: de telling krijgt een eigen artikel en termijn)/,
    '$1\n    lezing: aan\n    aanvaardDoor: college van Tilburg (proef)',
  )

/** Puts `slepers.yaml` in the folder. */
export const addSlepersFile = (folder: PolicyFolder): void =>
  writeFileSync(join(folder.path, 'slepers.yaml'), told('slepers\\.yaml'))

/** Lets Tilburg count. */
export const letTilburgCount = (folder: PolicyFolder): void =>
  appendFileSync(join(folder.path, 'gemeenten/0855.yaml'), `\n${told('gemeenten/0855\\.yaml')}`)

/** All three. */
export function countSlepers(folder: PolicyFolder): void {
  acceptSlepers(folder)
  addSlepersFile(folder)
  letTilburgCount(folder)
}
