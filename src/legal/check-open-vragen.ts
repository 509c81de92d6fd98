/** Whether the open questions block what nobody accepted, and whether the settings that hang on them are named as code reads them. */
import type { PolicyFault } from './check.ts'
import type { PolicyDocuments } from './compile.ts'
import { INSTELLINGEN, type OpenVragenFile, type Vraag } from './open-vragen-file.ts'

const FILE = 'open-vragen.yaml'
const TERMS = 'bewaartermijnen'

const namesOf = ({ wet, doelen }: PolicyDocuments): ReadonlySet<string> =>
  new Set([
    ...[...wet.values()].map(({ regel }) => regel),
    ...[...doelen.values()].map(({ doel }) => `doelen/${doel}`),
    TERMS,
  ])

const ruleFaults = (
  naam: string,
  { regels, lezing, vraag, lezingen }: Vraag,
  names: ReadonlySet<string>,
): readonly PolicyFault[] => {
  const at = (index: number): readonly (string | number)[] => ['vragen', naam, 'regels', index]
  const choose = Object.keys(lezingen).join(' of ')
  return regels.flatMap((regel, index) => {
    if (lezing !== undefined) return []
    if (!names.has(regel)) {
      const detail = `${regel} staat niet in deze map, dus houdt deze open vraag niets tegen. Verbeter de naam of haal haar weg.`
      return [{ file: FILE, path: at(index), detail }]
    }
    const detail = `${regel} mag niet in werking zijn zolang deze vraag open is: ${vraag} Laat iemand een lezing aanvaarden (lezing: ${choose}, met aanvaardDoor), of haal ${regel} uit de map.`
    return [{ file: FILE, path: at(index), detail }]
  })
}

const settingFaults = (naam: string, { instelling, lezingen }: Vraag): readonly PolicyFault[] => {
  if (instelling === undefined) return []
  const known: readonly string[] = INSTELLINGEN[instelling]
  const named = Object.keys(lezingen)
  if (named.length === known.length && named.every((one) => known.includes(one))) return []
  const detail = `de lezingen van instelling ${instelling} zijn ${known.join(', ')}. Beschrijf precies deze.`
  return [{ file: FILE, path: ['vragen', naam, 'lezingen'], detail }]
}

const doubleFaults = ({ vragen }: OpenVragenFile): readonly PolicyFault[] => {
  const seen = new Set<string>()
  return Object.entries(vragen).flatMap(([naam, { instelling }]) => {
    if (instelling === undefined) return []
    const isDouble = seen.has(instelling)
    seen.add(instelling)
    const detail = `een andere vraag gaat ook over instelling ${instelling}. Laat een van de twee staan.`
    return isDouble ? [{ file: FILE, path: ['vragen', naam, 'instelling'], detail }] : []
  })
}

/** The faults of the questions. Without the file nothing could be known to be open: then the set is refused. */
export function checkOpenVragen(documents: PolicyDocuments): readonly PolicyFault[] {
  const { openVragen } = documents
  if (openVragen === undefined) {
    const detail =
      'dit bestand ontbreekt. Zet daarin welke juridische vragen open zijn en wie welke lezing aanvaardde.'
    return [{ file: FILE, path: [], detail }]
  }
  const names = namesOf(documents)
  return [
    ...Object.entries(openVragen.vragen).flatMap(([naam, vraag]) => [
      ...ruleFaults(naam, vraag, names),
      ...settingFaults(naam, vraag),
    ]),
    ...doubleFaults(openVragen),
  ]
}
