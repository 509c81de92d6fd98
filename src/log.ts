/** The one logger: JSON lines with allowed keys only. An error gives its name, its code and where, never its message. */
import pino, { type DestinationStream } from 'pino'

/** Every key that may appear in the log. None can hold a value of a person, a token or a key. */
type LogFields = {
  readonly route?: string
  readonly methode?: string
  readonly status?: number
  readonly duurMs?: number
  readonly probleem?: string
  readonly aantal?: number
  readonly grootte?: number
  readonly poort?: number
  readonly duurzaamheid?: string
  readonly omgeving?: string
  readonly beleid?: string
  readonly fout?: unknown
}

const ALLOWED = [
  'route',
  'methode',
  'status',
  'duurMs',
  'probleem',
  'aantal',
  'grootte',
  'poort',
  'duurzaamheid',
  'omgeving',
  'beleid',
] as const satisfies readonly (keyof LogFields)[]

/** The log as the rest of the house sees it: a fixed sentence and allowed fields. */
export type Log = {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

/** Database errors quote values in their message, so an error is reduced to name, code and the lines of its stack. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { naam: typeof error }
  const code: unknown = 'code' in error ? error.code : undefined
  const where = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    naam: error.name,
    ...(typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? { code } : {}),
    waar: where.slice(0, 6).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { oorzaak: describeError(error.cause) }),
  }
}

function pick(fields: LogFields): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  for (const key of ALLOWED) if (fields[key] !== undefined) picked[key] = fields[key]
  if (fields.fout !== undefined) picked['fout'] = describeError(fields.fout)
  return picked
}

/** Creates the log at `level`, written to `destination` (standard error by default). */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination(2),
): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'bericht' },
    destination,
  )
  return {
    info: (message, fields = {}) => logger.info(pick(fields), message),
    warn: (message, fields = {}) => logger.warn(pick(fields), message),
    error: (message, fields = {}) => logger.error(pick(fields), message),
  }
}
