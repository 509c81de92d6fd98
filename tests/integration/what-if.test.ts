/** What a proposed set would have decided is what it does decide, wherever that can be told from what the log keeps. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { compile, type Policies, type PolicyDocuments } from '../../src/legal/compile.ts'
import { decide } from '../../src/legal/decide.ts'
import type { Decision, DecisionInput } from '../../src/legal/decision.ts'
import type { WetFile } from '../../src/legal/policy-file.ts'
import { type PastVerdict, type Redecided, whatIf } from '../../src/legal/what-if.ts'
import { WatAlsUitkomst } from '../../src/model/beleid.ts'
import { sentFields } from '../../src/model/besluit.ts'
import type { Oin } from '../../src/model/ids.ts'
import type { Veld } from '../../src/model/veld.ts'
import { Cases } from '../oracle/cases.ts'
import { callerOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { projectPolicies } from '../support/project-policies.ts'
import { chooseSeed, seededNumbers } from '../support/seeded-numbers.ts'
import { rentToday } from '../support/signals.ts'

const CASES = 6_000
const VARIANTS = 12

const passing = ({ besluit }: Decision): readonly Veld[] =>
  sentFields(besluit.velden)
    .filter(({ uitkomst }) => uitkomst === 'doorgegeven')
    .map(({ veld }) => veld)

/** What the log would keep. */
const pastOf = (input: DecisionInput, decision: Decision): PastVerdict => {
  const { besluit, voorwaarden } = decision
  const doorgegeven = passing(decision)
  return {
    aanvaard: besluit.besluit === 'aanvaard',
    signaaltype: input.signaaltype,
    dag: input.dag,
    gemeentecode: input.gemeente?.gemeentecode,
    afzenderOin: input.afzenderOin ?? ('00000099000000098000' as Oin),
    redenen: besluit.redenen.map(({ code }) => code),
    voorwaarden,
    doorgegeven,
    nietDoorgegeven: sentFields(besluit.velden)
      .map(({ veld }) => veld)
      .filter((veld) => !doorgegeven.includes(veld)),
  }
}

/** Whether what was foretold is what was decided. */
const isRight = (told: Redecided, past: PastVerdict, real: Decision): boolean => {
  const accepted = real.besluit.besluit === 'aanvaard'
  const passed = passing(real)
  const now = passed.toSorted().join()
  const same = past.doorgegeven.toSorted().join()
  switch (told.soort) {
    case 'onbekend':
      return true
    case 'gelijk':
      return accepted === past.aanvaard && (!accepted || now === same)
    case 'geweigerd':
      return past.aanvaard && !accepted && told.eraf.toSorted().join() === same
    case 'aanvaard':
      return !past.aanvaard && accepted && passed.every((veld) => told.erbij.includes(veld))
    case 'velden': {
      const kept = past.doorgegeven.filter((veld) => !told.eraf.includes(veld))
      // Of a field that no rule let pass nobody noted whether it could be used: what is added is at most this.
      const more = passed.filter((veld) => !kept.includes(veld))
      const fits =
        kept.every((veld) => passed.includes(veld)) &&
        more.every((veld) => told.erbij.includes(veld))
      return past.aanvaard && accepted && fits
    }
  }
}

/** A set that differs from the project's own in a few places, made of a seed; it need not be lawful. */
function variantOf(documents: PolicyDocuments, seed: number): Policies {
  const next = seededNumbers(seed)
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(next() * from.length)]
  const moved = (count: number): number => Math.max(1, Math.round(count * (0.5 + next())))
  const change = (file: WetFile): WetFile => {
    const which = Math.floor(next() * 8)
    const fields = Object.entries(file.velden)
    const gone = pick(fields)?.[0]
    switch (which) {
      case 0:
        return { ...file, voorwaarden: file.voorwaarden.slice(1) }
      case 1:
        return {
          ...file,
          voorwaarden: file.voorwaarden.map((one) => {
            if ('dagen' in one) return { ...one, dagen: moved(one.dagen) }
            if ('centen' in one) return { ...one, centen: moved(one.centen) }
            return 'minstens' in one ? { ...one, minstens: moved(one.minstens) } : one
          }),
        }
      case 2:
        return { ...file, velden: Object.fromEntries(fields.filter(([veld]) => veld !== gone)) }
      case 3: {
        const name = file.velden['persoon.achternaam']
        const more = name === undefined ? {} : { 'persoon.geboortedatum': name }
        return { ...file, velden: { ...file.velden, ...more } }
      }
      case 4:
        return {
          ...file,
          voorwaarden: [
            ...file.voorwaarden,
            { voorwaarde: 'afspraakMetGemeente', grondslag: [file.grondslag[0]?.id ?? ''] },
          ],
        }
      case 5:
        return {
          ...file,
          voorwaarden: [
            ...file.voorwaarden.filter(({ voorwaarde }) => voorwaarde !== 'natuurlijkPersoon'),
            { voorwaarde: 'minstensMaandenOud', maanden: 2, grondslag: [] },
          ],
        }
      case 6:
        return { ...file, geldig: { ...file.geldig, vanaf: '2025-06-01' } }
      default:
        return file
    }
  }
  const wet = new Map([...documents.wet].map(([name, file]) => [name, change(file)]))
  const gemeenten = new Map(
    [...documents.gemeenten].map(([name, file]) => [
      name,
      {
        ...file,
        drempels: file.drempels.flatMap((one) =>
          next() < 0.2 ? [] : [{ ...one, centen: moved(one.centen) }],
        ),
      },
    ]),
  )
  const doelen = new Map(
    [...documents.doelen].filter(([name]) => next() < 0.8 || name.includes('hulpaanbod')),
  )
  return compile({ ...documents, wet, gemeenten, doelen }, '0'.repeat(64))
}

describe('what if', () => {
  const own = projectPolicies()
  const seed = chooseSeed()
  const cases = new Cases(own.documents, seed)
  const inputs = Array.from({ length: CASES }, () => cases.next())

  test('the same set had decided: then everything stays as it was', () => {
    for (const input of inputs) {
      const past = pastOf(input, decide(own, input))
      expect([seed, whatIf({ before: own, after: own, dag: input.dag }, past)]).toEqual([
        seed,
        { soort: 'gelijk' },
      ])
    }
  })

  test(`one of ${VARIANTS} other sets had decided: what is told is what it decides`, () => {
    const counts = new Map<string, number>()
    for (let number = 0; number < VARIANTS; number += 1) {
      const after = variantOf(own.documents, seed + number)
      for (const input of inputs) {
        const past = pastOf(input, decide(own, input))
        const told = whatIf({ before: own, after, dag: input.dag }, past)
        const real = decide(after, input)
        if (!isRight(told, past, real))
          expect({ seed, number, told, past, input, real }).toBe('as it was told')
        counts.set(told.soort, (counts.get(told.soort) ?? 0) + 1)
      }
    }
    // Each kind is met, and most can be told.
    expect([...counts.keys()].toSorted()).toEqual(
      ['aanvaard', 'gelijk', 'geweigerd', 'onbekend', 'velden'].toSorted(),
    )
    expect(counts.get('onbekend') ?? 0).toBeLessThan((CASES * VARIANTS) / 3)
  })
})

describe.each(engines)('beleid wat-als on $name', ({ name }) => {
  let gateway: TestGateway
  let place: string
  const folder = (): string => join(place, 'beleid')
  const replace = (from: string | RegExp, to: string): void => {
    const path = join(folder(), 'wet/huur.yaml')
    const text = readFileSync(path, 'utf8')
    const changed = text.replace(from, to)
    if (changed === text) throw new Error('nothing to change')
    writeFileSync(path, changed)
  }
  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'wat-als-'))
    cpSync('policies', folder(), { recursive: true })
    gateway = await openGateway(name, { policies: folder() })
    // The proposal: no telephone number any more, and no offer needed.
    replace(/ {2}contact\.telefoonnummer:\n[\s\S]*?(?= {2}contact\.emailadres:)/, '')
    replace('      contact.telefoonnummer: doorgegeven\n', '')
    replace(', contact.telefoonnummer: [hulpaanbod]', '')
    replace(
      '      klantnummer: niet',
      '      contact.telefoonnummer: niet-doorgegeven\n      klantnummer: niet',
    )
    replace('[persoon.burgers', '[contact.telefoonnummer, persoon.burgers')
    replace('  - { voorwaarde: aanbodGedaan, grondslag: bgs-2020-art-2 }\n', '')
    replace('      - aanbod-ontbreekt\n', '')
    replace(
      '    verwacht: geweigerd\n    redenen: [aanbod-ontbreekt]\n',
      '    verwacht: aanvaard\n',
    )
  })
  afterAll(async () => {
    await gateway.close()
    rmSync(place, { recursive: true })
  })

  type Played = { readonly accepted: boolean; readonly passing: string }

  /** Twelve that lose a field, eleven that would be accepted, thirteen that stay as they are. */
  const play = async (round: string): Promise<readonly Played[]> => {
    const phone = { contact: { telefoonnummer: '+31600000000' } }
    const kinds = [
      ...Array.from({ length: 12 }, () => phone),
      ...Array.from({ length: 11 }, () => ({
        inspanningen: { aanbodGegevensdelingDatum: undefined },
      })),
      ...Array.from({ length: 10 }, () => ({ contact: undefined })),
      ...Array.from({ length: 3 }, () => ({ inspanningen: { reactie: undefined } })),
    ]
    const linde = callerOf(gateway, 'de-linde', 'aanleveren')
    const played: Played[] = []
    for (const [index, kind] of kinds.entries()) {
      const answer = await linde.post(rentToday(`${round}-${index}`, kind))
      const { besluit } = JSON.parse(answer.text) as {
        besluit: { besluit: string; velden: { veld: string; uitkomst: string }[] }
      }
      const passed = besluit.velden.filter(({ uitkomst }) => uitkomst === 'doorgegeven')
      played.push({
        accepted: besluit.besluit === 'aanvaard',
        passing: passed.map(({ veld }) => veld).join(),
      })
    }
    return played
  }
  const ask = async (): Promise<readonly string[]> => {
    const connection = await openBeheer(gateway.config)
    const seen: unknown[] = []
    try {
      const call = { json: { map: folder() }, onProgress: (line: unknown) => void seen.push(line) }
      const { regels } = await followBeheer(connection, '/beleid/wat-als', WatAlsUitkomst, call)
      expect(seen.at(-1)).toMatchObject({ aantal: 36 })
      return regels
    } finally {
      await connection.close()
    }
  }

  test('foretells in counts what the proposal decides once it is in force', async () => {
    const before = await play('voor')
    const told = (await ask()).join('\n')
    // A trial signs what it is started with.
    await gateway.restart()
    const after = await play('na')
    const pairs = before.map((one, index) => [one, after[index]] as const)
    const accepted = pairs.filter(([was, is]) => !was.accepted && is?.accepted === true).length
    const fields = pairs.filter(([was, is]) => was.accepted && was.passing !== is?.passing).length
    const same = pairs.length - accepted - fields
    expect({ accepted, fields, same }).toEqual({ accepted: 11, fields: 12, same: 13 })
    expect(told).toContain(`huur: ${pairs.length} besluiten`)
    expect(told).toContain(`  hetzelfde: ${same}\n`)
    expect(told).toContain(`  geweigerd, zou aanvaard zijn: ${accepted}\n`)
    expect(told).toContain(`  aanvaard, met andere velden: ${fields}\n`)
    expect(told).toContain('  velden eraf: contact.telefoonnummer (12)\n')
    expect(told).not.toContain('niet te zeggen:')
    expect(told).not.toContain('zou geweigerd zijn')
  })
})
