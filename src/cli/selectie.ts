/** `signaalpoort selectie`: a municipality chooses from its work list, over the API: proposes, decides, reads, undoes, refills. */
import type { GatewayClient } from '../client/client.ts'
import { Selectie, Selectievraag } from '../model/selectie.ts'
import { Rest } from '../model/werkwijze.ts'
import { checkChoice, chooseWaiting, readWorkList } from './afnemer/choose-from-table.ts'
import { faultLine } from './afnemer/row-fault.ts'
import { readChoice } from './afnemer/work-list-table.ts'
import { type Command, subcommand } from './command.ts'
import { asMunicipality, dataOf, MUNICIPALITY } from './municipality.ts'
import { readParty } from './party.ts'
import { renderTable } from './table.ts'

const HEAD = ['plaats', 'melding', 'gekozen', 'waarom']
/** More than this nobody reads on a screen; --json gives all. */
const SHOWN = 50

function render(selectie: Selectie): string {
  const { id, toestand, aantallen, rest, meldingen } = selectie
  const rows = meldingen
    .slice(0, SHOWN)
    .map((one) => [String(one.plaats), one.id, one.gekozen ? 'ja' : 'nee', one.uitleg])
  const more = meldingen.length > SHOWN ? `… en nog ${meldingen.length - SHOWN}; zie --json\n` : ''
  const others = rest === undefined ? 'blijven wachten' : `worden: ${rest}`
  return `Selectie ${id}: ${toestand}. Gekozen ${aantallen.gekozen} (${aantallen.buitenGrenzen} buiten elke grens), niet gekozen ${aantallen.nietGekozen}${aantallen.nietGekozen === 0 ? '' : ` (${others})`}.\n${rows.length === 0 ? '' : renderTable([HEAD, ...rows])}${more}`
}

const number = (name: string, given: string | undefined): number | undefined => {
  if (given === undefined) return undefined
  if (!/^[1-9]\d*$/.test(given)) throw new Error(`--${name} is een getal vanaf 1`)
  return Number(given)
}

/** As it goes over the line: what is not asked is not there. */
const bodyOf = <T extends object>(vraag: T) =>
  givenOf(vraag) as { [K in keyof T]: Exclude<T[K], undefined> }

/** Proposes, and decides where `besluit` says so. */
async function choose(
  client: GatewayClient,
  vraag: Selectievraag,
  besluit: { readonly rest: Rest | undefined } | undefined,
): Promise<Selectie> {
  const proposed = Selectie.parse(dataOf(await client.POST('/selecties', { body: bodyOf(vraag) })))
  if (besluit === undefined) return proposed
  return decide(client, proposed.id, besluit.rest)
}

async function decide(
  client: GatewayClient,
  id: string,
  rest: Rest | undefined,
): Promise<Selectie> {
  const body = rest === undefined ? {} : { rest }
  const answer = await client.POST('/selecties/{id}/vaststelling', { ...pathOf(id), body })
  return Selectie.parse(dataOf(answer))
}

function show(json: boolean, selectie: Selectie): number {
  process.stdout.write(json ? `${JSON.stringify(selectie, null, 2)}\n` : render(selectie))
  return 0
}

/** @throws Error naming what may be asked */
function restOf(given: string | undefined): Rest | undefined {
  const rest = Rest.optional().safeParse(given)
  if (!rest.success) throw new Error('--rest is uitstellen, brief of retour')
  return rest.data
}

/** Everyone who waits in this municipality is chosen. */
export function chooseAll(
  client: GatewayClient,
  gemeentecode: Selectievraag['gemeentecode'],
): Promise<Selectie> {
  return choose(client, { gemeentecode, alles: true }, { rest: undefined })
}

const OPTIONS = {
  ...MUNICIPALITY,
  alles: { uitleg: 'kies iedereen: de wet vraagt een aanbod bij elk aangewezen signaal' },
  melding: { waarde: 'ID', meer: true, uitleg: 'kies deze melding' },
  capaciteit: { waarde: 'N', uitleg: 'hoogstens zoveel; zonder: wat uw college besloot' },
  'maximum-per-wijk': { waarde: 'N', uitleg: 'hoogstens zoveel per wijk' },
  drempel: { waarde: 'CENT', uitleg: 'een grens van de bedragklassen, in centen' },
  'zonder-herhaalde': { uitleg: 'niet wie kort geleden al werd opgepakt met dezelfde achterstand' },
  rest: {
    waarde: 'REST',
    uitleg: 'wat er gebeurt met wie niet is gekozen: uitstellen, brief of retour',
  },
  vaststellen: { uitleg: 'stel het voorstel meteen vast; zonder: het blijft een voorstel' },
  json: { uitleg: 'als JSON' },
} as const

/** A subcommand on the choice that its word names. */
const onOne = (
  uitleg: string,
  act: (client: GatewayClient, id: string) => Promise<{ data?: unknown; error?: unknown }>,
) =>
  subcommand({
    words: ['ID'],
    uitleg,
    options: { ...MUNICIPALITY, json: OPTIONS.json },
    run: async (config, { values, words: [id] }) => {
      if (id === undefined) throw new Error('zeg welke selectie: het id dat het voorstel gaf')
      const work = async (client: GatewayClient): Promise<number> =>
        show(values.json, Selectie.parse(dataOf(await act(client, id))))
      return asMunicipality(config, values, work, 'selectie')
    },
  })

const pathOf = (id: string) => ({ params: { path: { id } } })

const readOne = subcommand({
  words: ['BESTAND'],
  uitleg:
    'kiest wie in de werklijst (CSV van "afnemer lijst") "ja" heeft bij gekozen; met een foute regel gaat er niets weg',
  options: {
    ...MUNICIPALITY,
    'goede-regels': { uitleg: 'kies ook als er foute regels zijn: wie in de goede staat' },
    rest: OPTIONS.rest,
    vaststellen: OPTIONS.vaststellen,
    json: OPTIONS.json,
  },
  run: async (config, { values, words: [path = ''] }) => {
    const { gemeentecode } = readParty(config.certsFolder, values.namens ?? values.als).deelnemer
    if (gemeentecode === undefined)
      throw new Error('zeg met --als welke gemeente u bent, of met --namens voor welke u werkt')
    const besluit = values.vaststellen ? { rest: restOf(values.rest) } : undefined
    const tabel = readChoice(path)
    const work = async (client: GatewayClient): Promise<number> => {
      const keuze = chooseWaiting(tabel, await readWorkList(client))
      for (const fout of keuze.fouten) process.stderr.write(`${faultLine(fout)}\n`)
      if (keuze.fouten.length > 0 && !values['goede-regels'])
        throw new Error(
          'er is niets gekozen: verbeter eerst de regels hierboven, of kies met --goede-regels alleen uit de andere',
        )
      checkChoice(keuze)
      const vraag = { gemeentecode, meldingen: [...keuze.meldingen] }
      show(values.json, await choose(client, vraag, besluit))
      return keuze.fouten.length === 0 ? 0 : 1
    }
    return asMunicipality(config, values, work, 'selectie')
  },
})

const decideOne = subcommand({
  words: ['ID'],
  uitleg: 'stelt een voorstel vast: wie is gekozen gaat open',
  options: { ...MUNICIPALITY, rest: OPTIONS.rest, json: OPTIONS.json },
  run: async (config, { values, words: [id] }) => {
    if (id === undefined) throw new Error('zeg welk voorstel: het id dat het gaf')
    const rest = restOf(values.rest)
    const work = async (client: GatewayClient): Promise<number> =>
      show(values.json, await decide(client, id, rest))
    return asMunicipality(config, values, work, 'selectie')
  },
})

/** The command. */
export const selectieCommand: Command = {
  name: 'selectie',
  uitleg: 'signaalpoort selectie: uw gemeente kiest wie een aanbod krijgt; alleen die gaan open',
  subcommands: {
    '': subcommand({
      uitleg: 'stelt een keuze uit de werkvoorraad voor, of kiest meteen',
      options: OPTIONS,
      run: async (config, { values }) => {
        const { gemeentecode } = readParty(
          config.certsFolder,
          values.namens ?? values.als,
        ).deelnemer
        const asked = Selectievraag.safeParse({
          gemeentecode,
          ...(values.alles ? { alles: true } : {}),
          ...(values.melding === undefined ? {} : { meldingen: values.melding }),
          ...givenOf({
            capaciteit: number('capaciteit', values.capaciteit),
            maximumPerWijk: number('maximum-per-wijk', values['maximum-per-wijk']),
            drempelInCenten: number('drempel', values.drempel),
            uitsluitHerhaald: values['zonder-herhaalde'] ? true : undefined,
          }),
        })
        if (!asked.success)
          throw new Error(
            'kies één van: --alles, --melding ID (mag vaker), of grenzen; en zeg met --als welke gemeente u bent',
          )
        const rest = restOf(values.rest)
        const besluit = values.vaststellen ? { rest } : undefined
        return asMunicipality(
          config,
          values,
          async (client) => {
            return show(values.json, await choose(client, asked.data, besluit))
          },
          'selectie',
        )
      },
    }),
    toon: onOne('toont een selectie: het voorstel, of wat er is besloten', (client, id) =>
      client.GET('/selecties/{id}', pathOf(id)),
    ),
    lees: readOne,
    'stel-vast': decideOne,
    'draai-terug': onOne(
      'draait een vastgestelde selectie terug, voor wie nog niet is opgehaald',
      (client, id) => client.POST('/selecties/{id}/terugdraaiing', pathOf(id)),
    ),
    'vul-aan': onOne('kiest voor wie uitviel de volgende uit dezelfde volgorde', (client, id) =>
      client.POST('/selecties/{id}/aanvulling', pathOf(id)),
    ),
  },
  slot: 'Een machine kan voorstellen (--medewerker systeem), maar alleen een medewerker stelt vast.',
}

const givenOf = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
