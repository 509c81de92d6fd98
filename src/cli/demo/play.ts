/** The whole play on one gateway: signals, municipalities, boundaries, proof, the stolen disk, the log, the summary. */
import { join } from 'node:path'
import { DEMO_CHAPTERS } from '../../development/demo-script.ts'
import { loadPolicies } from '../../legal/load.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import { tryBoundaries } from './boundaries.ts'
import { collectAll } from './collect.ts'
import type { Desk } from './desk.ts'
import type { DemoGateway } from './find-gateway.ts'
import type { Narrator } from './narrator.ts'
import { tellSummary } from './opening.ts'
import { playSignals } from './play-signals.ts'
import { checkProof } from './proof.ts'
import type { Scratch } from './scratch.ts'
import { type Accepted, acceptedAt, type Played, type Stage, standing } from './stage.ts'
import { lookAtStolenDisk } from './stolen-disk.ts'
import { verifySettled } from './verify-log.ts'

/** Plays from the first signal to the summary. */
export async function play(
  narrator: Narrator,
  desk: Desk,
  gateway: DemoGateway,
  scratch: Scratch,
): Promise<void> {
  const now = new Date()
  const policies = loadPolicies(gateway.config.policiesFolder)
  const stage: Stage = { narrator, desk, policies, dag: dayInAmsterdam(now) }
  const played = await playSignals(stage, { at: now.getTime(), eigen: gateway.eigen })
  const next = chapters(narrator)

  next(
    'De gemeente haalt op',
    'De gemeente opent de velden met haar eigen sleutel. Zij heeft er twee: een voor de controle en een voor het hulpaanbod. Een streepje betekent: dit gegeven is hier niet te zien.',
  )
  await collectAll(stage, gateway.config.certsFolder, standing(played))

  const first = acceptedAt(played, 1)
  if (first === undefined) narrator.fault('signaal 1 is er niet, dus de rest van de demo vervalt.')
  else if (first.antwoord.besluit.beleid.hash !== policies.hash)
    narrator.fault('de poort gebruikt ander beleid dan de map van SIGNAALPOORT_BELEID.')
  else await playOn(stage, gateway, { scratch, next, played, first })
  const logSound = await verifyLog(stage, gateway, next, first)
  tellSummary(narrator, played, logSound)
}

type Next = (titel: string, uitleg: string) => void

/** Numbers the chapters on after those of the script. */
function chapters(narrator: Narrator): Next {
  let number = DEMO_CHAPTERS.length
  return (titel, uitleg) => {
    number += 1
    narrator.heading(`Deel ${number}. ${titel}`)
    narrator.say(uitleg)
    narrator.say('')
  }
}

type Rest = {
  readonly scratch: Scratch
  readonly next: Next
  readonly played: readonly Played[]
  readonly first: Accepted
}

async function playOn(
  stage: Stage,
  { config, eigen }: DemoGateway,
  { scratch, next, played, first }: Rest,
): Promise<void> {
  next(
    'Van een ander',
    'Elke partij ziet alleen wat van haar is. Drie partijen proberen met de id van signaal 1 meer te zien. Zij merken niet eens dat dit signaal er is.',
  )
  await tryBoundaries(stage, first)

  next(
    'Het bewijs',
    'De Linde kreeg een ontvangstbewijs voor signaal 1. Zij controleert het zelf, op haar eigen computer. Zij hoeft de poort niet op haar woord te geloven.',
  )
  await checkProof(stage, config.certsFolder, first)

  if (!eigen) return
  next(
    'Een gestolen schijf',
    'Stel: iemand kopieert alle bestanden van de poort, of de beheerder kijkt in de database. Wat is er te zien? Zonder de sleutel van de gemeente is elk gegeven wartaal.',
  )
  const folders = { dataFolder: config.dataFolder, copyFolder: scratch.folder() }
  await lookAtStolenDisk(stage, folders, first, played)
}

/** Whether the log is sound and holds the receipt of `first`; undefined when this gateway's data folder is not the configured one. */
async function verifyLog(
  { narrator }: Stage,
  { config }: DemoGateway,
  next: Next,
  first: Accepted | undefined,
): Promise<boolean | undefined> {
  next(
    'Het logboek',
    'Als laatste controleert de beheerder het hele logboek (signaalpoort log verify). Ieder besluit en iedere verstrekking van hierboven staat erin, zonder de gegevens zelf.',
  )
  narrator.progress('het logboek controleren …')
  const socket = join(config.dataFolder, 'beheer.sock')
  const evidence = first === undefined ? {} : { bewijs: first.antwoord.ontvangstbewijs }
  const outcome = await verifySettled(socket, evidence)
  if (outcome === undefined) {
    narrator.say(
      `Overgeslagen: ${config.dataFolder} (SIGNAALPOORT_MAP) is niet de map van deze poort.`,
    )
    return undefined
  }
  for (const line of outcome.text.trimEnd().split('\n')) narrator.say(line, { inspringen: 2 })
  if (!outcome.ok) narrator.fault('het logboek klopt niet.')
  return outcome.ok
}
