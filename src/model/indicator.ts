/**
 * Every indicator that the sources name (Divosa's monitor, the KPIs of the national meeting of 30 May 2022, the Signaalreis), by name: what it says in
 * Dutch and English, and where it is computed. The closed list; a name is never given another meaning.
 */
import { BIJ_GEMEENTE } from './indicatoren-gemeente.ts'
import { IN_INSTROOM } from './indicatoren-instroom.ts'
import { IN_UITKOMST } from './indicatoren-uitkomst.ts'

export const INDICATOREN = { ...IN_INSTROOM, ...IN_UITKOMST, ...BIJ_GEMEENTE } as const

export type Indicatornaam = keyof typeof INDICATOREN

export const INDICATORNAMEN = Object.keys(INDICATOREN) as [Indicatornaam, ...Indicatornaam[]]
