/** A rule in which every part of a policy says something, for what is told of a rule: each sentence of it can be told from every other. */
import type { Policies, Rule } from '../../src/legal/compile.ts'
import { compileTest, sentenceOf, Voorwaarde } from '../../src/legal/conditions.ts'
import type { WetFile } from '../../src/legal/policy-file.ts'
import { bijzonderVeld } from '../../src/model/veld.ts'
import { ARNHEM, aCondition, aGroup, aRule, policiesOf } from './rules.ts'

const open = (vraag: string): { readonly open: string; readonly aanvaardDoor: string } => ({
  open: `vraag ${vraag}`,
  aanvaardDoor: `jurist ${vraag}`,
})

const voorwaarden = [
  Voorwaarde.parse({ voorwaarde: 'natuurlijkPersoon', grondslag: 'a1' }),
  Voorwaarde.parse({
    voorwaarde: 'minstensBedrag',
    centen: 5_000,
    grondslag: ['a1', 'a2'],
    ...open('bedrag'),
  }),
  Voorwaarde.parse({ voorwaarde: 'afspraakMetGemeente', grondslag: 'a3' }),
  Voorwaarde.parse({ voorwaarde: 'eindeleveringOpTijd', werkdagen: 20, grondslag: 'a2' }),
]

const file = {
  zin: 'Een verhuurder geeft een signaal. ',
  ...open('geheel'),
  grondslag: [
    { id: 'a1', bron: 'Wgs', artikel: '4 lid 1', link: 'https://example.nl/a1', strekking: 'Mag.' },
    { id: 'a2', bron: 'Besluit', artikel: '7', link: 'https://example.nl/a2', strekking: 'Moet.' },
    {
      id: 'a3',
      bron: 'Regeling',
      artikel: 'bijlage',
      link: 'https://example.nl/a3',
      strekking: 'Kan.',
    },
  ],
  geldig: { vanaf: '2026-01-01', tot: undefined, ...open('geldig') },
  van: {
    rol: 'verhuurder',
    deelnemers: [
      { oin: '00000099000000001000', naam: 'Woning Een' },
      { oin: '00000099000000002000', naam: 'Woning Twee' },
    ],
    ...open('van'),
  },
  naar: { aangewezen: [ARNHEM, '0268'], ...open('naar') },
  toonAls: 'wonen',
  voorwaarden,
  velden: {
    klantnummer: { grondslag: ['a1'], omdat: 'nodig', doelen: {}, ...open('veld') },
    'persoon.achternaam': { grondslag: ['a1', 'a2'], omdat: 'wie het is', doelen: {} },
  },
  afgeleid: {
    'achterstand.bedragklasse': { ...open('klasse') },
  },
  bijzonderheden: {
    boete: {
      soort: 'bedragInCenten',
      grondslag: ['a2'],
      zin: 'Een boete.',
      doelen: { hulpaanbod: 'heel' },
      ...open('boete'),
    },
    uitstel: {
      soort: 'jaNee',
      grondslag: ['a3'],
      zin: 'Of uitstel is verleend.',
      ...open('uitstel'),
    },
  },
  beeindiging: { zin: 'Het is voorbij.', remedie: 'Ga elders heen.', grondslag: ['a2'] },
  avg: {
    verzender: '6 lid 1 onder f',
    ontvanger: '6 lid 1 onder e',
    informatie: { wie: 'de verhuurder', wanneer: 'vooraf', tekst: 'Wij delen uw gegevens.' },
    bezwaar: true,
    archief: { categorie: 'B7', ...open('archief') },
  },
  bewaren: { gecodeerd: 'gecodeerd', verzegeld: 'verzegeld' },
} as unknown as Partial<WetFile>

export const toldRule = (
  overrides: Parameters<typeof aRule>[0] = {},
  more: Partial<WetFile> = {},
): Rule =>
  aRule(
    {
      velden: new Map([
        [
          'klantnummer',
          { omdat: 'nodig', grondslag: ['a1'], group: aGroup(['hulpaanbod', 'controle']) },
        ],
        ['persoon.achternaam', { omdat: 'wie het is', grondslag: ['a1', 'a2'], group: aGroup([]) }],
        [
          bijzonderVeld('boete'),
          { omdat: 'een boete', grondslag: ['a2'], group: aGroup(['hulpaanbod']) },
        ],
      ]),
      afgeleid: new Map([
        [
          'achterstand.bedragklasse',
          {
            omdat: 'om te kiezen',
            grondslag: ['a2'],
            doelen: [{ doel: 'selectie', vorm: 'klasse', vanaf: '2026-01-01', tot: undefined }],
          },
        ],
        ['adres.wijk', { omdat: 'om te rijden', grondslag: ['a3'], doelen: [] }],
      ]),
      voorwaarden: voorwaarden.map((one) => ({
        ...aCondition(
          one.voorwaarde === 'eindeleveringOpTijd' ? 'eindelevering-te-laat' : 'te-jong',
          true,
        ),
        naam: one.voorwaarde,
        uitleg: sentenceOf(one),
        geldt: compileTest(one),
      })),
      tot: '2027-01-01',
      ...overrides,
    },
    { ...file, ...more },
  )

const engels = [
  ['Een verhuurder geeft een signaal.', 'A landlord gives a signal.'],
  ['nodig', 'needed'],
  ['vraag geheel', 'question on the whole'],
  ['jurist geheel', 'lawyer of the whole'],
].map(([nl, en]) => ({ nl, en }))

/** Policies of that one rule, with an agreement and a type that goes another way. */
export const toldPolicies = (rule = toldRule()): Policies =>
  policiesOf([rule], {
    documents: {
      wet: new Map([['wet/huur.yaml', { ...rule.file, engels }]]),
      doelen: new Map(),
      gemeenten: new Map([
        [
          'gemeenten/0202.yaml',
          {
            gemeente: ARNHEM,
            drempels: [],
            afspraken: [
              {
                naam: 'Woning Een',
                vanaf: '2026-02-01',
                tot: '2026-12-01',
                kenmerk: 'k1',
                signaaltypen: 'alle',
              },
              {
                naam: 'Woning Twee',
                vanaf: '2026-03-01',
                tot: undefined,
                kenmerk: 'k2',
                signaaltypen: ['huur'],
              },
              {
                naam: 'Water',
                vanaf: '2026-04-01',
                tot: undefined,
                kenmerk: 'k3',
                signaaltypen: ['drinkwater'],
              },
            ],
          },
        ],
      ]),
      geweigerd: {
        grondslag: [
          {
            id: 'g1',
            bron: 'AVG',
            artikel: '6',
            link: 'https://example.nl/g1',
            strekking: 'Niet.',
          },
          {
            id: 'g2',
            bron: 'AVG',
            artikel: '5',
            link: 'https://example.nl/g2',
            strekking: 'Ook niet.',
          },
        ],
        soorten: {
          cjib: { zin: 'Hier niet.', remedie: 'Daar wel.', grondslag: ['g1'], ...open('cjib') },
        },
      },
      klassen: {},
      bewaartermijnen: {},
    } as unknown as Policies['documents'],
  })

/** A rule that says the least that a rule may say. */
export const bareRule = (): Rule =>
  aRule({}, {
    zin: 'Kaal.',
    grondslag: [
      { id: 'a1', bron: 'Wgs', artikel: '4', link: 'https://example.nl', strekking: 'Mag.' },
    ],
    geldig: { vanaf: '2026-01-01' },
    van: { rol: 'verhuurder' },
    naar: {},
    velden: {},
    afgeleid: {},
    bijzonderheden: {},
    avg: {
      verzender: '6',
      ontvanger: '6',
      informatie: { wie: 'wij', wanneer: 'dan' },
      bezwaar: false,
    },
  } as unknown as Partial<WetFile>)
