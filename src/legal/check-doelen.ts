/** Whether the purposes and derived fields fit: each form is one that the field has, no class without its source, feedback that tells no more than it may. */
import { BELEIDSDOELEN, OPENINGSDOELEN } from '../model/doel.ts'
import { GROVE_CODE } from '../model/terugkoppeling.ts'
import { AFGELEIDE_VELDEN, afleidingOf, isAfgeleid, type Vorm } from '../model/veld.ts'
import { articleFaults, type Cites, type PolicyFault } from './check.ts'
import { findingCites, findingFaults } from './check-controle.ts'
import type { PolicyDocuments } from './compile.ts'
import type { DoelFile, TerugkoppelingFile } from './doel-file.ts'
import type { WetFile } from './policy-file.ts'

/** Purposes of the policies that open no sealed field. */
const CLEAR: ReadonlySet<string> = new Set(
  BELEIDSDOELEN.filter((doel) => !OPENINGSDOELEN.some((one) => one === doel)),
)

type Said = readonly [path: readonly (string | number)[], detail: string]

/** A derived field has one form, and what it is made of passes by the same rule. */
const derivedFaults = (rule: WetFile, { klassen }: PolicyDocuments): readonly Said[] =>
  AFGELEIDE_VELDEN.flatMap((veld): readonly Said[] => {
    const derived = rule.afgeleid[veld]
    if (derived === undefined) return []
    const { vorm, bronnen, een } = afleidingOf(veld)
    const place = ['afgeleid', veld]
    const wrong = Object.entries(derived.doelen).filter(([, form]) => form !== vorm)
    const missing = bronnen.filter((bron) => rule.velden[bron] === undefined)
    const isSourceless = een === true ? missing.length === bronnen.length : missing.length > 0
    return [
      ...wrong.map(
        ([doel]): Said => [
          [...place, 'doelen', doel],
          `${veld} kan alleen als ${vorm}. Schrijf ${doel}: ${vorm}.`,
        ],
      ),
      ...(isSourceless
        ? ([
            [
              place,
              `${veld} wordt afgeleid van ${bronnen.join(' of ')}, en dat gaat bij dit soort signaal niet mee. Haal ${veld} weg.`,
            ],
          ] satisfies readonly Said[])
        : []),
      ...(veld === 'achterstand.leeftijdsklasse' && klassen.leeftijd === undefined
        ? ([
            [place, 'klassen.yaml noemt geen klassen van leeftijd. Zet ze daar.'],
          ] satisfies readonly Said[])
        : []),
    ]
  })

/** Only a purpose that opens gets a field as it is. */
const wholeFaults = (rule: WetFile): readonly Said[] => {
  const named = [
    ...Object.entries(rule.velden).map(([veld, { doelen }]) => [['velden', veld], doelen] as const),
    ...Object.entries(rule.bijzonderheden).map(
      ([code, { doelen = {} }]) => [['bijzonderheden', code], doelen] as const,
    ),
  ]
  return named.flatMap(([place, doelen]) =>
    Object.keys(doelen)
      .filter((doel) => CLEAR.has(doel))
      .map((doel): Said => {
        const detail = `${doel} opent geen veld: alleen ${OPENINGSDOELEN.join(' en ')} doen dat. Zet een klasse, wijk of vlag onder afgeleid.`
        return [[...place, 'doelen', doel], detail]
      }),
  )
}

const articlesOf = (rule: WetFile): readonly Cites[] =>
  Object.entries(rule.afgeleid).map(([veld, { grondslag }]) => ({
    path: ['afgeleid', veld, 'grondslag'],
    ids: grondslag,
  }))

/** What a rule says of the AVG that a set must say today. */
const avgFaults = ({ avg }: WetFile): readonly Said[] => [
  ...(avg.informatie.tekst === undefined
    ? ([
        [
          ['avg', 'informatie'],
          'de tekst ontbreekt waarmee de inwoner wordt geïnformeerd. Zet haar onder tekst.',
        ],
      ] satisfies readonly Said[])
    : []),
  ...(avg.archief === undefined
    ? ([
        [
          ['avg'],
          'de categorie van de selectielijst ontbreekt. Zet haar onder archief, met open: als zij niet is gevonden.',
        ],
      ] satisfies readonly Said[])
    : []),
]

/** Why a purpose does not take a field in this form; undefined where it may. */
const whyNot = (doel: DoelFile['doel'], veld: string, vorm: Vorm): string | undefined => {
  const derived = isAfgeleid(veld)
  const only = derived ? afleidingOf(veld).vorm : 'heel'
  if (vorm !== only) return `${veld} kan alleen als ${only}, of afwezig zijn. Kies een van beide.`
  switch (doel) {
    case 'terugkoppeling':
      return 'een aanleveraar krijgt geen veld terug, alleen een code. Haal het veld weg of zet het op afwezig.'
    case 'selectie':
    case 'monitor':
      return derived ? undefined : WHOLE
    case 'controle':
    case 'hulpaanbod':
    case 'statistiek':
      return derived ? DERIVED : undefined
  }
}

const WHOLE =
  'vóór het openen is geen heel veld te zien: neem een afgeleid veld, of zet het op afwezig.'
const DERIVED =
  'een afgeleid veld is niet verzegeld en gaat niet naar dit doel: neem het veld zelf.'

/** Forms that a field cannot have for this purpose. */
const formFaults = ({ doel, velden }: DoelFile): readonly Said[] =>
  Object.entries(velden).flatMap(([veld, { vorm }]): readonly Said[] => {
    const detail = vorm === 'afwezig' ? undefined : whyNot(doel, veld, vorm)
    return detail === undefined ? [] : [[['velden', veld], detail]]
  })

const feedbackFaults = ({ resultaten }: TerugkoppelingFile): readonly Said[] => [
  ...(resultaten['andere-reden'].code === GROVE_CODE
    ? []
    : ([
        [
          ['resultaten', 'andere-reden', 'code'],
          `van een andere reden leest de aanleveraar nooit meer dan ${GROVE_CODE}. Schrijf code: ${GROVE_CODE}.`,
        ],
      ] satisfies readonly Said[])),
  ...Object.entries(resultaten).flatMap(([naam, { code, opschortenDagen }]): readonly Said[] =>
    opschortenDagen !== undefined && code !== 'hulp-aanvaard'
      ? [
          [
            ['resultaten', naam, 'opschortenDagen'],
            'alleen bij hulp-aanvaard schort een aanleveraar op. Haal opschortenDagen weg.',
          ],
        ]
      : [],
  ),
]

const citesOf = (file: DoelFile): readonly Cites[] =>
  file.doel === 'terugkoppeling'
    ? [
        { path: ['grof', 'grondslag'], ids: file.grof.grondslag },
        ...Object.entries(file.resultaten).map(([naam, { grondslag }]) => ({
          path: ['resultaten', naam, 'grondslag'],
          ids: grondslag,
        })),
        ...Object.entries(file.tussentijds ?? {}).map(([naam, { grondslag }]) => ({
          path: ['tussentijds', naam, 'grondslag'],
          ids: grondslag,
        })),
      ]
    : file.doel === 'controle'
      ? findingCites(file)
      : []

const MISSING = 'er ontbreekt een voorbeeld: '

/** One example that passes and one that is absent; of feedback one that tells, one of a protected address and one of another reason. */
const exampleFaults = (file: DoelFile): readonly Said[] => {
  const path = file.voorbeelden === undefined ? [] : ['voorbeelden']
  const asked: readonly (readonly [boolean, string])[] =
    file.doel === 'terugkoppeling'
      ? [
          [
            has(file, (one) => one.verwacht !== GROVE_CODE),
            'een resultaat dat wordt teruggekoppeld',
          ],
          [has(file, (one) => one.geheim), 'een beschermd adres (geheim: true)'],
          [has(file, (one) => one.resultaat === 'andere-reden'), 'een andere reden'],
        ]
      : [
          [hasForm(file, (vorm) => vorm !== 'afwezig'), 'een veld dat dit doel krijgt'],
          [hasForm(file, (vorm) => vorm === 'afwezig'), 'een veld dat afwezig is'],
        ]
  return asked
    .filter(([found]) => !found)
    .map(([, what]): Said => [path, `${MISSING}${what}. Voeg het toe onder voorbeelden.`])
}

const has = (
  { voorbeelden = [] }: TerugkoppelingFile,
  test: (one: NonNullable<TerugkoppelingFile['voorbeelden']>[number]) => boolean,
): boolean => voorbeelden.some(test)

const hasForm = (
  { voorbeelden = [] }: Exclude<DoelFile, TerugkoppelingFile>,
  test: (vorm: string) => boolean,
): boolean => voorbeelden.some(({ verwacht }) => test(verwacht))

const purposeFaults = (file: DoelFile, { doelen, klassen }: PolicyDocuments): readonly Said[] => [
  ...formFaults(file),
  ...exampleFaults(file),
  ...(file.doel === 'terugkoppeling' ? feedbackFaults(file) : []),
  ...(file.doel === 'controle' ? findingFaults(file) : []),
  ...('uit' in file && ![...doelen.values()].some(({ doel }) => doel === file.uit)
    ? ([
        [
          ['uit'],
          `doel ${file.uit} heeft geen bestand in doelen/. Beschrijf het daar, of verbeter de naam.`,
        ],
      ] satisfies readonly Said[])
    : []),
  ...(file.doel === 'selectie' && klassen.groep === undefined
    ? ([
        [
          [],
          'klassen.yaml noemt geen kleinste groep. Zet daar onder groep hoe groot zij ten minste is.',
        ],
      ] satisfies readonly Said[])
    : []),
]

const placed = (file: string, said: readonly Said[]): readonly PolicyFault[] =>
  said.map(([path, detail]) => ({ file, path, detail }))

/** The faults of every purpose, of what each rule derives, and of the AVG side that a set must have today. */
export function checkDoelen(documents: PolicyDocuments): readonly PolicyFault[] {
  return [
    ...[...documents.wet].flatMap(([file, rule]) => [
      ...placed(file, [
        ...wholeFaults(rule),
        ...derivedFaults(rule, documents),
        ...avgFaults(rule),
      ]),
      ...unknownArticles(file, rule.grondslag, articlesOf(rule)),
    ]),
    ...[...documents.doelen].flatMap(([file, purpose]) => [
      ...placed(file, purposeFaults(purpose, documents)),
      ...unknownArticles(file, purpose.grondslag, citesOf(purpose)),
    ]),
  ]
}

/** Articles described twice are said by the check of the file as a whole. */
const unknownArticles = (
  file: string,
  articles: WetFile['grondslag'],
  cites: readonly Cites[],
): readonly PolicyFault[] =>
  articleFaults(file, articles, cites).filter(({ path }) => path.length > 1)
