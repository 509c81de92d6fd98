/** The municipalities choose, collect and open: a table of what each sees for each purpose, checked field by field. */
import { readError } from '../../client/read-error.ts'
import { DEMO_VIEWS } from '../../development/demo-script.ts'
import type { DemoGemeente, DemoView } from '../../development/demo-step.ts'
import { collectAndOpen, openerOf } from '../afnemer.ts'
import { readParty } from '../party.ts'
import { chooseAll } from '../selectie.ts'
import { passedFields } from './outcome.ts'
import { type Accepted, type Stage, valueAt } from './stage.ts'
import { mayOpen } from './tell-step.ts'
import { type Seen, tableOf } from './view-table.ts'
import { partyName } from './words.ts'

/** The municipality's own reference of an invented employee. */
const MEDEWERKER = 'mw-17'

const INTRO = {
  hulpaanbod: `voor het hulpaanbod (medewerker ${MEDEWERKER}, die de inwoner belt of schrijft):`,
  controle: 'voor de controle (een computer kijkt of de persoon bestaat en daar woont):',
} as const satisfies Record<DemoView['doel'], string>

/** Collects for every view of the script, tells what is seen, and confirms the receipt. */
export async function collectAll(
  stage: Stage,
  certsFolder: string,
  signals: readonly Accepted[],
): Promise<void> {
  for (const gemeente of ['arnhem', 'tilburg'] as const) await choose(stage, certsFolder, gemeente)
  for (const view of DEMO_VIEWS) {
    stage.narrator.progress(`${partyName(view.gemeente)} haalt op …`)
    const seen = await collect(stage, certsFolder, view, signals)
    stage.narrator.say(INTRO[view.doel], {
      begin: `${partyName(view.gemeente)},`,
      tone: 'kop',
    })
    stage.narrator.table(tableOf(view.doel, seen), 2)
    check(stage, view, seen)
    stage.narrator.say('')
  }
  for (const gemeente of ['arnhem', 'tilburg'] as const) await confirm(stage, gemeente, signals)
}

/** Nothing opens before a named employee decided: here that everyone gets an offer, as the law asks. */
async function choose(
  { narrator, desk }: Stage,
  certsFolder: string,
  gemeente: DemoGemeente,
): Promise<void> {
  const { gemeentecode } = readParty(certsFolder, gemeente).deelnemer
  if (gemeentecode === undefined) throw new Error(`${gemeente} is no municipality`)
  const client = desk.as({ party: gemeente, doel: 'selectie', medewerker: MEDEWERKER })
  const { aantallen } = await chooseAll(client, gemeentecode)
  narrator.say(
    `${partyName(gemeente)} kiest, zonder een naam te zien: ${aantallen.gekozen} meldingen krijgen een aanbod (medewerker ${MEDEWERKER}). Alleen die gaan open.`,
  )
}

/** What the municipality has of this run; it may hold signals of others too. */
async function collect(
  { desk }: Stage,
  certsFolder: string,
  { gemeente, doel }: DemoView,
  signals: readonly Accepted[],
): Promise<readonly Seen[]> {
  const party = readParty(certsFolder, gemeente)
  const who = doel === 'hulpaanbod' ? { medewerker: MEDEWERKER } : {}
  const client = desk.as({ party: gemeente, doel, ...who })
  const opened = await collectAndOpen(client, await openerOf(party, doel), doel)
  const byId = new Map(opened.flatMap(({ signalen }) => signalen).map((one) => [one.id, one]))
  return signals.flatMap((accepted) => {
    const signaal = byId.get(accepted.antwoord.id)
    return signaal === undefined ? [] : [{ accepted, signaal }]
  })
}

function check(stage: Stage, view: DemoView, seen: readonly Seen[]): void {
  const { narrator } = stage
  const where = `${partyName(view.gemeente)}, ${view.doel}`
  const same = (what: string, expected: readonly number[], found: readonly Seen[]): void => {
    const numbers = found.map(({ accepted }) => accepted.nummer)
    if (numbers.join() !== expected.join())
      narrator.fault(
        `${where}: ${what} verwacht ${expected.join(', ')}, gekregen ${numbers.join(', ')}.`,
      )
  }
  same('signalen', view.ziet, seen)
  same(
    'met BSN',
    view.metBsn,
    seen.filter((one) => 'persoon.burgerservicenummer' in one.signaal.velden),
  )
  for (const { accepted, signaal } of seen) {
    const { besluit, versie } = accepted.antwoord
    const expected = passedFields(besluit).filter((veld) =>
      mayOpen(stage, besluit, view.doel, veld),
    )
    const opened = Object.entries(signaal.velden)
    const right =
      signaal.versie === versie &&
      opened
        .map(([veld]) => veld)
        .toSorted()
        .join() === expected.toSorted().join() &&
      opened.every(([veld, value]) => value === valueAt(accepted.signaal, veld))
    if (!right)
      narrator.fault(`${where}: signaal ${accepted.nummer} is niet wat mocht en is aangeleverd.`)
  }
}

async function confirm(
  { narrator, desk }: Stage,
  gemeente: DemoGemeente,
  signals: readonly Accepted[],
): Promise<void> {
  const own = signals.filter(
    ({ step }) => step.verwacht.soort === 'aanvaard' && step.verwacht.gemeente === gemeente,
  )
  const client = desk.as({ party: gemeente, doel: 'hulpaanbod', medewerker: MEDEWERKER })
  const body = { meldingen: own.map(({ antwoord }) => antwoord.id) }
  const { data, error } = await client.POST('/ontvangsten', { body })
  if (data?.bevestigd.length === own.length)
    narrator.say(`${partyName(gemeente)} bevestigt de ontvangst van ${own.length} signalen.`)
  else
    narrator.fault(`${partyName(gemeente)} kon de ontvangst niet bevestigen: ${readError(error)}`)
}
