/** A profile (`--indeling`): how an export of the creditor's own administration becomes a list. Used on its own machine only. */
import { z } from 'zod'
import { findKolom, KOLOMNAMEN } from '../../intake/list/columns.ts'

/** `excel-dagnummer`: days since 1899-12-30, as Excel on Windows counts. */
export const Datumvorm = z.enum([
  'dd-mm-jjjj',
  'dd/mm/jjjj',
  'mm/dd/jjjj',
  'jjjjmmdd',
  'ddmmjjjj',
  'dd-mm-jj',
  'excel-dagnummer',
])
export type Datumvorm = z.infer<typeof Datumvorm>

/** What one column may hold of several fields, and the fields that come out of it. */
export const SPLITSINGEN = {
  naam: ['voorletters', 'voorvoegsel', 'achternaam'],
  huisnummer: ['adres.huisnummer', 'adres.huisletter', 'adres.huisnummertoevoeging'],
  'straat-huisnummer': [
    'adres.straatnaam',
    'adres.huisnummer',
    'adres.huisletter',
    'adres.huisnummertoevoeging',
  ],
  'postcode-plaats': ['adres.postcode', 'adres.plaatsnaam'],
} as const satisfies Record<string, readonly string[]>
export type Splitsing = keyof typeof SPLITSINGEN

const Waarde = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const Veldnaam = z.string().refine((naam) => findKolom(naam) !== undefined, {
  message: 'dit veld bestaat niet; "signaalpoort aanleveren sjabloon --alles" noemt ze alle',
})

const Kolomregel = z
  .strictObject({
    veld: Veldnaam.optional(),
    splits: z.enum(Object.keys(SPLITSINGEN) as [Splitsing, ...Splitsing[]]).optional(),
    /** Of a name without a comma. */
    volgorde: z.enum(['voorletters-eerst', 'achternaam-eerst']).optional(),
    /** Whose name. */
    van: z.enum(['persoon', 'medecontractant']).optional(),
    datum: Datumvorm.optional(),
    decimaal: z.enum(['komma', 'punt']).optional(),
    /** Between several dates in one cell. */
    lijst: z.string().min(1).max(3).optional(),
    /** What the export says, and what that means here. */
    codes: z.record(z.string(), Waarde).optional(),
    /** For every other code. */
    anders: Waarde.optional(),
  })
  .refine((regel) => (regel.veld === undefined) !== (regel.splits === undefined), {
    message: 'geef óf veld óf splits',
  })
  .refine((regel) => regel.anders === undefined || regel.codes !== undefined, {
    path: ['anders'],
    message: 'anders hoort bij codes',
  })
export type Kolomregel = z.infer<typeof Kolomregel>

/** The fields that a column fills. */
export function fieldsOf({ veld, splits, van = 'persoon' }: Kolomregel): readonly string[] {
  if (veld !== undefined) return [veld]
  if (splits === undefined) return []
  return splits === 'naam' ? SPLITSINGEN.naam.map((deel) => `${van}.${deel}`) : SPLITSINGEN[splits]
}

/** A field of which one of these must be there (`docs/lijsten.md`). */
const NEEDED: readonly (readonly string[])[] = [
  ['signaaltype'],
  ['signaaldatum'],
  ['persoon.achternaam'],
  ['persoon.natuurlijkPersoon'],
  ['adres.postcode'],
  ['adres.huisnummer'],
  ['achterstand.bedragInEuro', 'achterstand.bedragInCenten'],
  ['achterstand.ontstaansdatum', 'achterstand.maanden'],
]

const MORE_THAN_ONE = 'inspanningen.herinneringen'

const canonical = (naam: string): string => findKolom(naam)?.veld ?? naam

export const Indeling = z
  .strictObject({
    indeling: z.literal(1),
    naam: z.string().max(200).optional(),
    bestand: z
      .strictObject({
        tekenset: z.enum(['utf-8', 'windows-1252']).optional(),
        scheiding: z.string().length(1).optional(),
        /** What stands for an empty cell. */
        leeg: z.array(z.string()).max(20).optional(),
      })
      .optional(),
    /** `{Kolom}` stands for a cell, `{maand}` for the month of the signal. */
    kenmerk: z.string().min(1).max(200).optional(),
    kolommen: z.record(
      z.string(),
      z.preprocess((regel) => (typeof regel === 'string' ? { veld: regel } : regel), Kolomregel),
    ),
    vast: z.partialRecord(z.enum([...KOLOMNAMEN] as [string, ...string[]]), Waarde).optional(),
  })
  .superRefine(({ kolommen, vast = {}, kenmerk }, context) => {
    const filled = new Set(kenmerk === undefined ? [] : ['kenmerk'])
    const fill = (veld: string, path: string[]): void => {
      const naam = canonical(veld)
      if (filled.has(naam) && naam !== MORE_THAN_ONE)
        context.addIssue({ code: 'custom', path, message: `het veld ${naam} wordt al gevuld` })
      filled.add(naam)
    }
    for (const [kolom, regel] of Object.entries(kolommen))
      for (const veld of fieldsOf(regel)) fill(veld, ['kolommen', kolom])
    for (const veld of Object.keys(vast)) fill(veld, ['vast', veld])
    for (const [naam = '', ...others] of [['kenmerk'], ...NEEDED]) {
      if ([naam, ...others].some((one) => filled.has(canonical(one)))) continue
      const which = [naam, ...others].join(' of ')
      context.addIssue({
        code: 'custom',
        path: [],
        message: `${which} ontbreekt; voeg een kolom toe, of een regel onder vast`,
      })
    }
  })
export type Indeling = z.infer<typeof Indeling>
