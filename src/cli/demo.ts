/**
 * `signaalpoort demo`: plays a month at one municipality, in Dutch or English, or (`--kort`) twenty signals with what happens and why. Either checks
 * itself.
 */
import type { Config } from '../config.ts'
import { explainUnreachable } from './connection.ts'
import { createDesk } from './demo/desk.ts'
import { type DemoGateway, findGateway } from './demo/find-gateway.ts'
import { playMonth } from './demo/month.ts'
import { MONTH_WORDS, type MonthWords } from './demo/month-words.ts'
import { createNarrator, type Narrator } from './demo/narrator.ts'
import { tellOpening } from './demo/opening.ts'
import { play } from './demo/play.ts'
import { createScratch, endCleanly } from './demo/scratch.ts'

/** @returns 0 when everything went as told, 1 when anything did not. @throws Error in Dutch for options that do not go together */
export async function demo(
  config: Config,
  {
    url,
    kort,
    en,
  }: { readonly url: string | undefined; readonly kort: boolean; readonly en: boolean },
): Promise<number> {
  if (kort && en)
    throw new Error('de korte demo is er alleen in het Nederlands: laat --en of --kort weg')
  if (kort) return short(config, url)
  if (url !== undefined)
    throw new Error(
      'de maand speelt op een eigen poort, met een eigen klok: laat --url weg, of speel --kort',
    )
  return month(config, MONTH_WORDS[en ? 'en' : 'nl'])
}

/** The month, on a gateway of its own in a folder that is removed afterwards. */
async function month(config: Config, words: MonthWords): Promise<number> {
  const scratch = createScratch()
  const release = endCleanly(scratch)
  const narrator = createNarrator(process.stdout, words.fault)
  try {
    await playMonth(narrator, words, { config, folder: scratch.folder() })
  } finally {
    narrator.clear()
    scratch.remove()
    release()
  }
  return narrator.faults() === 0 ? 0 : 1
}

/**
 * Plays on the gateway at `url` (or where the configuration has it) when one answers there, else on one of its own.
 * @returns 0 when everything went as told, 1 when anything did not
 * @throws Error in Dutch when `url` names no gateway of these certificates, or when the gateway stops answering
 */
async function short(config: Config, url: string | undefined): Promise<number> {
  const scratch = createScratch()
  const release = endCleanly(scratch)
  const narrator = createNarrator(process.stdout)
  try {
    tellOpening(narrator)
    narrator.progress('de poort zoeken of starten …')
    const gateway = await findGateway(config, url, scratch)
    tellGateway(narrator, gateway)
    const desk = createDesk(gateway.url, gateway.config.certsFolder)
    try {
      await play(narrator, desk, gateway, scratch)
    } catch (error) {
      throw explainUnreachable(error, gateway.url)
    } finally {
      narrator.progress('opruimen …')
      // The desk first: an open connection would hold up the gateway's own end.
      try {
        await desk.close()
      } finally {
        await gateway.close()
      }
    }
    scratch.remove()
    if (gateway.eigen) narrator.say('De eigen poort is gestopt; haar tijdelijke map is weg.')
  } finally {
    narrator.clear()
    scratch.remove()
    release()
  }
  return narrator.faults() === 0 ? 0 : 1
}

function tellGateway(narrator: Narrator, { url, config, eigen }: DemoGateway): void {
  narrator.heading('Waar speelt het?')
  if (eigen)
    narrator.say(
      `Er draait nog geen poort bij deze certificaten. De demo startte er zelf een, op ${url}, in een tijdelijke map. Die verdwijnt aan het eind.`,
    )
  else
    narrator.say(
      `Op de poort die al draait: ${url}, met de certificaten in ${config.certsFolder}. De signalen blijven daar staan, met een eigen kenmerk voor deze keer.`,
    )
}
