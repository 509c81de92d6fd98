/** The settings that open questions leave: until a reading is accepted, what discloses least. */
import {
  INSTELLINGEN,
  type Instelling,
  type Instellingen,
  type OpenVragenFile,
} from './open-vragen-file.ts'

/** What holds where nobody accepted anything. */
const DEFAULTS: Instellingen = {
  klokStart: INSTELLINGEN.klokStart[0],
  retour: INSTELLINGEN.retour[0],
  navraag: INSTELLINGEN.navraag[0],
  statistiek: INSTELLINGEN.statistiek[0],
  slepers: INSTELLINGEN.slepers[0],
}

/** The accepted readings of a set as settings; a set without questions has only what holds by default. */
export function settingsOf(file: OpenVragenFile | undefined): Instellingen {
  const accepted = Object.values(file?.vragen ?? {}).flatMap(({ instelling, lezing }) =>
    instelling === undefined || lezing === undefined ? [] : [[instelling, lezing] as const],
  )
  // The check held every reading of a setting against INSTELLINGEN.
  return { ...DEFAULTS, ...(Object.fromEntries(accepted) as Partial<Instellingen>) }
}

/** Whether a setting that is off until accepted is on. */
export function isOn(
  { instellingen }: { readonly instellingen: Instellingen },
  naam: Exclude<Instelling, 'klokStart'>,
): boolean {
  return instellingen[naam] === 'aan'
}
