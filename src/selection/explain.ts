/** Why a melding has its place, in Dutch. Says nothing that the work list does not show. Pure. */
import type { BuitenGrenzen, NietGekozen } from '../model/selectie.ts'
import type { Maatstaf } from '../model/werkwijze.ts'

const OUTSIDE: Readonly<Record<BuitenGrenzen, string>> = {
  crisis: 'Gekozen buiten elke grens: een bedreigende situatie.',
  eindelevering: 'Gekozen buiten elke grens: een eindelevering.',
  gegroeid: 'Gekozen buiten elke grens: een herhaald signaal waarvan de achterstand groeide.',
}

const NOT: Readonly<Record<NietGekozen, string>> = {
  capaciteit: 'Niet gekozen: de capaciteit is bereikt.',
  wijk: 'Niet gekozen: het maximum van deze wijk is bereikt.',
  drempel: 'Niet gekozen: de bedragklasse ligt onder de drempel van deze selectie.',
  herhaald: 'Niet gekozen: dezelfde achterstand werd kort geleden al opgepakt.',
  teruggedraaid: 'Niet meer gekozen: de keuze is teruggedraaid.',
  'niet-genoemd': 'Niet gekozen: deze melding is niet genoemd.',
}

const WORDS: Readonly<Record<Maatstaf, (waarde: number) => string>> = {
  combinatie: (waarde) => `combinatie van signalen ${waarde}`,
  bedrag: (waarde) => `bedragklasse vanaf € ${waarde / 100}`,
  leeftijd: (waarde) => `leeftijdsklasse vanaf ${waarde} dagen`,
  gewicht: (waarde) => `gewicht van de soort ${waarde}`,
}

export type Uitgelegd = {
  readonly plaats: number
  readonly buitenGrenzen: BuitenGrenzen | undefined
  readonly reden: NietGekozen | undefined
  readonly maatstaven: readonly number[]
}

/** One or two sentences. `volgorde` names the measures. */
export function explainPlace(one: Uitgelegd, volgorde: readonly Maatstaf[]): string {
  const measured = volgorde.map((maatstaf, index) => WORDS[maatstaf](one.maatstaven[index] ?? 0))
  const place = `Plaats ${one.plaats}: ${measured.join(', ')} (met wat eerder is uitgesteld).`
  if (one.buitenGrenzen !== undefined) return OUTSIDE[one.buitenGrenzen]
  return one.reden === undefined ? `Gekozen. ${place}` : `${NOT[one.reden]} ${place}`
}
