/** Puts opened meldingen in the records, and what was done with them. Pure. */
import type { GeopendeMelding } from '../../../client/opener.ts'
import type { Dag } from '../../../model/ids.ts'
import type { Dossier, Dossiersignaal, Poging, Vervolg } from './dossier.ts'

/** A record of `melding`, opened on `dag`: new, or the one there was with its newer signals. */
export function keepMelding(
  earlier: Dossier | undefined,
  { id, soort, signalen }: GeopendeMelding,
  dag: Dag,
): Dossier {
  const [first] = signalen
  if (first === undefined) throw new Error('a melding without signals was opened')
  const kept = new Map(earlier?.signalen.map((one) => [one.id, one]))
  for (const signaal of signalen) kept.set(signaal.id, newer(kept.get(signaal.id), signaal))
  return {
    vorm: 1,
    melding: id,
    gemeentecode: first.gemeentecode,
    soort,
    opgepaktDatum: earlier?.opgepaktDatum ?? dag,
    bijgewerktDatum: dag,
    signalen: [...kept.values()],
    contactpogingen: earlier?.contactpogingen ?? [],
    ...(earlier?.vervolg === undefined ? {} : { vervolg: earlier.vervolg }),
  }
}

/** A correction replaces what it corrects; of the same version whatever opened before stays. */
function newer(
  earlier: Dossiersignaal | undefined,
  {
    id,
    versie,
    signaaltype,
    deelnemer,
    aangeleverdTijdstip,
    velden,
  }: GeopendeMelding['signalen'][number],
): Dossiersignaal {
  const before = earlier?.versie === versie ? earlier.velden : {}
  return {
    id,
    versie,
    signaaltype,
    deelnemer,
    aangeleverdTijdstip,
    velden: { ...before, ...velden },
  }
}

/** The record with an attempt; one of the same id replaces it, so that a list may be read in twice. */
export function addPoging(dossier: Dossier, poging: Poging, dag: Dag): Dossier {
  const others = dossier.contactpogingen.filter(({ id }) => id !== poging.id)
  const contactpogingen = [...others, poging].toSorted((a, b) =>
    `${a.datum}/${a.id}` < `${b.datum}/${b.id}` ? -1 : 1,
  )
  return { ...dossier, contactpogingen, bijgewerktDatum: dag }
}

/** The record with what came of it. */
export function setVervolg(dossier: Dossier, vervolg: Vervolg, dag: Dag): Dossier {
  return { ...dossier, vervolg, bijgewerktDatum: dag }
}
