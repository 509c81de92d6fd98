/** From facts to cells. Pure: what lives is counted so when it is asked for, and what goes is counted so before it goes. */
import { mayOpen } from '../model/melding-life.ts'
import { columnOf } from '../model/signaalreis.ts'
import type { Uitkomstgroep } from '../model/terugkoppeling.ts'
import { addUp, type Cel, ONBEKEND, type Tabel } from './cellen.ts'
import type { Meldingfeit, Signaalfeit, Stand } from './feiten.ts'

/** The end of supply is a kind of its own within energy. */
const EINDELEVERING = 'eindelevering'

const yesOrNo = (value: boolean | undefined): string => {
  if (value === undefined) return ONBEKEND
  return value ? 'ja' : 'nee'
}

/** Results that suppose that somebody spoke with the person. */
const SPOKEN: ReadonlySet<Uitkomstgroep> = new Set(['hulp-aanvaard', 'geen-hulp', 'zelf-opgelost'])

/** Whether the person of a melding was reached. */
const isReached = ({
  uitkomstgroep,
  pogingen,
}: Pick<Meldingfeit, 'uitkomstgroep' | 'pogingen'>): boolean =>
  (uitkomstgroep !== undefined && SPOKEN.has(uitkomstgroep)) ||
  pogingen.some(({ bereikt }) => bereikt)

/** The group of the end result; without one how it stands. */
function outcomeOf({ toestand, uitkomstgroep }: Stand): string {
  if (uitkomstgroep !== undefined) return uitkomstgroep
  if (toestand === 'retour') return 'retour'
  if (toestand === 'werkvoorraad') return 'niet-gekozen'
  if (toestand === 'uitgevallen') return 'gesloten'
  return 'lopend'
}

/** The kind: a melding can be multiple and consecutive at once. */
function kindOf({ isMeervoudig, isOpeenvolgend }: Meldingfeit): string {
  if (isMeervoudig) return isOpeenvolgend ? 'meervoudig-opeenvolgend' : 'meervoudig'
  return isOpeenvolgend ? 'opeenvolgend' : 'enkelvoudig'
}

const cellsOf = (maand: string, places: readonly (readonly [Tabel, string])[]): readonly Cel[] =>
  places.map(([tabel, waarde]) => ({ maand, tabel, waarde, aantal: 1 }))

function signalCells(signal: Signaalfeit): readonly Cel[] {
  const { maand, signaaltype, melding, ontwikkeling = ONBEKEND } = signal
  const soort = signaaltype === EINDELEVERING ? EINDELEVERING : (signal.soort ?? ONBEKEND)
  return cellsOf(maand, [
    ['soort', soort],
    ['crisis', yesOrNo(signal.crisis)],
    ['bedragklasse', signal.bedragklasse ?? ONBEKEND],
    ['leeftijdsklasse', signal.leeftijdsklasse ?? ONBEKEND],
    ['wijk', signal.wijkcode ?? ONBEKEND],
    ['signaalreis', `${ontwikkeling}/${columnOf(melding?.uitkomstgroep)}`],
  ])
}

function meldingCells(melding: Meldingfeit): readonly Cel[] {
  const { maand, pogingen, wijkcode = ONBEKEND } = melding
  const outcome = outcomeOf(melding)
  return cellsOf(maand, [
    ['meldingsoort', kindOf(melding)],
    ['meldingwijk', wijkcode],
    ['uitkomst', outcome],
    ['uitkomstwijk', `${wijkcode}/${outcome}`],
    ['gekozen', yesOrNo(mayOpen(melding.toestand))],
    ['bereikt', yesOrNo(isReached(melding))],
    ['terugkeer', yesOrNo(melding.keerdeTerug)],
    ...pogingen.flatMap(({ soort, dagdeel, bereikt }): [Tabel, string][] => [
      ['contact', `${soort}/${yesOrNo(bereikt)}`],
      ['dagdeel', dagdeel],
    ]),
  ])
}

/** The cells of these signals. */
export const tallySignals = (signals: readonly Signaalfeit[]): readonly Cel[] =>
  addUp(signals.flatMap(signalCells))

/** The cells of these meldingen. */
export const tallyMeldingen = (meldingen: readonly Meldingfeit[]): readonly Cel[] =>
  addUp(meldingen.flatMap(meldingCells))
