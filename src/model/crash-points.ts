/**
 * Every durable step at which a process may die, by name: one closed list, so that a test can walk all of them. `-gedaan` stands inside a
 * transaction, after its work and before the commit; `-vastgelegd` right after the commit.
 */
import { z } from 'zod'
import { OPRUIMRIJEN } from './opruiming.ts'

/** One signal from door to receipt. `bewaarsleutel-geopend`: its row is locked, the key may not be in the keyring yet. */
const AANLEVERING = [
  'aanlevering-begonnen',
  'kenmerk-geclaimd',
  'bewaarsleutel-geopend',
  'bewaarsleutel-gemaakt',
  'signaal-verzegeld',
  'gebeurtenis-toegevoegd',
  'aanlevering-gedaan',
  'aanlevering-vastgelegd',
] as const

/** A list around the parts that come in as above. */
const LIJST = [
  'lijst-begonnen-gedaan',
  'lijst-begonnen-vastgelegd',
  'lijstdeel-gedaan',
  'lijstdeel-vastgelegd',
  'lijst-geeindigd-gedaan',
  'lijst-geeindigd-vastgelegd',
  'vrijgavedeel-gedaan',
  'vrijgavedeel-vastgelegd',
  'vrijgave-gedaan',
  'vrijgave-vastgelegd',
  'intrekdeel-gedaan',
  'intrekdeel-vastgelegd',
  'lijstintrekking-gedaan',
  'lijstintrekking-vastgelegd',
] as const

/** Signals that waited get their melding, batch by batch. */
const GROEPERING = ['groepering-gedaan', 'groepering-vastgelegd'] as const

/** Feedback that may be seen goes to the feed of its VLP, batch by batch. */
const TERUGKOPPELING = ['terugkoppeling-gedaan', 'terugkoppeling-vastgelegd'] as const

/** A municipality hears which days of its meldingen have come, batch by batch. */
const TERMIJNEN = ['termijnen-gedaan', 'termijnen-vastgelegd'] as const

/** A checkpoint: tiles and places, the signed head, the note kept outside. */
const IJKPUNT = [
  'tegels-geschreven',
  'ijkpunt-gedaan',
  'ijkpunt-vastgelegd',
  'ijkpunt-onthouden',
] as const

/** The files of the keyring: `-geschreven` is synced beside the old one, `-hernoemd` in its place. */
const SLEUTELRING = [
  'eerste-wortel-geschreven',
  'eerste-wortel-hernoemd',
  'sleutelring-geschreven',
  'sleutelring-hernoemd',
  'wortel-geschreven',
  'wortel-hernoemd',
  'oude-wortel-overschreven',
  'oude-wortel-hernoemd',
] as const

/** The end of one retention key, on its due date or early (re-wrap). */
const SLEUTELEINDE = [
  'sluiten-gedaan',
  'sluiten-vastgelegd',
  'leegmaken-gedaan',
  'leegmaken-vastgelegd',
  'sleutel-vernietigd',
  'vernietigen-gedaan',
  'vernietigen-vastgelegd',
  'klaar-gedaan',
  'klaar-vastgelegd',
  'bewaarsleutel-beeindigd',
] as const

/** The sweep around those ends. */
const OPRUIMING = [
  'opruiming-begonnen',
  'maandsleutel-genoteerd',
  'maandsleutel-vernietigd',
  'wortel-gewisseld',
  'opruiming-gedaan',
  'opruiming-vastgelegd',
] as const

/** Signals that no key can open any more, batch by batch; `verlies` is the loss of one key. */
const ONLEESBAAR = [
  'onleesbaar-gedaan',
  'onleesbaar-vastgelegd',
  'verlies-gedaan',
  'verlies-vastgelegd',
] as const

/** A set of policies comes in force: its copy is kept, then it is recorded. */
const BELEID = ['beleid-bewaard', 'beleid-gedaan', 'beleid-vastgelegd'] as const

/** All of them. */
export const CRASH_POINTS = [
  ...BELEID,
  ...SLEUTELRING,
  ...AANLEVERING,
  ...LIJST,
  ...GROEPERING,
  ...TERUGKOPPELING,
  ...TERMIJNEN,
  ...IJKPUNT,
  ...SLEUTELEINDE,
  ...OPRUIMRIJEN.flatMap((rijen) => [`${rijen}-gedaan`, `${rijen}-vastgelegd`] as const),
  ...OPRUIMING,
  ...ONLEESBAAR,
] as const

const CrashPointName = z.enum(CRASH_POINTS)
export type CrashPointName = z.infer<typeof CrashPointName>

/** Die at the `keer`th pass of `naam`. */
export type Breekpunt = { readonly naam: CrashPointName; readonly keer: number }

/** `naam` or `naam:keer`, as the setting for tests says it. */
export const Breekpunt = z
  .templateLiteral([CrashPointName, z.string().regex(/^(?::[1-9][0-9]{0,5})?$/)])
  .transform((text): Breekpunt => {
    const [naam, keer] = text.split(':')
    return { naam: CrashPointName.parse(naam), keer: Number(keer ?? 1) }
  })
