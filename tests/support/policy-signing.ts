/** Persons who approve policies in a test, and their signatures beside a set. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  generateSigningKeys,
  type PrivateSigningJwk,
  publicSigningJwk,
} from '../../src/crypto/signing-keys.ts'
import { addDays } from '../../src/legal/calendar.ts'
import { loadPolicies } from '../../src/legal/load.ts'
import { signPolicies } from '../../src/legal/signatures.ts'
import type { Beleidsverklaring, Goedkeurdersrol, Voorganger } from '../../src/model/beleid.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'

export type Person = {
  readonly persoon: string
  readonly rol: Goedkeurdersrol
  readonly sleutel: PrivateSigningJwk
}

export const aPerson = async (persoon: string, rol: Goedkeurdersrol): Promise<Person> => ({
  persoon,
  rol,
  sleutel: (await generateSigningKeys()).privateJwk,
})

/** Writes the public halves, as the operator would. */
export function writeApprovers(folder: string, people: readonly Person[], more: object = {}): void {
  mkdirSync(folder, { recursive: true })
  for (const { sleutel, ...wie } of people)
    writeFileSync(
      join(folder, `${wie.persoon}.json`),
      JSON.stringify({ ...wie, ...more, sleutel: publicSigningJwk(sleutel) }),
    )
}

/** What these persons say of the set in `folder` today. */
export function statementOf(
  { persoon, rol }: Person,
  hash: string,
  na: Voorganger,
  at: Date,
): Beleidsverklaring {
  const vanaf = dayInAmsterdam(at)
  return {
    beleid: hash,
    na,
    omgeving: 'proef',
    vanaf,
    uiterlijk: addDays(vanaf, 31),
    persoon,
    rol,
    ondertekendTijdstip: at.toISOString(),
  }
}

/** Puts their signatures beside the set, in place of any other; `change` what they say. */
export async function signFolder(
  folder: string,
  people: readonly Person[],
  said: {
    readonly na: Voorganger
    readonly at: Date
    readonly change?: Partial<Beleidsverklaring>
  },
): Promise<void> {
  const { hash } = loadPolicies(folder)
  const place = join(folder, 'handtekeningen')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place)
  for (const [index, person] of people.entries()) {
    const statement = { ...statementOf(person, hash, said.na, said.at), ...said.change }
    writeFileSync(join(place, `${index}.jws`), await signPolicies(statement, person.sleutel))
  }
}
