/** What two sets of policies say of purposes, derived fields, feedback, classes and settings: each as a named value, so that a difference can be told. */
import { RESULTATEN, Resultaat } from '../model/terugkoppeling.ts'
import { isAfgeleid } from '../model/veld.ts'
import type { Policies } from './compile.ts'
import { isOpen } from './doel-file.ts'
import { type Window, windowOf } from './window.ts'

const days = ({ vanaf, tot }: Window): string =>
  `vanaf ${vanaf}${tot === undefined ? '' : ` tot ${tot}`}`

type Named = readonly (readonly [string, string])[]

const purposes = ({ documents }: Policies): Named =>
  [...documents.doelen.values()].flatMap((file) => [
    [`Doel ${file.doel}@${file.versie}`, days(windowOf(file))] as const,
    ...('uit' in file ? [[`Doel ${file.doel} gaat verder met`, file.uit] as const] : []),
    ...Object.entries(file.velden)
      .filter(([veld, { vorm }]) => vorm !== 'afwezig' && (isAfgeleid(veld) || 'uit' in file))
      .map(([veld, { vorm }]) => [`Doel ${file.doel} neemt ${veld} als`, vorm] as const),
  ])

const feedback = ({ documents }: Policies): Named =>
  [...documents.doelen.values()].flatMap((file) =>
    file.doel === 'terugkoppeling'
      ? Resultaat.options.map((naam) => {
          const { code, opschortenDagen, ...rule } = file.resultaten[naam]
          const told = isOpen({ code, ...rule }) ? 'niet-opgepakt (open vraag)' : code
          const rests = opschortenDagen === undefined ? '' : `, opschorten ${opschortenDagen} dagen`
          return [`Terugkoppeling van "${RESULTATEN[naam].ddas}"`, `${told}${rests}`] as const
        })
      : [],
  )

const derived = ({ regels }: Policies): Named =>
  [...regels.values()]
    .flat()
    .flatMap(({ id, afgeleid }) =>
      [...afgeleid].map(
        ([veld, { doelen, grondslag }]) =>
          [
            `${id} leidt ${veld} af`,
            `voor ${doelen.map(({ doel }) => doel).join(', ') || 'geen doel'} op ${grondslag.join(', ')}`,
          ] as const,
      ),
    )

const classes = ({ documents }: Policies): Named => {
  const { bedrag, leeftijd, groep } = documents.klassen
  return [
    ['Klassen van het bedrag (cent)', bedrag.grenzenInCenten.join(', ')],
    ['Klassen van de leeftijd (dagen)', leeftijd?.grenzenInDagen.join(', ') ?? 'geen'],
    ['Kleinste groep in de werkvoorraad', `${groep?.kleinste ?? 'geen'}`],
  ]
}

const settings = ({ instellingen }: Policies): Named =>
  Object.entries(instellingen).map(([naam, stand]) => [`Instelling ${naam}`, stand])

/** Everything of that, by what it is called. */
export function purposeValues(policies: Policies): ReadonlyMap<string, string> {
  return new Map(
    [purposes, feedback, derived, classes, settings].flatMap((part) => [...part(policies)]),
  )
}
