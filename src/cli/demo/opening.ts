/** The words before and after: what vroegsignalering is, who takes part, and what came of it all. */
import type { Narrator } from './narrator.ts'
import { heldBack } from './outcome.ts'
import type { Played } from './stage.ts'

const WHAT = [
  "Wie de huur of de zorgpremie niet betaalt, heeft vaak meer schulden. Een verhuurder of zorgverzekeraar mag dat aan de gemeente melden. Zo'n melding heet een signaal. De gemeente biedt dan hulp aan, vóór de schuld te groot wordt. Dat heet vroegsignalering.",
  'Maar niet alles mag. De wet zegt wie een signaal mag geven, wanneer, en wat erin mag staan. Signaalpoort staat tussen het bedrijf en de gemeente. Bij elk signaal beslist de poort: mag het signaal door, en welk gegeven mag mee? Wat mee mag, gaat op slot (verzegeld); alleen de gemeente heeft de sleutel. Wat niet mee mag, wordt niet bewaard. En wat de poort doet, schrijft zij in een logboek dat niemand ongemerkt kan veranderen.',
  'Hieronder leveren vier bedrijven twintig signalen aan. Twee gemeenten halen op wat voor hen is. Alle mensen, bedrijven en bedragen zijn verzonnen.',
] as const

const WHO = [
  ['De Linde, Het Lage Land', 'verhuurders'],
  ['Kompas', 'zorgverzekeraar'],
  ['Incassosoftware Noord', 'leverancier van software; verstuurt signalen voor De Linde'],
  ['Arnhem, Tilburg', 'gemeenten die meedoen en hulp aanbieden'],
] as const

const LAWS = [
  [
    'Bgs',
    'Besluit gemeentelijke schuldhulpverlening: wat een verhuurder eerst moet doen en dan mag geven',
  ],
  ['Rzv', 'Regeling zorgverzekering: wat een zorgverzekeraar mag geven'],
  ['Wgs', 'Wet gemeentelijke schuldhulpverlening: wat de gemeente met een signaal doet'],
  ['LCV', 'Landelijk Convenant Vroegsignalering: een afspraak, geen wet'],
] as const

/** Tells a newcomer what is to come. */
export function tellOpening(narrator: Narrator): void {
  narrator.heading('Signaalpoort: een demonstratie')
  WHAT.forEach((text, index) => {
    if (index > 0) narrator.say('')
    narrator.say(text)
  })
  narrator.heading('Wie doen er mee?')
  for (const [who, what] of WHO)
    narrator.say(what, { begin: who.padEnd(24), inspringen: 2, verder: 27 })
  narrator.heading('Welke regels gelden?')
  for (const [law, what] of LAWS) narrator.say(what, { begin: law, inspringen: 2, verder: 6 })
}

/** Numbers of a run. */
type Tally = {
  readonly aangeboden: number
  readonly aanvaard: number
  readonly herhaald: number
  readonly geweigerd: number
  readonly velden: number
}

/** Counts what came of the signals; a field counts as held back in a signal that was accepted. */
function tally(played: readonly Played[]): Tally {
  const accepted = played.flatMap(({ outcome }) =>
    outcome.soort === 'aanvaard' ? [outcome.antwoord.besluit] : [],
  )
  const herhaald = played.filter(({ outcome }) => outcome.soort === 'herhaald').length
  return {
    aangeboden: played.length,
    aanvaard: accepted.length,
    herhaald,
    geweigerd: played.length - accepted.length - herhaald,
    velden: accepted.reduce((sum, besluit) => sum + heldBack(besluit).length, 0),
  }
}

/** The last lines. */
export function tellSummary(
  narrator: Narrator,
  played: readonly Played[],
  logSound: boolean | undefined,
): void {
  const { aangeboden, aanvaard, herhaald, geweigerd, velden } = tally(played)
  const log =
    logSound === undefined ? 'log niet gecontroleerd' : logSound ? 'log klopt' : 'LOG KLOPT NIET'
  narrator.heading('Samenvatting')
  narrator.say(
    `${aangeboden} aangeboden, ${aanvaard} aanvaard, ${herhaald} herhaald, ${geweigerd} geweigerd, ${velden} velden tegengehouden, ${log}.`,
  )
  const faults = narrator.faults()
  if (faults === 0) narrator.say('Alles ging zoals verteld.', { tone: 'goed' })
  else
    narrator.say(`${faults} keer ging het niet zoals verteld; zie hierboven.`, {
      begin: 'DE DEMO KLOPT NIET:',
      tone: 'fout',
    })
}
