/**
 * Two persons approve a set: each signs its hash, what it follows on, for which environment and until when. What follows on is numbered, so
 * that no signature serves twice.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createJwsSigner, verifyJwsByKid } from '../crypto/sign.ts'
import type { PrivateSigningJwk } from '../crypto/signing-keys.ts'
import { Beleidsverklaring, type Ondertekenaar, type Voorganger } from '../model/beleid.ts'
import type { Dag } from '../model/ids.ts'
import type { Omgeving } from '../model/oin-form.ts'
import { type Goedkeurder, PoliciesRefused } from './approvers.ts'

const TYP = 'signaalpoort-beleid+jwt'

/** Beside the files of a set; not part of its hash. */
export const SIGNATURES = 'handtekeningen'

const MOST_BYTES = 8 * 1024
const MOST_FILES = 10

/** A signature with where it stands. */
export type Signature = { readonly file: string; readonly jws: string }

/** What the signatures must say. */
export type Expected = {
  readonly hash: string
  readonly na: Voorganger
  readonly omgeving: Omgeving
  /** The day of taking over, in Europe/Amsterdam. */
  readonly dag: Dag
}

/** Signs as one person. */
export function signPolicies(
  verklaring: Beleidsverklaring,
  key: PrivateSigningJwk,
): Promise<string> {
  return createJwsSigner(key, { kid: key.kid, typ: TYP }).sign(verklaring)
}

/**
 * The signatures that lie beside the set in `folder`; none where there is no such folder.
 * @throws PoliciesRefused when something else lies among them
 */
export function readSignatures(folder: string): readonly Signature[] {
  const place = join(folder, SIGNATURES)
  if (statSync(place, { throwIfNoEntry: false }) === undefined) return []
  const names = readdirSync(place).toSorted()
  if (names.length > MOST_FILES)
    throw refuse([`${SIGNATURES}: hier staan meer dan ${MOST_FILES} bestanden. Ruim ze op.`])
  return names.map((name) => {
    const file = `${SIGNATURES}/${name}`
    const found = statSync(join(place, name))
    if (!name.endsWith('.jws') || !found.isFile() || found.size > MOST_BYTES)
      throw refuse([`${file}, regel 1: dit is geen handtekening. Haal het bestand weg.`])
    return { file, jws: readFileSync(join(place, name), 'utf8').trim() }
  })
}

const refuse = (faults: readonly string[]): PoliciesRefused =>
  new PoliciesRefused('handtekening-onjuist', faults)

const NEW = 'Laat opnieuw ondertekenen met "signaalpoort beleid onderteken"'

/** What is wrong with a genuine signature, if anything; each ends with its remedy. */
const faultsOf = (
  said: Beleidsverklaring,
  expected: Expected,
  approver: Goedkeurder,
): readonly string[] => {
  const { hash, na, omgeving, dag } = expected
  const { vanaf = dag, tot } = approver
  const wrong: readonly (readonly [boolean, string])[] = [
    [said.beleid !== hash, `zij hoort bij andere inhoud dan deze map heeft. ${NEW}.`],
    [
      said.na?.nummer !== na?.nummer || said.na?.hash !== na?.hash,
      `zij volgt niet op het beleid dat nu in werking is (${na === null ? 'er is nog geen' : `activering ${na.nummer}`}). ${NEW}.`,
    ],
    [said.omgeving !== omgeving, `zij is voor ${said.omgeving}, dit is ${omgeving}. ${NEW}.`],
    [dag < said.vanaf, `zij geldt pas vanaf ${said.vanaf}. Activeer dan.`],
    [dag > said.uiterlijk, `zij gold tot en met ${said.uiterlijk}. ${NEW}.`],
    [
      said.persoon !== approver.persoon || said.rol !== approver.rol,
      `haar sleutel is van een andere persoon of rol dan zij noemt. ${NEW}.`,
    ],
    [
      dag < vanaf || (tot !== undefined && dag >= tot),
      'deze persoon keurt op deze dag niet goed. Laat een ander ondertekenen.',
    ],
  ]
  return wrong.filter(([is]) => is).map(([, fault]) => fault)
}

type Checked = { readonly faults: readonly string[]; readonly door?: Ondertekenaar }

const checkOne = async (
  { file, jws }: Signature,
  approvers: readonly Goedkeurder[],
  expected: Expected,
): Promise<Checked> => {
  for (const approver of approvers) {
    const said = await readAs(approver, jws)
    if (said === undefined) continue
    const faults = faultsOf(said, expected, approver).map((one) => `${file}, regel 1: ${one}`)
    return { faults, door: { persoon: approver.persoon, rol: approver.rol } }
  }
  return {
    faults: [
      `${file}, regel 1: dit is geen handtekening van een goedkeurder die de configuratie noemt. Haal haar weg, of zet de goedkeurder in SIGNAALPOORT_GOEDKEURDERS.`,
    ],
  }
}

/** What was signed with the key of `approver`; undefined when it was not. */
const readAs = async (
  { sleutel }: Goedkeurder,
  jws: string,
): Promise<Beleidsverklaring | undefined> => {
  try {
    return Beleidsverklaring.parse(await verifyJwsByKid(jws, [sleutel], TYP))
  } catch {
    return undefined
  }
}

/**
 * Who approved. Every signature that is there must hold; among them are two persons, of whom one is the process owner and one a lawyer or the
 * data protection officer.
 * @throws PoliciesRefused with all faults at once
 */
export async function verifySignatures(
  signatures: readonly Signature[],
  approvers: readonly Goedkeurder[],
  expected: Expected,
): Promise<readonly Ondertekenaar[]> {
  if (signatures.length === 0)
    throw new PoliciesRefused('handtekening-ontbreekt', [
      `${SIGNATURES}: er is geen handtekening. Laat een proceseigenaar en een jurist of functionaris gegevensbescherming ondertekenen met "signaalpoort beleid onderteken".`,
    ])
  const checked = await Promise.all(signatures.map((one) => checkOne(one, approvers, expected)))
  const faults = checked.flatMap((one) => one.faults)
  if (faults.length > 0) throw refuse(faults)
  const signers = checked.flatMap(({ door }) => (door === undefined ? [] : [door]))
  const persons = new Set(signers.map(({ persoon }) => persoon))
  if (persons.size !== signers.length)
    throw refuse([
      `${SIGNATURES}: dezelfde persoon tekende meer dan eens. Houd van ieder één handtekening.`,
    ])
  const owners = signers.filter(({ rol }) => rol === 'proceseigenaar').length
  if (owners === 0 || owners === signers.length)
    throw new PoliciesRefused('handtekening-van-een', [
      `${SIGNATURES}: nodig zijn een proceseigenaar en een jurist of functionaris gegevensbescherming, twee personen. Laat ${owners === 0 ? 'een proceseigenaar' : 'een jurist of functionaris gegevensbescherming'} ook ondertekenen.`,
    ])
  return signers
}
