/** What the commands over the register share: the call, and how a term is told. */
import type { Config } from '../config.ts'
import { Register, Registeruitkomst } from '../model/deelnemerstand.ts'
import { callBeheer, openBeheer } from './beheer.ts'
import type { Option } from './command.ts'

/** Who gives the command. */
export const MEDEWERKER = {
  waarde: 'KENMERK',
  uitleg: 'uw eigen kenmerk in het logboek, geen naam; standaard systeem',
} as const satisfies Option

/** Sends one change. */
export async function change(
  config: Config,
  path: string,
  medewerker: string | undefined,
  json: object,
): Promise<Registeruitkomst> {
  const connection = await openBeheer(config)
  try {
    return await callBeheer(connection, path, Registeruitkomst, { json, medewerker })
  } finally {
    await connection.close()
  }
}

/** The whole register, or one party of it. */
export async function readRegister(config: Config, oin: string | undefined): Promise<Register> {
  const path = oin === undefined ? '/register' : `/register/${encodeURIComponent(oin)}`
  const connection = await openBeheer(config)
  try {
    return await callBeheer(connection, path, Register, { method: 'GET' })
  } finally {
    await connection.close()
  }
}

/** The given values without what was left out. */
export const given = (values: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** When a term runs, as seen on `vandaag`. */
export function termOf(
  { vanaf, tot }: { readonly vanaf: string; readonly tot?: string | undefined },
  vandaag: string,
): string {
  const begin = `vanaf ${vanaf}`
  if (tot === undefined) return begin
  if (tot <= vanaf) return `ingetrokken voor ${vanaf}`
  return `${begin}, ${tot <= vandaag ? 'beëindigd' : 'eindigt'} per ${tot}`
}

/** So many mandates, in words. */
export const countMandaten = (aantal: number): string =>
  aantal === 1 ? '1 mandaat' : `${aantal} mandaten`
