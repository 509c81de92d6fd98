/** What the BRP answers of a person (API Personen 2, only what a check needs), and what that means. Pure. */
import { z } from 'zod'
import type { Naam } from '../../matching/normalise-name.ts'
import type { Controleuitkomst } from '../../model/controle.ts'

const Waarde = z.object({ code: z.string().optional() })
/** Under examination: any group of which something is; absent where nothing is. */
const InOnderzoek = z.looseObject({})

const Brpnaam = z.object({
  geslachtsnaam: z.string().optional(),
  voorvoegsel: z.string().optional(),
  voorletters: z.string().optional(),
  inOnderzoek: InOnderzoek.optional(),
})

/** Tolerant: the BRP answers more groups than were asked for (those that always come). */
export const Brppersoon = z.object({
  burgerservicenummer: z.string().optional(),
  naam: Brpnaam.optional(),
  leeftijd: z.number().optional(),
  gemeenteVanInschrijving: Waarde.optional(),
  indicatieCurateleRegister: z.boolean().optional(),
  geheimhoudingPersoonsgegevens: z.boolean().optional(),
  opschortingBijhouding: z.object({ reden: Waarde.optional() }).optional(),
  inOnderzoek: InOnderzoek.optional(),
  verblijfplaats: z.object({ inOnderzoek: InOnderzoek.optional() }).optional(),
  partners: z.array(z.object({ naam: Brpnaam.optional() })).optional(),
})
export type Brppersoon = z.infer<typeof Brppersoon>

/** The names that a person may be called by: the own one, that of each partner, and both in either order of writing. */
export function namesOf({ naam, partners = [] }: Brppersoon): readonly Naam[] {
  const own = nameOf(naam)
  if (own === undefined) return []
  const theirs = partners.flatMap((one) => nameOf(one.naam) ?? [])
  return [
    own,
    ...theirs.flatMap((partner) => [
      { ...partner, voorletters: own.voorletters },
      { achternaam: `${partner.achternaam}-${own.achternaam}`, voorletters: own.voorletters },
    ]),
  ]
}

function nameOf(naam: z.infer<typeof Brpnaam> | undefined): Naam | undefined {
  if (naam?.geslachtsnaam === undefined) return undefined
  const { geslachtsnaam: achternaam, voorvoegsel, voorletters } = naam
  return { achternaam, voorvoegsel, voorletters }
}

/** Reasons for which the BRP stopped keeping a person, that say where the person is: died, emigrated. */
const STOPPED: Readonly<Record<string, Controleuitkomst>> = {
  O: 'overleden',
  E: 'geen-inwoner',
}

const isExamined = (persoon: Brppersoon): boolean =>
  [persoon.inOnderzoek, persoon.naam?.inOnderzoek, persoon.verblijfplaats?.inOnderzoek].some(
    (one) => one !== undefined,
  )

/**
 * What was found, in the order in which it is told: protection first, so that no end is fed back before it. `gemeentecode` is where the person
 * should live. Any other reason to stop keeping a person (a fault, a minister's list) is for a human to judge.
 */
export function judge(persoon: Brppersoon, gemeentecode: string): readonly Controleuitkomst[] {
  const geheim: readonly Controleuitkomst[] =
    persoon.geheimhoudingPersoonsgegevens === true ? ['geheim'] : []
  return [...geheim, ...(finding(persoon, gemeentecode) ?? [])]
}

function finding(
  persoon: Brppersoon,
  gemeentecode: string,
): readonly Controleuitkomst[] | undefined {
  const { opschortingBijhouding, gemeenteVanInschrijving, leeftijd } = persoon
  if (opschortingBijhouding !== undefined)
    return [STOPPED[opschortingBijhouding.reden?.code ?? ''] ?? 'in-onderzoek']
  if (isExamined(persoon)) return ['in-onderzoek']
  const code = gemeenteVanInschrijving?.code
  if (code !== undefined && code !== gemeentecode) return ['geen-inwoner']
  if (leeftijd !== undefined && leeftijd < 18) return ['minderjarig']
  return persoon.indicatieCurateleRegister === true ? ['bewind'] : undefined
}
