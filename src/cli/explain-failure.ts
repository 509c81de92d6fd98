/** Says in one Dutch line why a command ended and what to do about it. */
import { sep } from 'node:path'
import type { Config } from '../config.ts'
import { Problem } from '../model/problem.ts'

/** A failure of the system or the database, as node and `pg` throw it. */
type SystemFailure = Error & {
  readonly code: string
  readonly syscall?: unknown
  readonly path?: unknown
  readonly address?: unknown
  readonly severity?: unknown
}

/**
 * The line, without a line break. Errors of our own say themselves what to do; those of node, of the database and of the
 * command line's parser are told by code and place, since their own texts are English, long, or quote values.
 * @param config names the setting that a path belongs to, once it could be read
 */
export function explainFailure(error: unknown, config?: Config): string {
  if (!(error instanceof Error)) return 'onbekende fout'
  if (error instanceof Problem && error.cause !== undefined)
    return explainFailure(error.cause, config)
  if (isSystemFailure(error)) return explainSystem(error, config)
  return oneLine(error.message === '' ? error.name : error.message)
}

const isSystemFailure = (error: Error): error is SystemFailure =>
  'code' in error && typeof error.code === 'string'

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

function explainSystem(error: SystemFailure, config: Config | undefined): string {
  const { code, message, syscall, path } = error
  if (code.startsWith('ERR_PARSE_ARGS')) return explainOption(message)
  if (typeof error.severity === 'string')
    return `de database weigert (${code}): controleer DATABASE_URL en DATABASE_URL_BEHEER, en de rechten van die inlog`
  if (isUnreachable(error))
    return `de database is niet te bereiken (${code}): start haar, of controleer DATABASE_URL en DATABASE_URL_BEHEER`
  if (typeof path === 'string' && typeof syscall === 'string')
    return `${path} is niet te gebruiken (${code}): ${remedyOfPath(path, config)}`
  if (code === 'ENOSPC') return 'de schijf is vol (ENOSPC): maak er ruimte op'
  return oneLine(message === '' ? code : message)
}

function explainOption(message: string): string {
  const option = /--?[a-z][\w-]*/i.exec(message)?.[0]
  const which = option === undefined ? 'een optie' : `de optie ${option}`
  return `${which} bestaat niet of mist haar waarde; "signaalpoort help" noemt ze alle`
}

/** A refused connection; where a name has several addresses node gives one error over all of them. */
const isUnreachable = ({ syscall, code }: SystemFailure): boolean =>
  syscall === 'connect' ||
  syscall === 'getaddrinfo' ||
  ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'].includes(code)

function remedyOfPath(path: string, config: Config | undefined): string {
  const places = [
    ['SIGNAALPOORT_MAP', config?.dataFolder],
    ['SIGNAALPOORT_CERTS', config?.certsFolder],
    ['SIGNAALPOORT_HOOFDSLEUTEL', config?.rootKeyFile],
    ['SIGNAALPOORT_BELEID', config?.policiesFolder],
    ['SIGNAALPOORT_GOEDKEURDERS', config?.approversFolder],
  ] as const
  const setting = places.find(([, place]) => place !== undefined && isWithin(path, place))?.[0]
  const check = 'controleer het pad en de rechten erop'
  return setting === undefined ? check : `${check}, of kies met ${setting} een ander`
}

/** Below the place, or a folder above it that could not be entered. */
const isWithin = (path: string, place: string): boolean =>
  path === place || path.startsWith(place + sep) || place.startsWith(path + sep)
