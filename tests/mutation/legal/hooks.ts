/** How modules of the copy are found: tests collect into `mini-vitest.ts`, YAML of the same text is parsed once, and a version is handed down. */
import { registerHooks } from 'node:module'

const here = (file: string): string => new URL(file, import.meta.url).href
const MINI = here('./mini-vitest.ts')
const MEMO = here('./memo-yaml.ts')

/** Modules that no change reaches: they are loaded once. */
const isFixed = (url: string): boolean =>
  url.includes('/node_modules/') || /\/src\/(model|crypto)\//.test(url)

/** `folder`: the copy, as a URL. A module that was imported with `?v=…` imports those below it with the same version. */
export function useCopy(folder: string): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const { parentURL: parent } = context
      const isOfCopy = parent?.startsWith(folder) === true
      if (isOfCopy && specifier === 'vitest') return { url: MINI, shortCircuit: true }
      if (isOfCopy && specifier === 'yaml') return { url: MEMO, shortCircuit: true }
      const found = next(specifier, context)
      const version = isOfCopy ? new URL(parent).search : ''
      if (version === '' || !found.url.startsWith(folder) || isFixed(found.url)) return found
      return { ...found, url: found.url.split('?')[0] + version }
    },
  })
}
