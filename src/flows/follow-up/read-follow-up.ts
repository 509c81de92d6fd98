/** How far the follow-up of a melding is, as its municipality reads it beside the fields. */
import { listContactpogingen } from '../../followup/contactpoging.store.ts'
import { lockMelding, type Meldingrij } from '../../followup/melding.store.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Caller } from '../../model/caller.ts'
import type { SignaalId, SleutelId } from '../../model/ids.ts'
import type { Opvolging, Resultaatstand } from '../../model/resultaat.ts'
import { type FollowUpDeps, scopeOf } from './follow-up.ts'
import { openableDetail } from './keep-detail.ts'

/** The follow-up of melding `id`; undefined when it is not there: one from before there were meldingen has none. */
export async function readFollowUp(
  deps: FollowUpDeps,
  caller: Caller,
  { id, sleutelId }: { readonly id: SignaalId; readonly sleutelId?: SleutelId | undefined },
): Promise<Opvolging | undefined> {
  const [gemeentecode] = caller.gemeenten
  if (gemeentecode === undefined) return undefined
  const dag = dayInAmsterdam(deps.now())
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const melding = await lockMelding(tx, gemeentecode, id)
    if (melding === undefined) return undefined
    const place = { gemeentecode, melding: melding.id, dag }
    const detail = await openableDetail(deps, tx, caller, place, sleutelId)
    const { versie, toestand, gesprekUiterlijk } = melding
    const resultaat = resultOf(melding, detail)
    return {
      versie,
      toestand,
      ...(gesprekUiterlijk === null ? {} : { uiterlijkeGespreksdatum: gesprekUiterlijk }),
      ...(resultaat === undefined ? {} : { resultaat }),
      contactpogingen: [...(await listContactpogingen(tx, gemeentecode, melding.id))],
    }
  })
}

function resultOf(
  { groep, code, resultaatDatum }: Meldingrij,
  detail: Resultaatstand['detail'],
): Resultaatstand | undefined {
  if (groep === null) return undefined
  return {
    uitkomstgroep: groep,
    ...(code === null ? {} : { terugkoppelcode: code }),
    ...(resultaatDatum === null ? {} : { datum: resultaatDatum }),
    ...(detail === undefined ? {} : { detail }),
  }
}
