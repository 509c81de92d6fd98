/** Whether the municipalities' thresholds fit: on a class boundary, for signal types that exist, never two for one signal. */
import { overlaps, type PolicyFault } from './check.ts'
import type { PolicyDocuments } from './compile.ts'
import type { Drempel, GemeenteFile } from './drempel-file.ts'

const bothApply = (a: Drempel, b: Drempel): boolean => {
  const [of, others] = [a.signaaltypen, b.signaaltypen]
  const share = of === 'alle' || others === 'alle' || of.some((type) => others.includes(type))
  return share && overlaps({ tot: undefined, ...a }, { tot: undefined, ...b })
}

const fileFaults = (
  file: string,
  { gemeente, drempels }: GemeenteFile,
  documents: PolicyDocuments,
): readonly PolicyFault[] => {
  const { grenzenInCenten } = documents.klassen.bedrag
  const types = new Set([...documents.wet.values()].map(({ regel }) => regel.slice('wet/'.length)))
  const named = file === `gemeenten/${gemeente}.yaml`
  const faults: PolicyFault[] = named
    ? []
    : [
        {
          file,
          path: ['gemeente'],
          detail: `dit bestand hoort gemeenten/${gemeente}.yaml te heten. Geef het die naam, of verbeter gemeente.`,
        },
      ]
  for (const [index, drempel] of drempels.entries()) {
    const fault = (name: string, detail: string): void =>
      void faults.push({ file, path: ['drempels', index, name], detail })
    if (!grenzenInCenten.includes(drempel.centen))
      fault(
        'centen',
        `een drempel ligt op een klassengrens van klassen.yaml. Kies uit: ${grenzenInCenten.join(', ')}.`,
      )
    const asked = drempel.signaaltypen === 'alle' ? [] : drempel.signaaltypen
    for (const type of asked.filter((one) => !types.has(one)))
      fault(
        'signaaltypen',
        `voor ${type} is er geen regel in wet/. Verbeter de naam of haal haar weg.`,
      )
    if (drempels.slice(0, index).some((other) => bothApply(other, drempel)))
      fault(
        'vanaf',
        'een andere drempel geldt dan al voor hetzelfde soort signaal. Sluit de ene af op de dag waarop de andere begint.',
      )
  }
  return faults
}

/** The faults of every file in `gemeenten/`. */
export function checkDrempels(documents: PolicyDocuments): readonly PolicyFault[] {
  return [...documents.gemeenten].flatMap(([file, document]) =>
    fileFaults(file, document, documents),
  )
}
