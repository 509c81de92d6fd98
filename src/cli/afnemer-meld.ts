/** `signaalpoort afnemer meld`: attempts and results from a spreadsheet to the gateway. */
import type { GatewayClient } from '../client/client.ts'
import type { Config } from '../config.ts'
import { feedbackFor } from '../legal/feedback.ts'
import { loadPolicies } from '../legal/load.ts'
import { today } from './afnemer/archief/archief-options.ts'
import { CODE_KOLOM, POGING_KOLOMMEN, VERVOLG_KOLOMMEN } from './afnemer/archief/read-work.ts'
import { readTable } from './afnemer/csv-table.ts'
import { attemptsOf, POGINGEN } from './afnemer/melden/attempts.ts'
import { RESULTAATSOORT, resultsOf } from './afnemer/melden/results.ts'
import { type Afloop, tellRows, type Wijze } from './afnemer/melden/tell-rows.ts'
import { faultLine } from './afnemer/row-fault.ts'
import { type Command, subcommand } from './command.ts'
import { asMunicipality, MUNICIPALITY } from './municipality.ts'

type Tell = (client: GatewayClient, wijze: Wijze) => Promise<Afloop>

/** Each reads its table before anything is asked of the gateway. */
const KINDS: Readonly<Record<string, (path: string, config: Config) => Tell>> = {
  contactpogingen: (path, config) => {
    const tabel = attemptsOf(readTable<string>(path, POGING_KOLOMMEN), today(config))
    return (client, wijze) => tellRows(client, tabel, POGINGEN, wijze)
  },
  resultaten: (path, config) => {
    const policies = loadPolicies(config.policiesFolder)
    const dag = today(config)
    const tabel = resultsOf(
      readTable<string>(path, VERVOLG_KOLOMMEN),
      (resultaat) => feedbackFor(policies, resultaat, { geheim: false, dag })?.code,
    )
    return (client, wijze) => tellRows(client, tabel, RESULTAATSOORT, wijze)
  },
}

const meld = subcommand({
  words: ['SOORT', 'BESTAND'],
  uitleg:
    'meldt de poort contactpogingen of resultaten (CSV); met een foute regel gaat er niets weg; mag herhaald worden',
  options: {
    ...MUNICIPALITY,
    proef: { uitleg: 'zegt alleen wat er zou gebeuren' },
    'goede-regels': { uitleg: 'stuurt de goede regels, ook als er foute zijn' },
  },
  run: async (config, { values, words: [soort = '', path = ''] }) => {
    const kind = Object.hasOwn(KINDS, soort) ? KINDS[soort] : undefined
    if (kind === undefined)
      throw new Error(`"${soort}" is niet te melden; kies uit: ${Object.keys(KINDS).join(', ')}`)
    const tell = kind(path, config)
    const wijze = { proef: values.proef, ookMetFouten: values['goede-regels'] }
    const work = async (client: GatewayClient): Promise<number> => {
      const afloop = await tell(client, wijze)
      process.stdout.write(describe(afloop, values.proef))
      return afloop.fouten.length === 0 ? 0 : 1
    }
    return asMunicipality(config, values, work, 'hulpaanbod')
  },
})

function describe({ gemeld, bekend, nietGestuurd, fouten }: Afloop, proef: boolean): string {
  const held = proef ? 'Proef, er is niets gemeld' : 'Er is niets gemeld: eerst de fouten hieronder'
  const head = nietGestuurd > 0 || proef ? `${held}. Te melden` : 'Gemeld'
  const count = nietGestuurd > 0 || proef ? nietGestuurd : gemeld
  const lines = [`${head}: ${count} regels; stond er al: ${bekend}; fout: ${fouten.length}`]
  return `${[...lines, ...fouten.map(faultLine)].join('\n')}\n`
}

/** The command. */
export const afnemerMeldCommand: Command = {
  name: 'afnemer',
  uitleg: 'signaalpoort afnemer meld: wat u deed, uit een rekenblad naar de poort',
  subcommands: { meld },
  slot: `SOORT is contactpogingen (${POGING_KOLOMMEN.join(', ')}) of resultaten (${VERVOLG_KOLOMMEN.join(', ')}).\nHetzelfde bestand als voor "afnemer lees". Van een resultaat gaan alleen de groep en de ${CODE_KOLOM} naar de poort. Meer: docs/rekenblad.md.`,
}
