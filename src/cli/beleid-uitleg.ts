/** `signaalpoort beleid uitleg`: one case from a file or standard input, decided here and told in sentences without a value. */
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { parseSignaal, parseToetsing, presentFields } from '../intake/parse-signaal.ts'
import { readStrictJson } from '../intake/strict-json.ts'
import type { Policies, Rule } from '../legal/compile.ts'
import { decide } from '../legal/decide.ts'
import type { DecisionInput } from '../legal/decision.ts'
import { explainCase } from '../legal/explain-case.ts'
import { factsOf, factsOfToetsing } from '../legal/facts.ts'
import { findRule } from '../legal/judge.ts'
import { ownFieldFaults, ownNameFaults } from '../legal/own-fields.ts'
import type { Taal } from '../legal/say.ts'
import { Rol } from '../model/deelnemer.ts'
import { OPENINGSDOELEN } from '../model/doel.ts'
import { type Dag, Gemeentecode, Oin, SleutelId } from '../model/ids.ts'
import { type Invoerfout, Problem } from '../model/problem.ts'

export type CaseOptions = {
  readonly dag: Dag
  readonly afzender: string | undefined
  readonly deelnemer: string | undefined
  readonly gemeente: string | undefined
  readonly taal: Taal
}

type Case = Pick<DecisionInput, 'signaaltype' | 'velden' | 'onbruikbaar' | 'feiten'> & {
  /** A signal has an address, and the table of addresses lies with the gateway. */
  readonly gemeentecode: Gemeentecode | undefined
}

const refuse = (errors: readonly Invoerfout[]): void => {
  if (errors.length > 0) throw new Problem('verzoek-onjuist', { errors })
}

/** A try-out names its fields; a signal has them. */
const parseCase = (policies: Policies, json: unknown): Case => {
  if (typeof json === 'object' && json !== null && 'velden' in json) {
    const toetsing = parseToetsing(json)
    const { signaaltype, velden, gemeentecode } = toetsing
    refuse([...ownFieldFaults(policies, toetsing), ...ownNameFaults(policies, velden)])
    const feiten = factsOfToetsing(toetsing)
    return { signaaltype, velden, onbruikbaar: [], feiten, gemeentecode }
  }
  const { signaal, onbruikbaar } = parseSignaal(json)
  const { signaaltype } = signaal
  refuse(ownFieldFaults(policies, signaal))
  const velden = presentFields(signaal)
  return { signaaltype, velden, onbruikbaar, feiten: factsOf(signaal), gemeentecode: undefined }
}

const readCase = (policies: Policies, raw: Uint8Array): Case => {
  try {
    return parseCase(policies, readStrictJson(raw))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const faults = error.errors.map(({ pointer, detail }) => `${pointer || '/'}: ${detail}`)
    throw new Error(
      [
        'dit is geen toetsing en geen signaal; "signaalpoort voorbeeld" geeft er een die klopt',
        ...faults.map((fault) => `- ${fault}`),
      ].join('\n'),
      { cause: error },
    )
  }
}

const readInput = async (file: string | undefined): Promise<Uint8Array> => {
  if (file === undefined || file === '-') return buffer(process.stdin)
  return readFile(file)
}

const parseRole = (given: string): Rol => {
  const parsed = Rol.safeParse(given)
  if (parsed.success) return parsed.data
  throw new Error(`--afzender is een rol: ${Rol.options.join(', ')}`)
}

const parseParty = (given: string): Oin => {
  const parsed = Oin.safeParse(given)
  if (parsed.success) return parsed.data
  throw new Error('--deelnemer is een OIN van twintig cijfers')
}

const parseMunicipality = (given: string): Gemeentecode => {
  const parsed = Gemeentecode.safeParse(given)
  if (parsed.success) return parsed.data
  throw new Error('--gemeente is een gemeentecode van vier cijfers, zoals 0268')
}

/** The municipality of the case, or one that the rule allows. */
const municipalityOf = (
  found: Case,
  rule: Rule | undefined,
  given: string | undefined,
): Gemeentecode => {
  if (given !== undefined) return parseMunicipality(given)
  const [first] = rule?.aangewezen ?? []
  return found.gemeentecode ?? first ?? Gemeentecode.parse('0268')
}

/** The lines that explain the case in `file`, or on standard input. */
export async function explainFile(
  policies: Policies,
  file: string | undefined,
  { dag, afzender, deelnemer, gemeente, taal }: CaseOptions,
): Promise<readonly string[]> {
  const { gemeentecode: named, ...found } = readCase(policies, await readInput(file))
  const inForce = findRule(policies, found.signaaltype, dag)
  const rule = typeof inForce === 'string' ? undefined : inForce
  const gemeentecode = municipalityOf({ ...found, gemeentecode: named }, rule, gemeente)
  const afzenderRol =
    afzender === undefined ? (rule?.afzender ?? 'verhuurder') : parseRole(afzender)
  const afzenderOin =
    deelnemer === undefined ? [...(rule?.deelnemers ?? [])][0] : parseParty(deelnemer)
  // What only the gateway knows is taken to be in order, and said.
  const sleutel = {
    sleutelId: SleutelId.parse('0'.repeat(32)),
    gemeentecode,
    doelen: [...OPENINGSDOELEN],
    publiekeSleutel: new Uint8Array(0),
    toestand: 'actief',
  } as const
  const gemeenteMetSleutel = { gemeentecode, sleutels: [sleutel] }
  const decision = decide(policies, {
    ...found,
    afzenderRol,
    afzenderOin,
    dag,
    gemeente: gemeenteMetSleutel,
  })
  const party = `${afzenderRol}${afzenderOin === undefined ? '' : ` (${afzenderOin})`}`
  const taken =
    taal === 'en'
      ? `Taken for granted: received on ${dag}, from a ${party}, for municipality ${gemeentecode} with keys for ${OPENINGSDOELEN.join(' and ')}; earlier signals do not count.`
      : `Aangenomen: ontvangen op ${dag}, van een ${party}, voor gemeente ${gemeentecode} met sleutels voor ${OPENINGSDOELEN.join(' en ')}; eerdere signalen tellen niet mee.`
  return [taken, ...explainCase(policies, decision, found.signaaltype, taal)]
}
