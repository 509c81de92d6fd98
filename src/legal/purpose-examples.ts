/** Runs the examples of the purposes: which form a field has for it, and what a VLP reads of a result. */
import type { Dag } from '../model/ids.ts'
import type { PolicyFault } from './check.ts'
import { type Policies, typeOf } from './compile.ts'
import type { DoelFile } from './doel-file.ts'
import { feedbackFor } from './feedback.ts'
import { formToday } from './purpose-form.ts'
import { windowOf } from './window.ts'

/** The first day on which the newest rule of a type and every purpose that it needs are in force. */
const dayOf = ({ documents }: Policies, soort: string): Dag | undefined => {
  const rules = [...documents.wet.values()].filter((file) => typeOf(file) === soort)
  const begins = rules.map((file) => windowOf(file).vanaf).toSorted()
  const [newest] = begins.slice(-1)
  if (newest === undefined) return undefined
  return [newest, ...[...documents.doelen.values()].map((file) => windowOf(file).vanaf)]
    .toSorted()
    .at(-1)
}

type Difference = readonly [index: number, found: string]

const differences = (policies: Policies, file: DoelFile): readonly Difference[] => {
  if (file.doel === 'terugkoppeling')
    return (file.voorbeelden ?? []).flatMap(
      ({ resultaat, geheim, verwacht }, index): readonly Difference[] => {
        const dag = windowOf(file).vanaf
        const found = feedbackFor(policies, resultaat, { geheim, dag })?.code ?? 'niets'
        return found === verwacht ? [] : [[index, `de aanleveraar leest ${found}`]]
      },
    )
  return (file.voorbeelden ?? []).flatMap(
    ({ soort, veld, verwacht }, index): readonly Difference[] => {
      const dag = dayOf(policies, soort)
      if (dag === undefined) return [[index, `voor ${soort} is er geen regel in wet/`]]
      const question = { signaaltype: soort, doel: file.doel, veld, dag }
      const found = formToday(policies, question)?.vorm ?? 'afwezig'
      return found === verwacht ? [] : [[index, `${veld} is ${found}`]]
    },
  )
}

/** The examples that do not hold, each with what was found instead. */
export function purposeExampleFaults(policies: Policies): readonly PolicyFault[] {
  return [...policies.documents.doelen].flatMap(([file, document]) =>
    differences(policies, document).map(([index, difference]) => ({
      file,
      path: ['voorbeelden', index],
      detail: `voorbeeld "${document.voorbeelden?.[index]?.naam ?? ''}" klopt niet: ${difference}. Verbeter het voorbeeld of het doel.`,
    })),
  )
}
