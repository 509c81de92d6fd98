/** What happened when to one signal (for its VLP) or to one melding (for its municipality): each audience its own view, from what is kept anyway. */
import type { Tx } from '../../db/database.ts'
import type { Db } from '../../db/transaction.ts'
import { readFeedbackOf } from '../../feedback/feed.store.ts'
import { listContactpogingen } from '../../followup/contactpoging.store.ts'
import { findSignalen, type Meldingrij } from '../../followup/melding.store.ts'
import { findKenmerkOfSignaal } from '../../intake/kenmerk.store.ts'
import { findSchuldverlopen } from '../../intake/schuldverloop.store.ts'
import { findSignaal } from '../../intake/signaal.store.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Caller } from '../../model/caller.ts'
import type { Gemeentecode, SignaalId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import type { Meldingverloop, Signaalverloop } from '../../model/verloop.ts'
import { type FollowUpDeps, getMelding, scopeOf } from './follow-up.ts'

const byDay = (a: { readonly datum: string }, b: { readonly datum: string }): number =>
  a.datum < b.datum ? -1 : Number(a.datum > b.datum)

/**
 * What the VLP did with signal `id` and was told of it; nothing of what its municipality did with it.
 * @throws Problem `niet-gevonden` when it is not there or not of this VLP
 */
export async function readSignalCourse(
  deps: { readonly db: Db },
  caller: Caller,
  id: SignaalId,
): Promise<Signaalverloop> {
  const oin = caller.namens
  return deps.db.transaction({ role: 'gw_aanlevering', oin }, async (tx) => {
    const regel = await findKenmerkOfSignaal(tx, oin, id)
    if (regel === undefined) throw new Problem('niet-gevonden')
    const signaal = await findSignaal(tx, oin, regel.gemeentecode, id)
    const told = await readFeedbackOf(tx, oin, id)
    const stappen: Signaalverloop['stappen'] = told.map(({ soort, datum, code, volgnummer }) => {
      const wat = soort === 'eind' ? 'teruggekoppeld' : 'tussenbericht'
      return { wat, datum, code, volgnummer }
    })
    // Of a signal that was withdrawn or ended nothing is told of the row that may still be there: its end reads the same.
    if ('einde' in regel)
      stappen.push({ wat: regel.einde, datum: dayInAmsterdam(regel.beeindigdTijdstip) })
    else if (signaal !== undefined) {
      stappen.push({ wat: 'aangeleverd', datum: dayInAmsterdam(signaal.aangeleverdTijdstip) })
      const verloop = (await findSchuldverlopen(tx, oin, [regel])).get(id)
      if (verloop !== undefined)
        stappen.push({
          wat: 'schuldverloop',
          datum: verloop.datum,
          schuldverloop: verloop.ontwikkeling,
        })
    }
    return { signaalId: id, stappen: stappen.sort(byDay) }
  })
}

type Stap = Meldingverloop['stappen'][number]

/**
 * What became of melding `id` at its municipality.
 * @throws Problem `niet-gevonden`, `rol-niet-toegestaan`
 */
export async function readMeldingCourse(
  deps: Pick<FollowUpDeps, 'db'>,
  caller: Caller,
  id: SignaalId,
): Promise<Meldingverloop> {
  const [gemeentecode] = caller.gemeenten
  if (gemeentecode === undefined) throw new Problem('rol-niet-toegestaan')
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const melding = await getMelding(tx, gemeentecode, id)
    const { toestand, versie } = melding
    const stappen = [
      ...(await signalSteps(tx, gemeentecode, melding.id)),
      ...at('in-werkvoorraad', melding.beschikbaar),
      ...at('geselecteerd', melding.geselecteerd),
      ...at('opgepakt', melding.opgepakt),
      ...at('teruggegeven', melding.teruggegeven),
      ...(await attemptSteps(tx, gemeentecode, melding.id)),
      ...resultSteps(melding),
    ]
    return { meldingId: melding.id, toestand, versie, stappen: stappen.sort(byDay) }
  })
}

const at = (wat: Stap['wat'], instant: Date | null, signaalId?: SignaalId): readonly Stap[] =>
  instant === null
    ? []
    : [{ wat, datum: dayInAmsterdam(instant), ...(signaalId !== undefined && { signaalId }) }]

async function signalSteps(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
): Promise<readonly Stap[]> {
  return (await findSignalen(tx, gemeentecode, melding)).flatMap((one) => [
    ...at('signaal-aangeleverd', one.aangeleverd, one.id),
    ...at('opgehaald', one.verstrekt, one.id),
    ...at('ontvangst-bevestigd', one.ontvangen, one.id),
    ...at('signaal-ingetrokken', one.ingetrokken, one.id),
  ])
}

async function attemptSteps(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
): Promise<readonly Stap[]> {
  return (await listContactpogingen(tx, gemeentecode, melding))
    .filter(({ vervallen }) => vervallen === undefined)
    .map(({ datum, soort, dagdeel, bereikt }) => ({
      wat: 'contactpoging',
      datum,
      contactsoort: soort,
      dagdeel,
      bereikt,
    }))
}

function resultSteps({ resultaatDatum: datum, groep, code }: Meldingrij): readonly Stap[] {
  if (datum === null) return []
  const codes = {
    ...(groep !== null && { uitkomstgroep: groep }),
    ...(code !== null && { code }),
  }
  return [{ wat: 'resultaat', datum, ...codes }]
}
