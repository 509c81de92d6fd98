/** Whether counting who stays below a threshold fits: accepted as a question, on an article and a term of its own, by a municipality that has a threshold. */
import { articleFaults, endOf, overlaps, type PolicyFault } from './check.ts'
import type { PolicyDocuments } from './compile.ts'
import type { GemeenteFile } from './drempel-file.ts'
import { settingsOf } from './settings.ts'
import type { SlepersFile, Slepertelling } from './slepers-file.ts'

const FILE = 'slepers.yaml'

/** Without these nobody is recognised (`matching/indexes.ts`). */
const NEEDED = ['persoon.achternaam', 'adres.postcode', 'adres.huisnummer'] as const

/** A count of a month is fixed once the month is over, so an index lasts two; the key that it is made with lives six months more. */
const BOUNDS = { minstens: 'P2M', hoogstens: 'P6M' } as const

const termFaults = ({ termijn }: SlepersFile): readonly PolicyFault[] => {
  const [least, most] = [endOf(BOUNDS.minstens), endOf(BOUNDS.hoogstens)]
  if (endOf(termijn) >= least && endOf(termijn) <= most) return []
  const detail = `een herkenning blijft minstens ${BOUNDS.minstens}, zodat haar maand geteld is, en hoogstens ${BOUNDS.hoogstens}, zolang als de sleutel van haar maand. Kies een termijn daartussen.`
  return [{ file: FILE, path: ['termijn'], detail }]
}

const fieldFaults = ({ velden }: SlepersFile): readonly PolicyFault[] => {
  const missing = NEEDED.filter((veld) => velden[veld] === undefined)
  if (missing.length === 0) return []
  const detail = `zonder ${missing.join(' en ')} is niemand te herkennen. Zet erbij waarom en op welk artikel, of haal dit bestand weg.`
  return [{ file: FILE, path: ['velden'], detail }]
}

const wholeFaults = (file: SlepersFile): readonly PolicyFault[] => [
  ...articleFaults(
    FILE,
    file.grondslag,
    Object.entries(file.velden).map(([veld, { grondslag }]) => ({
      path: ['velden', veld, 'grondslag'],
      ids: grondslag,
    })),
  ),
  ...fieldFaults(file),
  ...termFaults(file),
]

const countFaults = (
  file: string,
  { drempels, slepers }: GemeenteFile,
  isOn: boolean,
): readonly PolicyFault[] =>
  slepers.flatMap((telling, index) => {
    const at = (name: string, detail: string): PolicyFault => ({
      file,
      path: ['slepers', index, name],
      detail,
    })
    const window = ({ vanaf, tot }: Pick<Slepertelling, 'vanaf' | 'tot'>) => ({ vanaf, tot })
    const isDouble = slepers
      .slice(0, index)
      .some((other) => overlaps(window(other), window(telling)))
    const hasThreshold = drempels.some(({ vanaf, tot }) =>
      overlaps({ vanaf, tot }, window(telling)),
    )
    return [
      ...(isOn
        ? []
        : [
            at(
              'vanaf',
              'slepers tellen mag niet: de instelling slepers van open-vragen.yaml staat uit. Laat iemand de lezing "aan" aanvaarden, of haal slepers hier weg.',
            ),
          ]),
      ...(hasThreshold
        ? []
        : [
            at(
              'vanaf',
              'deze gemeente heeft dan geen drempel, dus blijft niemand eronder. Zet er een onder drempels, of haal slepers weg.',
            ),
          ]),
      ...(isDouble
        ? [
            at(
              'vanaf',
              'een andere telling loopt dan al. Sluit de ene af op de dag waarop de andere begint.',
            ),
          ]
        : []),
    ]
  })

/** The faults of `slepers.yaml` and of the counts that municipalities ask for. */
export function checkSlepers(documents: PolicyDocuments): readonly PolicyFault[] {
  const { slepers, openVragen, gemeenten } = documents
  // Without questions nothing can be accepted, and that file is the fault to mend.
  const isOn = openVragen === undefined || settingsOf(openVragen).slepers === 'aan'
  const counts = [...gemeenten].flatMap(([file, own]) => countFaults(file, own, isOn))
  if (slepers === undefined) {
    if (openVragen === undefined || !isOn) return counts
    const detail =
      'de instelling slepers staat aan, en slepers.yaml ontbreekt: tellen vraagt een eigen artikel en termijn. Zet die in dat bestand, of haal lezing en aanvaardDoor weg.'
    const question = Object.entries(openVragen.vragen).find(
      ([, { instelling }]) => instelling === 'slepers',
    )
    const path = ['vragen', question?.[0] ?? 'slepers', 'lezing']
    return [...counts, { file: 'open-vragen.yaml', path, detail }]
  }
  if (isOn) return [...wholeFaults(slepers), ...counts]
  const detail =
    'de instelling slepers van open-vragen.yaml staat uit, dus telt dit bestand niets. Laat iemand de lezing "aan" aanvaarden, of haal dit bestand weg.'
  return [{ file: FILE, path: [], detail }, ...wholeFaults(slepers), ...counts]
}
