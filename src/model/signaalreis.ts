/** The table of the Signaalreis: how a debt developed at the VLP, beside the result at the municipality. */
import { z } from 'zod'
import type { Uitkomstgroep } from './terugkoppeling.ts'

/** What a VLP tells of a debt that it signalled before. */
const SCHULDONTWIKKELINGEN = [
  'opgelopen',
  'betaald-nieuwe-achterstand',
  'ingelopen',
  'geen-achterstand',
] as const
export const Schuldontwikkeling = z.enum(SCHULDONTWIKKELINGEN)
export type Schuldontwikkeling = z.infer<typeof Schuldontwikkeling>

/** The rows of the table; `onbekend`: the VLP told nothing. */
export const ONTWIKKELINGSRIJEN = [...SCHULDONTWIKKELINGEN, 'onbekend'] as const
export type Ontwikkelingsrij = (typeof ONTWIKKELINGSRIJEN)[number]

/** Its columns, the total left out. */
export const RESULTAATKOLOMMEN = [
  'niet-opgepakt-of-onbekend',
  'niet-bereikt',
  'bereikt-geen-hulp',
  'hulp-aanvaard',
] as const
export type Resultaatkolom = (typeof RESULTAATKOLOMMEN)[number]

const COLUMN_OF = {
  'hulp-aanvaard': 'hulp-aanvaard',
  'geen-hulp': 'bereikt-geen-hulp',
  'zelf-opgelost': 'bereikt-geen-hulp',
  'niet-bereikt': 'niet-bereikt',
  bekend: 'niet-opgepakt-of-onbekend',
  gesloten: 'niet-opgepakt-of-onbekend',
  'niet-opgepakt': 'niet-opgepakt-of-onbekend',
} as const satisfies Record<Uitkomstgroep, Resultaatkolom>

/** The column of a result; no result is unknown. */
export const columnOf = (groep: Uitkomstgroep | undefined): Resultaatkolom =>
  groep === undefined ? 'niet-opgepakt-of-onbekend' : COLUMN_OF[groep]
