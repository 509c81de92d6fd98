/** The work list: meldingen that wait to be chosen, without name, address or amount. */
import { z } from 'zod'
import { SignaalId } from './ids.ts'

const Tijdstip = z.iso.datetime().meta({ examples: ['2026-11-23T09:00:00.000Z'] })
const Soort = z.enum(['enkelvoudig', 'meervoudig', 'opeenvolgend'])
const Klasse = z.string().regex(/^\d+-\d*$/)

/** One melding of the list. What its policy withholds is absent; so is the district where few are alike. */
export const Werkvoorraadregel = z.strictObject({
  id: SignaalId,
  soort: Soort,
  signaaltypen: z
    .array(z.string())
    .meta({ description: 'Soorten signaal, zoals zij vóór het openen te zien zijn' }),
  bedragklasse: Klasse.optional().meta({
    description: 'De hoogste, in centen; de bovengrens hoort er niet bij',
  }),
  leeftijdsklasse: Klasse.optional().meta({ description: 'De oudste, in dagen' }),
  wijk: z.string().optional().meta({
    description: 'CBS-wijkcode; ontbreekt waar weinig meldingen gelijk zijn',
  }),
  crisis: z.literal(true).optional().meta({ description: 'Een bedreigende situatie' }),
  uitgesteld: z.int().min(0),
  beschikbaarTijdstip: Tijdstip,
})
export type Werkvoorraadregel = z.infer<typeof Werkvoorraadregel>

/** A page of the list; `totaal` counts what the filters leave. */
export const Werkvoorraad = z.strictObject({
  werkvoorraad: z.array(Werkvoorraadregel),
  totaal: z.int().min(0),
})

/** What to show only; each by what the list shows. */
export const Werkvoorraadfilters = z.strictObject({
  wijk: z.string().min(1).max(20).optional(),
  signaaltype: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional(),
  klasse: Klasse.optional().meta({ description: 'Een bedragklasse, zoals 25000-50000' }),
  soort: Soort.optional(),
})
export type Werkvoorraadfilters = z.infer<typeof Werkvoorraadfilters>
