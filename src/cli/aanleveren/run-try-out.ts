/** `aanleveren --proef`: what would become of the list; nothing of a person leaves the machine. */
import type { GatewayClient } from '../../client/client.ts'
import type { components } from '../../client/openapi-types.ts'
import { readError } from '../../client/read-error.ts'
import type { Config } from '../../config.ts'
import type { Besluit } from '../../model/besluit.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import { dutchNumber } from '../import-progress.ts'
import { type FindGemeente, inAddressFile, inTrialStreets } from './find-gemeente.ts'
import type { LocalList } from './local-list.ts'
import type { Outcome } from './outcome.ts'
import type { ListProgress } from './progress.ts'
import { TryOut } from './try-out.ts'

type Body = components['schemas']['Toetsing']

/** `adressen`: the CBS file, where the trial's invented streets will not do. */
export async function runTryOut(
  client: GatewayClient,
  config: Config,
  list: LocalList,
  given: {
    readonly adressen: string | undefined
    readonly outcome: Outcome
    readonly progress: ListProgress
  },
): Promise<string> {
  const { outcome, progress } = given
  const tryOut = new TryOut(await finderFor(config, list, given.adressen))
  const wrong: (() => void)[] = []
  let rows = 0
  for await (const rij of list.rows()) {
    rows += 1
    progress.show(rows, list.gelezen)
    if ('signaal' in rij) tryOut.add(rij)
    else wrong.push(() => outcome.faulty(rij, rij.fouten))
  }
  for (const tell of wrong) tell()
  const { vragen, uitslagen } = await tryOut.ask(async (vraag) => {
    const { data, error } = await client.POST('/toetsingen', { body: vraag as Body })
    if (data === undefined) throw new Error(readError(error))
    return data as Besluit
  })
  for (const { rij, aanvaard, redenen } of uitslagen) {
    if (aanvaard) outcome.accepted(redenen)
    else outcome.refused(rij, redenen)
  }
  return `Proef: ${dutchNumber(rows)} regels, ${dutchNumber(vragen)} vragen aan de poort. Verzonden zijn alleen feiten en namen van velden; er is niets aangeleverd.`
}

async function finderFor(
  config: Config,
  list: LocalList,
  adressen: string | undefined,
): Promise<FindGemeente> {
  const dag = dayInAmsterdam(config.clockStart ?? new Date())
  if (adressen === undefined) {
    if (config.omgeving === 'proef') return inTrialStreets(dag)
    throw new Error(
      'geef met --adressen het CBS-bestand van postcodes en huisnummers (docs/lijsten.md): de proef stuurt geen adressen, dus de gemeente moet hier bekend zijn',
    )
  }
  const postcodes = new Set<string>()
  for await (const rij of list.rows())
    if ('signaal' in rij) postcodes.add(rij.signaal.adres.postcode)
  return inAddressFile(adressen, postcodes, dag)
}
