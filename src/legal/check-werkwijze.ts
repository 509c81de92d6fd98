/** Whether the municipalities' ways of working fit: one at a time, weights for kinds that exist, and nothing given back that nobody accepted. */
import { overlaps, type PolicyFault } from './check.ts'
import { type PolicyDocuments, typeOf } from './compile.ts'
import type { GemeenteFile } from './drempel-file.ts'
import { settingsOf } from './settings.ts'
import type { WerkwijzeVorm } from './werkwijze-file.ts'

/** The kinds as the work list shows them: several types may share a name. */
const shownTypes = ({ wet }: PolicyDocuments): ReadonlySet<string> =>
  new Set([...wet.values()].map((file) => file.toonAls ?? typeOf(file)))

/** What is wrong with one way of working: where in it, and what to do. */
type Fault = { readonly at: string; readonly detail: string }

const returnFaults = (
  { rest, open }: WerkwijzeVorm,
  documents: PolicyDocuments,
): readonly Fault[] => {
  if (rest !== 'retour') return []
  const setting: Fault = {
    at: 'rest',
    detail:
      'teruggeven aan de aanleveraar mag niet: de instelling retour van open-vragen.yaml staat uit. Laat iemand de lezing "aan" aanvaarden, of kies uitstellen of brief.',
  }
  const question: Fault = {
    at: 'rest',
    detail:
      'teruggeven aan de aanleveraar is een open vraag: zet onder open wat er open is, en onder aanvaardDoor welk college het aanvaardde.',
  }
  // Where the file itself is missing, that is the fault to mend.
  const { openVragen } = documents
  const isSettingOff = openVragen !== undefined && settingsOf(openVragen).retour !== 'aan'
  return [...(isSettingOff ? [setting] : []), ...(open === undefined ? [question] : [])]
}

const weightFaults = (
  { gewichten, volgorde }: WerkwijzeVorm,
  shown: ReadonlySet<string>,
): readonly Fault[] => {
  const unknown = Object.keys(gewichten ?? {}).filter((type) => !shown.has(type))
  const names = [...shown].toSorted().join(', ')
  const faults = unknown.map((type) => ({
    at: 'gewichten',
    detail: `de werkvoorraad toont geen soort ${type}. Kies uit: ${names}.`,
  }))
  const isUnused =
    gewichten !== undefined && volgorde !== undefined && !volgorde.includes('gewicht')
  if (!isUnused) return faults
  return [
    ...faults,
    {
      at: 'gewichten',
      detail: 'de volgorde gebruikt geen gewicht. Noem het in volgorde of haal gewichten weg.',
    },
  ]
}

const fileFaults = (
  file: string,
  { werkwijze }: GemeenteFile,
  documents: PolicyDocuments,
  shown: ReadonlySet<string>,
): readonly PolicyFault[] =>
  werkwijze.flatMap((one, index) => {
    const isDouble = werkwijze
      .slice(0, index)
      .some((other) => overlaps({ tot: undefined, ...other }, { tot: undefined, ...one }))
    const double: Fault = {
      at: 'vanaf',
      detail:
        'een andere werkwijze geldt dan al. Sluit de ene af op de dag waarop de andere begint.',
    }
    return [
      ...(isDouble ? [double] : []),
      ...returnFaults(one, documents),
      ...weightFaults(one, shown),
    ].map(({ at, detail }) => ({ file, path: ['werkwijze', index, at], detail }))
  })

/** The faults of the ways of working in `gemeenten/`. */
export function checkWerkwijzen(documents: PolicyDocuments): readonly PolicyFault[] {
  const shown = shownTypes(documents)
  return [...documents.gemeenten].flatMap(([file, document]) =>
    fileFaults(file, document, documents, shown),
  )
}
