/** What a row of a list became: the line that its sender reads, and the one that is kept. Pure. */
import type { Lijstrij } from '../../../intake/aanlevering-regel.store.ts'
import { type Lijsttelling, UITKOMSTEN } from '../../../model/aanlevering.ts'
import { type Regelfout, regelfout } from '../../../model/lijst.ts'
import type { Regelbericht } from '../../../model/lijstbericht.ts'
import type { Outcome } from '../request.ts'
import type { Row } from './list-rows.ts'

export type Verdict = { readonly bericht: Regelbericht; readonly rij: Lijstrij }

/** Of a row that was decided on, `outcome` is there. */
export function verdictOf(row: Row, outcome: Outcome | undefined): Verdict {
  if (outcome === undefined) return wrong(row, 'fouten' in row ? row.fouten : [])
  switch (outcome.kind) {
    case 'bezet':
      return wrong(row, [regelfout('correctie-niet-vast-te-houden', 'kenmerk')])
    case 'geweigerd': {
      const { besluit, gemeentecode } = outcome
      const codes = besluit.redenen.map(({ code }) => code)
      const { regel } = row
      return {
        bericht: { ...lineOf(row), uitkomst: 'geweigerd', besluit },
        rij: { regel, uitkomst: 'geweigerd', gemeentecode, codes },
      }
    }
    case 'aanvaard':
    case 'herhaald': {
      const { kept, gemeentecode, kind } = outcome
      const { id, versie, ontvangstbewijs, besluit } = kept
      const codes = besluit.redenen.map(({ code }) => code)
      return {
        bericht: { ...lineOf(row), uitkomst: kind, id, versie, ontvangstbewijs },
        rij: { regel: row.regel, uitkomst: kind, signaalId: id, versie, gemeentecode, codes },
      }
    }
  }
}

const lineOf = ({ regel, kenmerk }: Row) => ({
  soort: 'regel' as const,
  regel,
  ...(kenmerk === undefined ? {} : { kenmerk }),
})

/** Its codes are kept and not its columns: where a list has no head, a column's name is the sender's own. */
function wrong(row: Row, fouten: readonly Regelfout[]): Verdict {
  const codes = [...new Set(fouten.map(({ code }) => code))]
  return {
    bericht: { ...lineOf(row), uitkomst: 'onjuist', fouten: [...fouten] },
    rij: { regel: row.regel, uitkomst: 'onjuist', codes },
  }
}

export const NOTHING: Lijsttelling = { aanvaard: 0, herhaald: 0, geweigerd: 0, onjuist: 0 }

export function countVerdicts(verdicts: readonly Verdict[]): Lijsttelling {
  const counts = { ...NOTHING }
  for (const { rij } of verdicts) counts[rij.uitkomst] += 1
  return counts
}

export function sum(one: Lijsttelling, other: Lijsttelling): Lijsttelling {
  const counts = { ...one }
  for (const uitkomst of UITKOMSTEN) counts[uitkomst] += other[uitkomst]
  return counts
}
