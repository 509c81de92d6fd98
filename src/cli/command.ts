/** A command that has options and help of its own: its subcommands declare them, one file a command. */
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'

/** `waarde` names what follows (absent: a switch); `meer` may be given more than once. */
export type Option = { readonly waarde?: string; readonly meer?: true; readonly uitleg: string }

type Options = Readonly<Record<string, Option>>

/** The values of options as they came. */
export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends { readonly meer: true }
    ? readonly string[] | undefined
    : O[K] extends { readonly waarde: string }
      ? string | undefined
      : boolean
}

/** What a subcommand runs on; `words` are those that follow its name. */
export type Run<O extends Options> = (
  config: Config,
  given: { readonly values: Values<O>; readonly words: readonly string[] },
) => Promise<number>

/** `words` names what follows the subcommand; between brackets what may be left out. */
export type Subcommand = {
  readonly words: readonly string[]
  readonly uitleg: string
  readonly options: Options
  readonly run: Run<never>
}

/** `deelnemer toon …`: a name, what it is for, its subcommands, and what the help adds at its end. */
export type Command = {
  readonly name: string
  readonly uitleg: string
  readonly subcommands: Readonly<Record<string, Subcommand>>
  readonly slot?: string
}

/** Declares a subcommand, so that `run` knows its options. */
export function subcommand<const O extends Options>(declared: {
  readonly words?: readonly string[]
  readonly uitleg: string
  readonly options: O
  readonly run: Run<O>
}): Subcommand {
  return { words: [], ...declared, run: declared.run as Run<never> }
}

/** The help of a command: each subcommand with its options. */
export function helpOf({ name, uitleg, subcommands, slot }: Command): string {
  const parts = Object.entries(subcommands).map(([word, sub]) => {
    const head = ['signaalpoort', name, word, ...sub.words].filter((one) => one !== '').join(' ')
    const options = Object.entries(sub.options).map(([option, { waarde, uitleg: text, meer }]) => {
      const left = `--${option}${waarde === undefined ? '' : ` ${waarde}`}`
      return `      ${left.padEnd(28)} ${text}${meer === true ? ' (mag vaker)' : ''}`
    })
    return [`  ${head}`, `      ${sub.uitleg}`, ...options].join('\n')
  })
  return [uitleg, '', parts.join('\n\n'), '', ...(slot === undefined ? [] : [slot, ''])].join('\n')
}

/** What was asked: help, or a subcommand with its options and words. */
export type Parsed =
  | 'help'
  | {
      readonly subcommand: Subcommand
      readonly values: Readonly<Record<string, unknown>>
      readonly words: readonly string[]
    }

/**
 * Reads what follows the name of the command.
 * @throws Error in Dutch naming the word or option that is wrong
 */
export function parseCommand(command: Command, args: readonly string[]): Parsed {
  if (args.length === 0 || args.some((arg) => arg === '--help' || arg === '-h')) return 'help'
  const isNamed = Object.hasOwn(command.subcommands, args[0] ?? '')
  // What has no name of its own is what the command does by itself, where it does anything.
  const [word = '', ...rest] =
    isNamed || !Object.hasOwn(command.subcommands, '') ? args : ['', ...args]
  const found = Object.hasOwn(command.subcommands, word) ? command.subcommands[word] : undefined
  if (found === undefined) {
    const known = Object.keys(command.subcommands).join(', ')
    throw new Error(`"${command.name} ${word}" bestaat niet; kies uit: ${known}`)
  }
  const { values, positionals } = readOptions(command.name, found, rest)
  checkWords(command.name, word, found, positionals)
  return { subcommand: found, values, words: positionals }
}

function readOptions(
  name: string,
  { options }: Subcommand,
  args: readonly string[],
): { values: Record<string, unknown>; positionals: readonly string[] } {
  const declared = Object.entries(options).map(([option, { waarde, meer }]) => [
    option,
    waarde === undefined
      ? ({ type: 'boolean', default: false } as const)
      : ({ type: 'string', multiple: meer === true } as const),
  ])
  try {
    const config = { args: [...args], options: Object.fromEntries(declared) as never }
    const { values, positionals } = parseArgs({ ...config, allowPositionals: true })
    return { values: { ...(values as object) }, positionals }
  } catch (error) {
    const option = error instanceof Error ? /--?[a-z][\w-]*/i.exec(error.message)?.[0] : undefined
    throw new Error(
      `${option === undefined ? 'een optie' : `de optie ${option}`} bestaat niet of mist haar waarde; "signaalpoort ${name} --help" noemt ze alle`,
      { cause: error },
    )
  }
}

function checkWords(
  name: string,
  word: string,
  { words }: Subcommand,
  given: readonly string[],
): void {
  const needed = words.filter((one) => !one.startsWith('['))
  const missing = needed[given.length]
  if (missing !== undefined)
    throw new Error(
      `geef na "${`${name} ${word}`.trim()}" nog ${missing}; zie "signaalpoort ${name} --help"`,
    )
  const surplus = given[words.length]
  if (surplus !== undefined)
    throw new Error(
      `"${surplus}" hoort niet achter "${`${name} ${word}`.trim()}"; zie "signaalpoort ${name} --help"`,
    )
}
