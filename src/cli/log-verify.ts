/** `signaalpoort log verify`: verifies the log and says in Dutch what was found, with an exit code. */
import { z } from 'zod'
import type { Finding } from '../audit/finding.ts'
import { parseProof } from '../audit/proof.ts'
import type { OutsideEvidence, Verification } from '../audit/verify.ts'
import { type VerifyLogDeps, verifyLog } from '../flows/verify-log.ts'
import type { LogEvidence, LogOutcome } from '../model/log-evidence.ts'
import { Ontvangstbewijs, SignaalAntwoord } from '../model/ontvangstbewijs.ts'

export type LogVerifyDeps = VerifyLogDeps & {
  /** Opens a receipt (compact JWS): checks its signature and answers its claims; throws when it does not hold. */
  readonly openReceipt: (jws: string) => Promise<unknown>
}

const NO_EVIDENCE =
  'Het bewijs is geen ontvangstbewijs van deze poort, of het is gewijzigd: er is niets gecontroleerd.\n' +
  'Geef met --bewijs het ontvangen antwoord, het ontvangstbewijs daaruit of een .tlog-proof.\n'

/** Runs the command. Evidence that is none of this gateway's is not sound, whatever the log is. */
export async function logVerify(deps: LogVerifyDeps, options: LogEvidence): Promise<LogOutcome> {
  const evidence = await evidenceOf(deps, options)
  if (evidence === undefined) return { text: NO_EVIDENCE, ok: false }
  const result = await verifyLog(deps, evidence)
  return { text: renderVerification(result), ok: result.bevindingen.length === 0 }
}

async function evidenceOf(
  deps: LogVerifyDeps,
  options: LogEvidence,
): Promise<OutsideEvidence | undefined> {
  const checkpoints = options.checkpoint === undefined ? [] : [options.checkpoint]
  if (options.bewijs === undefined) return { bladHashes: [], checkpoints }
  const proof = parseProof(options.bewijs)
  if (proof !== undefined)
    return { bladHashes: [], checkpoints: [...checkpoints, proof.checkpoint] }
  const leaf = await leafOf(deps, options.bewijs.trim())
  return leaf === undefined ? undefined : { bladHashes: [leaf], checkpoints }
}

/** Undefined for what is not signed by this gateway, or no receipt at all. */
async function leafOf(deps: LogVerifyDeps, bewijs: string): Promise<string | undefined> {
  if (/^[0-9a-f]{64}$/.test(bewijs)) return bewijs
  try {
    const jws = bewijs.startsWith('{') ? receiptIn(bewijs) : bewijs
    return Ontvangstbewijs.parse(await deps.openReceipt(jws)).bladHash
  } catch {
    return undefined
  }
}

const receiptIn = (answer: string): string =>
  z
    .looseObject({ ontvangstbewijs: SignaalAntwoord.shape.ontvangstbewijs })
    .parse(JSON.parse(answer)).ontvangstbewijs

/** The result as lines of Dutch, one finding a line; no values, only places, ids and counts. */
export function renderVerification(result: Verification): string {
  const counts = [
    `Logboek: ${count(result.grootte, 'blad', 'bladen')}, ${count(result.wachtend, 'gebeurtenis wacht', 'gebeurtenissen wachten')} nog op een plaats.`,
    `Vergeleken: ${count(result.checkpoints, 'ondertekend checkpoint', 'ondertekende checkpoints')}; ${count(result.zonderDetail, 'blad', 'bladen')} zonder detail (termijn voorbij).`,
  ]
  if (result.bevindingen.length === 0)
    return [...counts, 'Het logboek klopt: niets gewijzigd, weggelaten of ingevoegd.', ''].join(
      '\n',
    )
  const more = result.meerBevindingen > 0 ? [`… en nog ${result.meerBevindingen} bevindingen.`] : []
  const total = result.bevindingen.length + result.meerBevindingen
  const head = `HET LOGBOEK KLOPT NIET: ${count(total, 'bevinding', 'bevindingen')}.`
  return [...counts, head, ...result.bevindingen.map(line), ...more, ''].join('\n')
}

const line = (finding: Finding): string => `- ${finding.kind}: ${sentence(finding)}`

function sentence(finding: Finding): string {
  switch (finding.kind) {
    case 'detail-gewijzigd':
      return `het detail van gebeurtenis ${finding.gebeurtenisId} (${finding.index === undefined ? 'nog zonder plaats' : `blad ${finding.index}`}) is niet wat is vastgelegd.`
    case 'blad-gewijzigd':
      return `blad ${finding.index} (gebeurtenis ${finding.gebeurtenisId}) is niet het blad dat is ondertekend.`
    case 'blad-ontbreekt':
      return `de gebeurtenis van blad ${finding.index} is er niet meer.`
    case 'blad-ingevoegd':
      return `gebeurtenis ${finding.gebeurtenisId} op blad ${finding.index} is nooit ondertekend.`
    case 'blad-verplaatst':
      return `${count(finding.aantal, 'gebeurtenis', 'gebeurtenissen')} vanaf blad ${finding.index} ${finding.aantal === 1 ? 'hoort' : 'horen'} vanaf blad ${finding.hoortOp}.`
    case 'tegel-gewijzigd':
      return `tegel ${finding.niveau}/${finding.nummer} is onjuist boven ${leaves(finding)}.`
    case 'kop-onjuist':
      return `de wortel in de kop is bij ${finding.grootte} bladen niet de ondertekende.`
    case 'wortel-onjuist':
      return `de tegels geven bij ${finding.grootte} bladen niet de ondertekende wortel.`
    case 'checkpoint-onjuist':
      return `${finding.grootte === 0 ? 'het meegegeven checkpoint' : `het checkpoint bij ${finding.grootte} bladen`} is niet door dit logboek ondertekend.`
    case 'log-vervangen':
      return `het checkpoint bij ${finding.grootte} bladen ondertekende andere bladen: ${leaves(finding)}.`
    case 'log-ingekort':
      return `het logboek eindigt voor blad ${finding.index}, maar er waren er ten minste ${finding.bekend}.`
    case 'bewijs-niet-in-log':
      return `het blad van het bewijs (${finding.bladHash}) staat niet in het logboek.`
  }
}

const leaves = (range: { readonly index: number; readonly totIndex: number }): string =>
  range.index === range.totIndex
    ? `blad ${range.index}`
    : `blad ${range.index} tot en met ${range.totIndex}`

const count = (aantal: number, one: string, many: string): string =>
  `${aantal} ${aantal === 1 ? one : many}`
