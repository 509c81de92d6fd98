/** Reads how long a municipality keeps what, what it may decide about that, and its decisions. */
import { findOwnTerm } from '../../legal/own-terms.ts'
import type { Bewaarbesluit, Bewaarcategorie, Bewaartermijnen } from '../../model/bewaarbesluit.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Caller } from '../../model/caller.ts'
import { Problem } from '../../model/problem.ts'
import { listBesluiten } from '../../retention/bewaarbesluit.store.ts'
import { type EigenTermijn, findWijze, listOwnTerms } from '../../retention/eigen-termijn.store.ts'
import { previewDecision } from './preview.ts'
import { type DecideTermsDeps, getBesluit, scopeOf } from './terms.ts'

/** The categories with the term that counts today; for a party that is no municipality only what the policies say. */
export async function readTerms(deps: DecideTermsDeps, caller: Caller): Promise<Bewaartermijnen> {
  const [gemeentecode] = caller.gemeenten
  if (gemeentecode === undefined) return { categorieen: describeTerms(deps, []), besluiten: [] }
  const dag = dayInAmsterdam(deps.now())
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => ({
    gemeentecode,
    wijze: await findWijze(tx, gemeentecode, dag),
    categorieen: describeTerms(deps, await listOwnTerms(tx, gemeentecode, dag)),
    besluiten: [...(await listBesluiten(tx, gemeentecode))],
  }))
}

function describeTerms(
  { policies }: DecideTermsDeps,
  own: readonly EigenTermijn[],
): Bewaarcategorie[] {
  const set = policies()
  const { categorieen } = set.documents.bewaartermijnen
  return Object.entries(categorieen).map(([categorie, rule]) => {
    const { zin, termijn, minstens, hoogstens, bron, open, aanvaardDoor = '' } = rule
    const found = own.find((one) => one.categorie === categorie)
    const counts = found && findOwnTerm(set, categorie, found.termijn)
    return {
      categorie,
      zin,
      doorGemeente: rule.doorGemeente === true,
      wettelijk: { termijn, minstens, hoogstens, bron },
      ...(open === undefined ? {} : { openVraag: { vraag: open, aanvaardDoor } }),
      geldend:
        found === undefined || counts === undefined
          ? { termijn }
          : { termijn: counts, vanafDatum: found.vanaf, besluitId: found.besluitId },
    }
  })
}

/**
 * One decision; while nobody decided with the preview of now.
 * @throws Problem `niet-gevonden` when it is not there or not the caller's
 */
export async function readDecision(
  deps: DecideTermsDeps,
  caller: Caller,
  id: string,
): Promise<Bewaarbesluit> {
  const [gemeentecode] = caller.gemeenten
  if (gemeentecode === undefined) throw new Problem('niet-gevonden')
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const besluit = await getBesluit(tx, gemeentecode, id)
    if (besluit.toestand !== 'concept' && besluit.toestand !== 'geadviseerd') return besluit
    return {
      ...besluit,
      voorvertoning: await previewDecision(tx, deps.policies(), besluit, deps.now()),
    }
  })
}
