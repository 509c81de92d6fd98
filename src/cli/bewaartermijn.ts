/** `signaalpoort bewaartermijn`: a municipality reads, drafts, advises on and approves its own retention terms, over the API. */
import type { GatewayClient } from '../client/client.ts'
import type { components } from '../client/openapi-types.ts'
import {
  Bewaaradvies,
  Bewaarbesluit,
  Bewaarontwerp,
  Bewaartermijnen,
  Voorvertoningsmerk,
} from '../model/bewaarbesluit.ts'
import { describeDecision, describeTerms } from './bewaarbesluit-text.ts'
import { type Command, subcommand } from './command.ts'
import { asMunicipality, dataOf, MUNICIPALITY } from './municipality.ts'

type Schemas = components['schemas']
const JSON_OUT = { uitleg: 'als JSON' } as const

const print = (json: boolean, value: unknown, text: string): void =>
  void process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : text)

const show = (json: boolean, answer: unknown): number => {
  const besluit = Bewaarbesluit.parse(answer)
  print(json, besluit, describeDecision(besluit))
  return 0
}

const toon = subcommand({
  words: ['[ID]'],
  uitleg:
    'toont de termijnen en besluiten van uw gemeente; met ID één besluit met zijn voorvertoning',
  options: { ...MUNICIPALITY, json: JSON_OUT },
  run: async (config, { values, words: [id] }) =>
    asMunicipality(config, values, async (client) => {
      if (id !== undefined) return show(values.json, dataOf(await readOne(client, id)))
      const terms = Bewaartermijnen.parse(dataOf(await client.GET('/bewaartermijnen')))
      print(values.json, terms, describeTerms(terms))
      return 0
    }),
})

const readOne = (client: GatewayClient, id: string) =>
  client.GET('/bewaartermijnen/{id}', { params: { path: { id } } })

const ontwerp = subcommand({
  uitleg:
    'stelt een besluit op en toont wat het zou doen; er verandert niets voordat een ander goedkeurt',
  options: {
    ...MUNICIPALITY,
    termijn: { waarde: 'CATEGORIE=DUUR', meer: true, uitleg: 'zoals gecodeerd=P3M (ISO 8601)' },
    wijze: { waarde: 'WIJZE', uitleg: 'fgStelt of fgAdviseert: hoe uw gemeente voortaan besluit' },
    ingang: { waarde: 'DAG', uitleg: 'de ingangsdatum: vanaf morgen, tot drie maanden vooruit' },
    kenmerk: { waarde: 'KENMERK', uitleg: 'uw eigen kenmerk van het besluit' },
    json: JSON_OUT,
  },
  run: async (config, { values }) => {
    const body = draftOf(values)
    return asMunicipality(config, values, async (client) => {
      const answer = await client.POST('/bewaartermijnen', {
        body: body as Schemas['Bewaarontwerp'],
      })
      return show(values.json, dataOf(answer))
    })
  },
})

/**
 * The draft that the options say.
 * @throws Error in Dutch naming what is wrong
 */
export function draftOf(values: {
  readonly termijn: readonly string[] | undefined
  readonly wijze: string | undefined
  readonly ingang: string | undefined
  readonly kenmerk: string | undefined
}): Bewaarontwerp {
  const { wijze, ingang: ingangsdatum, kenmerk } = values
  const termijnen = (values.termijn ?? []).map((one) => {
    const [categorie = '', termijn = ''] = one.split('=')
    return { categorie, termijn }
  })
  const parsed = Bewaarontwerp.safeParse({
    termijnen,
    ...(wijze === undefined ? {} : { wijze }),
    ingangsdatum,
    ...(kenmerk === undefined ? {} : { kenmerk }),
  })
  if (parsed.success) return parsed.data
  const [place] = parsed.error.issues[0]?.path ?? []
  const option = place === 'ingangsdatum' ? 'ingang' : place === 'termijnen' ? 'termijn' : place
  throw new Error(`--${String(option)} ontbreekt of is onjuist: ${FORMS}`)
}

const FORMS =
  'geef zoiets als --termijn gecodeerd=P3M --ingang 2026-12-01; "signaalpoort bewaartermijn --help" zegt wat er kan'

const advies = subcommand({
  words: ['ID'],
  uitleg: 'legt advies over een besluit vast; een ander dan de opsteller, en die keurt niet goed',
  options: {
    ...MUNICIPALITY,
    strekking: { waarde: 'STREKKING', uitleg: 'instemmend of afwijkend' },
    json: JSON_OUT,
  },
  run: async (config, { values, words: [id = ''] }) => {
    const body = Bewaaradvies.safeParse({ strekking: values.strekking })
    if (!body.success) throw new Error('geef --strekking instemmend of --strekking afwijkend')
    return asMunicipality(config, values, async (client) => {
      const path = { params: { path: { id } } }
      const answer = await client.POST('/bewaartermijnen/{id}/advies', { ...path, body: body.data })
      return show(values.json, dataOf(answer))
    })
  },
})

const keurGoed = subcommand({
  words: ['ID'],
  uitleg: 'keurt een besluit goed op de voorvertoning die u zag; zonder --gezien alleen tonen',
  options: {
    ...MUNICIPALITY,
    gezien: { waarde: 'MERK', uitleg: 'wat achter "Gezien:" stond, hoogstens een dag oud' },
    json: JSON_OUT,
  },
  run: async (config, { values, words: [id = ''] }) => {
    const voorvertoning = values.gezien === undefined ? undefined : markOf(values.gezien)
    return asMunicipality(config, values, async (client) => {
      if (voorvertoning === undefined) {
        show(values.json, dataOf(await readOne(client, id)))
        process.stderr.write(
          'Nog niet goedgekeurd: geef --gezien met wat hierboven achter "Gezien:" staat.\n',
        )
        return 1
      }
      const path = { params: { path: { id } } }
      const body = { besluit: 'goedgekeurd', voorvertoning } as const
      return show(
        values.json,
        dataOf(await client.POST('/bewaartermijnen/{id}/goedkeuring', { ...path, body })),
      )
    })
  },
})

/** @throws Error in Dutch when it is no mark as `toon` prints it */
export function markOf(gezien: string): Voorvertoningsmerk {
  const [peiltijdstip, controlegetal] = gezien.split('/')
  const parsed = Voorvertoningsmerk.safeParse({ peiltijdstip, controlegetal })
  if (parsed.success) return parsed.data
  throw new Error(
    '--gezien is onjuist: neem over wat "signaalpoort bewaartermijn toon ID" achter "Gezien:" zet',
  )
}

const verwerp = subcommand({
  words: ['ID'],
  uitleg: 'verwerpt een besluit; een ander dan wie opstelde of adviseerde',
  options: { ...MUNICIPALITY, json: JSON_OUT },
  run: async (config, { values, words: [id = ''] }) =>
    asMunicipality(config, values, async (client) => {
      const path = { params: { path: { id } } }
      const body = { besluit: 'verworpen' } as const
      const answer = await client.POST('/bewaartermijnen/{id}/goedkeuring', { ...path, body })
      return show(values.json, dataOf(answer))
    }),
})

const trekIn = subcommand({
  words: ['ID'],
  uitleg: 'trekt een besluit in zolang het niet van kracht is',
  options: { ...MUNICIPALITY, json: JSON_OUT },
  run: async (config, { values, words: [id = ''] }) =>
    asMunicipality(config, values, async (client) => {
      const path = { params: { path: { id } } }
      return show(values.json, dataOf(await client.POST('/bewaartermijnen/{id}/intrekking', path)))
    }),
})

/** The command. */
export const bewaartermijnCommand: Command = {
  name: 'bewaartermijn',
  uitleg:
    'signaalpoort bewaartermijn: uw gemeente stelt haar eigen bewaartermijnen, met twee personen',
  subcommands: { toon, ontwerp, advies, 'keur-goed': keurGoed, verwerp, 'trek-in': trekIn },
  slot:
    'Verkorten raakt ook wat er al ligt, verlengen alleen wat nog komt. KENMERK is uw eigen kenmerk van een\n' +
    'medewerker; wie opstelt, adviseert en goedkeurt zijn verschillende personen. Meer: docs/retention.md',
}
