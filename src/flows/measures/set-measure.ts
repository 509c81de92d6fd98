/** A person of a municipality proposes a hold or a restriction on signals; another one sets it. */

import { canonicalJson } from '../../crypto/canonical-json.ts'
import { uuidv7 } from '../../crypto/uuid.ts'
import { deedOf } from '../../identity/municipal-deed.ts'
import { addTermijn, parseTermijn } from '../../legal/calendar.ts'
import { dueDate, type Policies } from '../../legal/compile.ts'
import type { Caller } from '../../model/caller.ts'
import type { Dag } from '../../model/ids.ts'
import { type Maatregel, MaatregelId, type Maatregelvoorstel } from '../../model/maatregel.ts'
import { Problem } from '../../model/problem.ts'
import {
  findMaatregelByKey,
  insertMaatregel,
  listMaatregelen,
  lockLiving,
  settleMeasures,
  stepMaatregel,
} from '../../retention/maatregel.store.ts'
import { getMaatregel, type MeasuresDeps, recordDeeds, rehangAll, scopeOf } from './measures.ts'

const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000

/** The measures of the caller's municipality, newest first. */
export async function readMeasures(
  { db }: Pick<MeasuresDeps, 'db'>,
  caller: Caller,
): Promise<readonly Maatregel[]> {
  const [gemeentecode] = caller.gemeenten
  if (gemeentecode === undefined) return []
  return db.transaction(scopeOf(gemeentecode), (tx) => listMaatregelen(tx, gemeentecode))
}

/**
 * Proposes a measure: nothing changes until another person sets it. The same idempotency key and content within 24 hours gives the first.
 * @throws Problem `maatregel-te-lang`; `niet-gevonden` when a signal is not there, is due or is not the caller's; `persoon-vereist`,
 *         `rol-niet-toegestaan`, `idempotentiesleutel-hergebruikt`
 */
export async function proposeMeasure(
  deps: MeasuresDeps,
  caller: Caller,
  input: { readonly voorstel: Maatregelvoorstel; readonly idempotentiesleutel?: string },
): Promise<{ readonly herhaald: boolean; readonly maatregel: Maatregel }> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode, door, at, dag } = deed
  const { voorstel, idempotentiesleutel: sleutel } = input
  const policies = deps.policies()
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const sinds = new Date(at.getTime() - KEY_LIFETIME_MS)
    const first =
      sleutel === undefined ? undefined : await findMaatregelByKey(tx, gemeentecode, sleutel, sinds)
    if (first !== undefined) return { herhaald: true, maatregel: checkSame(first, voorstel) }
    checkLength(policies, voorstel, dag)
    const living = await lockLiving(tx, gemeentecode, voorstel.signalen, dag)
    if (living.length < voorstel.signalen.length) throw new Problem('niet-gevonden')
    const id = MaatregelId.parse(uuidv7(at, deps.random))
    const vervaldatum = dueDate(policies, 'gebeurtenisMedewerker', voorstel.totDatum)
    await insertMaatregel(tx, { id, gemeentecode, voorstel, door, at, sleutel, vervaldatum })
    const maatregel = await getMaatregel(tx, gemeentecode, id)
    const { reden, totDatum, signalen } = voorstel
    await recordDeeds(deps, tx, deed, maatregel, [
      { soort: 'maatregel-voorgesteld', reden, totDatum, aantal: signalen.length },
    ])
    return { herhaald: false, maatregel }
  })
}

/** @throws Problem `maatregel-te-lang` naming the most and its source */
function checkLength(policies: Policies, { soort, totDatum }: Maatregelvoorstel, dag: Dag): void {
  const rule = policies.documents.bewaartermijnen.maatregelen?.[soort]
  const last = rule === undefined ? undefined : addTermijn(dag, parseTermijn(rule.hoogstens))
  if (last !== undefined && totDatum > dag && totDatum <= last) return
  const detail =
    rule === undefined || last === undefined
      ? 'Het beleid noemt geen termijn voor deze maatregel.'
      : `Na vandaag en uiterlijk ${last}: hoogstens ${rule.hoogstens} (${rule.bron}).`
  throw new Problem('maatregel-te-lang', {
    errors: [{ pointer: '/totDatum', code: 'buiten-bereik', detail }],
  })
}

/** @throws Problem `idempotentiesleutel-hergebruikt` when the first proposal was another */
function checkSame(first: Maatregel, voorstel: Maatregelvoorstel): Maatregel {
  const { soort, reden, totDatum } = first
  const signalen = [...first.signalen].sort()
  const same = { ...voorstel, signalen: [...voorstel.signalen].sort() }
  if (canonicalJson({ soort, reden, totDatum, signalen }) !== canonicalJson(same))
    throw new Problem('idempotentiesleutel-hergebruikt')
  return first
}

/**
 * Sets a measure that another person proposed: from this moment on it holds, for those of its signals that are still there.
 * @throws Problem `niet-gevonden`; `al-besloten` (also when its day has come, or none of its signals is there); `tweede-persoon-vereist`,
 *         `persoon-vereist`
 */
export async function setMeasure(
  deps: MeasuresDeps,
  caller: Caller,
  id: string,
): Promise<Maatregel> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode, door, dag } = deed
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const maatregel = await getMaatregel(tx, gemeentecode, id)
    const { toestand, totDatum, reden, voorgesteld } = maatregel
    if (toestand !== 'voorgesteld' || totDatum <= dag) throw new Problem('al-besloten')
    if (voorgesteld.door === door) throw new Problem('tweede-persoon-vereist')
    const living = await lockLiving(tx, gemeentecode, maatregel.signalen, dag)
    if (living.length === 0) throw new Problem('al-besloten')
    await stepMaatregel(tx, maatregel, 'vastgesteld', deed)
    const geldend = await settleMeasures(tx, gemeentecode, living, dag)
    if (maatregel.bevriest) await rehangAll(deps, tx, deed, geldend)
    await recordDeeds(
      deps,
      tx,
      deed,
      maatregel,
      living.map((signaalId) => ({ soort: 'maatregel-ingesteld', reden, totDatum, signaalId })),
    )
    return getMaatregel(tx, gemeentecode, id)
  })
}
