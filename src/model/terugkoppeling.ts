/** What came of a melding (the end results of DDAS 1.2), their groups, and what a VLP may read of it. */
import { z } from 'zod'

/** The group of an end result: all that the gateway itself reads of it. */
export const UITKOMSTGROEPEN = [
  'hulp-aanvaard',
  'geen-hulp',
  'zelf-opgelost',
  'niet-bereikt',
  'bekend',
  'gesloten',
  'niet-opgepakt',
] as const
export const Uitkomstgroep = z.enum(UITKOMSTGROEPEN)
export type Uitkomstgroep = z.infer<typeof Uitkomstgroep>

/** Every end result by our name, with its literal of `EnumEindresultaat` (DDAS 1.2) and its group. */
export const RESULTATEN = {
  'advies-quick-fix': { ddas: '(Budget)advies en/of quick fix', groep: 'hulp-aanvaard' },
  vervolghulp: { ddas: 'Vervolghulp en/of verwijzing', groep: 'hulp-aanvaard' },
  'vervolghulp-financieel': {
    ddas: 'Vervolghulp en/of verwijzing financieel',
    groep: 'hulp-aanvaard',
  },
  'vervolghulp-niet-financieel': {
    ddas: 'Vervolghulp en/of verwijzing niet financieel',
    groep: 'hulp-aanvaard',
  },
  'verwijzing-zonder-inwoner': {
    ddas: 'Verwijzing zonder tussenkomst inwoner',
    groep: 'gesloten',
  },
  'regelt-het-zelf': {
    ddas: 'Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering',
    groep: 'geen-hulp',
  },
  'zelf-betaald': {
    ddas: 'Inwoner heeft zelf al betaald/betalingsregeling getroffen',
    groep: 'zelf-opgelost',
  },
  'geen-reactie-na-contact': { ddas: 'Geen reactie na eerder contact', groep: 'geen-hulp' },
  'geen-contact': { ddas: 'Definitief geen contact kunnen krijgen', groep: 'niet-bereikt' },
  'bekend-bij-schuldhulp': {
    ddas: 'Inwoner al bekend bij schuldhulpverlening',
    groep: 'bekend',
  },
  'ander-traject': { ddas: 'Inwoner heeft al een ander lopend traject', groep: 'bekend' },
  overleden: { ddas: 'Inwoner is overleden', groep: 'gesloten' },
  'geen-inwoner': { ddas: 'Persoon is geen inwoner (meer) in de gemeente', groep: 'gesloten' },
  'herhaalde-melding': { ddas: 'Niet opgepakt: herhaalde melding', groep: 'niet-opgepakt' },
  'onterecht-signaal': { ddas: 'Niet opgepakt: onterecht signaal', groep: 'niet-opgepakt' },
  'andere-reden': { ddas: 'Niet opgepakt: andere reden', groep: 'niet-opgepakt' },
} as const satisfies Record<string, { readonly ddas: string; readonly groep: Uitkomstgroep }>

export type Resultaat = keyof typeof RESULTATEN

/** One end result of a melding; known to the municipality. */
export const Resultaat = z.enum(Object.keys(RESULTATEN) as [Resultaat, ...Resultaat[]])

/** The codes that a VLP may read. `niet-opgepakt` is the coarse one: it says that nothing more follows, and neither why nor whether anyone went. */
export const TERUGKOPPELCODES = [
  'niet-opgepakt',
  'herhaalde-melding',
  'onterecht-signaal',
  'hulp-aanvaard',
  'geen-hulp',
  'geen-contact',
  'zelf-opgelost',
  'bekend-bij-hulp',
  'overleden',
  'geen-inwoner',
] as const
export const Terugkoppelcode = z.enum(TERUGKOPPELCODES)
export type Terugkoppelcode = z.infer<typeof Terugkoppelcode>

/** Tells nothing: what every other code becomes where no accepted article lets more be told. */
export const GROVE_CODE = 'niet-opgepakt' satisfies Terugkoppelcode

/** What a municipality may tell while it works on it: that somebody does. */
export const TUSSENTIJDSCODES = ['in-behandeling'] as const
export const Tussentijdscode = z.enum(TUSSENTIJDSCODES)
export type Tussentijdscode = z.infer<typeof Tussentijdscode>
