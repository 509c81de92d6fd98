/** What may be counted of who stays below a threshold, as the view of the bases shows it. Pure. */
import type { Dag } from '../model/ids.ts'
import type { Veld } from '../model/veld.ts'
import type { Sleperbeschrijving } from './bases-view.ts'
import { parseTermijn } from './calendar.ts'
import type { Policies } from './compile.ts'
import { citeAll, describeArticle, openOf, standOf } from './describe-part.ts'
import type { Say } from './say.ts'
import { windowOf } from './window.ts'

/** Undefined where the set has no such file. */
export function describeSlepers(
  { documents }: Policies,
  dag: Dag,
  say: Say,
): Sleperbeschrijving | undefined {
  const { slepers, gemeenten } = documents
  if (slepers === undefined) return undefined
  const tellingen = [...gemeenten.values()].flatMap(({ gemeente, slepers: own }) =>
    own.map((telling) => ({ gemeente, telling })),
  )
  return {
    zin: say(slepers.zin),
    stand: standOf(windowOf(slepers), dag),
    artikelen: slepers.grondslag.map((one) => describeArticle(one, say)),
    velden: Object.entries(slepers.velden).map(([veld, { omdat, grondslag }]) => ({
      // The form of the file let no other name in.
      veld: veld as Veld,
      omdat: say(omdat),
      artikelen: citeAll(slepers.grondslag, grondslag),
    })),
    termijn: parseTermijn(slepers.termijn),
    avg: {
      ontvanger: slepers.avg.ontvanger,
      informatie: say(slepers.avg.informatie),
      bezwaar: slepers.avg.bezwaar,
    },
    tellingen: tellingen.map(({ gemeente, telling }) => ({
      gemeentecode: gemeente,
      vanafMaanden: telling.vanafMaanden,
      vanaf: telling.vanaf,
      tot: telling.tot,
      besluit: `${say(telling.besluit.door)}, ${telling.besluit.datum}, ${telling.besluit.kenmerk}`,
      omdat: say(telling.omdat),
    })),
    openVragen: [
      openOf('slepers', slepers, say),
      ...tellingen.map(({ gemeente, telling }) => openOf(gemeente, telling, say)),
    ].filter((question) => question !== undefined),
  }
}
