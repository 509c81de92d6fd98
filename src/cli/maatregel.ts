/** `signaalpoort maatregel`: a municipality holds signals or restricts them, with two persons, over the API. */
import { Maatregel, Maatregelen, Maatregelvoorstel } from '../model/maatregel.ts'
import { type Command, subcommand } from './command.ts'
import { asMunicipality, dataOf, MUNICIPALITY } from './municipality.ts'
import { renderTable } from './table.ts'

const JSON_OUT = { uitleg: 'als JSON' } as const

const print = (json: boolean, value: unknown, text: string): void =>
  void process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : text)

const HEAD = ['maatregel', 'soort', 'reden', 'stand', 'tot', 'signalen']
const rowOf = (one: Maatregel): readonly string[] => [
  one.id,
  one.bevriest && one.soort === 'beperking' ? 'beperking (houdt ook wissen tegen)' : one.soort,
  one.reden,
  one.eindeVoorgesteldDoor !== undefined && one.toestand === 'van-kracht'
    ? `einde voorgesteld door ${one.eindeVoorgesteldDoor}`
    : one.toestand,
  one.totDatum,
  String(one.signalen.length),
]

const show = (json: boolean, answer: unknown): number => {
  const maatregel = Maatregel.parse(answer)
  print(json, maatregel, renderTable([HEAD, rowOf(maatregel)]))
  return 0
}

const toon = subcommand({
  uitleg: 'toont de bevriezingen en beperkingen van uw gemeente, nieuwste eerst',
  options: { ...MUNICIPALITY, json: JSON_OUT },
  run: async (config, { values }) =>
    asMunicipality(config, values, async (client) => {
      const { maatregelen } = Maatregelen.parse(dataOf(await client.GET('/maatregelen')))
      const none = 'Er zijn geen maatregelen.\n'
      const text = maatregelen.length === 0 ? none : renderTable([HEAD, ...maatregelen.map(rowOf)])
      print(values.json, { maatregelen }, text)
      return 0
    }),
})

const stelVoor = subcommand({
  words: ['SOORT'],
  uitleg: 'stelt een bevriezing of beperking voor; zij geldt pas als een ander haar vaststelt',
  options: {
    ...MUNICIPALITY,
    reden: { waarde: 'REDEN', uitleg: 'zie onderaan' },
    tot: {
      waarde: 'DAG',
      uitleg: 'de eerste dag waarop zij niet meer geldt; ten hoogste een jaar vooruit',
    },
    signaal: { waarde: 'ID', meer: true, uitleg: 'id van een signaal (melding)' },
    json: JSON_OUT,
  },
  run: async (config, { values, words: [soort = ''] }) => {
    const { reden, tot: totDatum, signaal: signalen } = values
    const body = Maatregelvoorstel.safeParse({ soort, reden, totDatum, signalen })
    if (!body.success) throw new Error(BAD_PROPOSAL)
    return asMunicipality(config, values, async (client) =>
      show(values.json, dataOf(await client.POST('/maatregelen', { body: body.data }))),
    )
  },
})

const BAD_PROPOSAL =
  'geef bevriezing of beperking, met --reden, --tot DAG en --signaal ID; "signaalpoort maatregel --help" noemt de redenen'

type Deed = 'vaststelling' | 'beeindiging' | 'intrekking'

const deed = (route: Deed, uitleg: string) =>
  subcommand({
    words: ['ID'],
    uitleg,
    options: { ...MUNICIPALITY, json: JSON_OUT },
    run: async (config, { values, words: [id = ''] }) =>
      asMunicipality(config, values, async (client) => {
        const path = { params: { path: { id } } }
        return show(values.json, dataOf(await client.POST(`/maatregelen/{id}/${route}`, path)))
      }),
  })

/** The command. */
export const maatregelCommand: Command = {
  name: 'maatregel',
  uitleg: 'signaalpoort maatregel: uw gemeente bevriest of beperkt signalen, met twee personen',
  subcommands: {
    toon,
    'stel-voor': stelVoor,
    'stel-vast': deed('vaststelling', 'stelt vast wat een ander voorstelde: zij geldt vanaf nu'),
    beeindig: deed('beeindiging', 'stelt het einde voor; een tweede persoon voert het zo uit'),
    'trek-in': deed('intrekking', 'trekt een voorstel in dat niemand vaststelde'),
  },
  slot:
    'Redenen van een bevriezing (er wordt niet gewist): klacht, onderzoek, gerechtelijke-procedure, inzageverzoek.\n' +
    'Redenen van een beperking (er wordt niet verstrekt, AVG art. 18 lid 1): juistheid-betwist, bezwaar-in-behandeling;\n' +
    'en waarbij ook niet wordt gewist: onrechtmatig-niet-wissen, rechtsvordering-betrokkene.',
}
