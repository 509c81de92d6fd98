/** `signaalpoort mandaat`: shows, gives and ends mandates. */
import type { Mandaatstand } from '../model/deelnemerstand.ts'
import { DOELEN } from '../model/doel.ts'
import { Hoedanigheid } from '../model/mandaat.ts'
import { type Command, subcommand } from './command.ts'
import { change, countMandaten, given, MEDEWERKER, readRegister, termOf } from './register.ts'
import { renderTable } from './table.ts'

const PAIR = {
  gever: { waarde: 'OIN', uitleg: 'voor wie er gehandeld wordt: de verantwoordelijke' },
  gemachtigde: { waarde: 'OIN', uitleg: 'wie er handelt: leverancier of uitvoerder' },
} as const

const toon = subcommand({
  words: ['[OIN]'],
  uitleg: 'toont de mandaten die lopen of nog ingaan, alle of van één deelnemer',
  options: { alles: { uitleg: 'ook wat voorbij is' }, json: { uitleg: 'als JSON' } },
  run: async (config, { values, words }) => {
    const { mandaten, vandaag } = await readRegister(config, words[0])
    const shown = mandaten.filter(({ tot }) => values.alles || tot === undefined || tot > vandaag)
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ mandaten: shown }, null, 2)}\n`
        : shown.length === 0
          ? 'Geen mandaten.\n'
          : mandateRows(shown, vandaag),
    )
    return 0
  },
})

const verleen = subcommand({
  uitleg: 'legt vast dat de gemachtigde voor de gever mag handelen, voor elk genoemd doel',
  options: {
    ...PAIR,
    doel: { waarde: 'DOEL', meer: true, uitleg: DOELEN.join(', ') },
    hoedanigheid: { waarde: 'HOE', uitleg: Hoedanigheid.options.join(', ') },
    besluit: { waarde: 'KENMERK', uitleg: 'van het besluit; niet nodig voor een verwerker' },
    vanaf: { waarde: 'DAG', uitleg: 'eerste dag (2026-11-03); standaard vandaag' },
    tot: { waarde: 'DAG', uitleg: 'eerste dag waarop het niet meer geldt' },
    medewerker: MEDEWERKER,
  },
  run: async (config, { values }) => {
    const { gever, gemachtigde, doel, hoedanigheid, besluit, vanaf, tot, medewerker } = values
    if (
      gever === undefined ||
      gemachtigde === undefined ||
      doel === undefined ||
      hoedanigheid === undefined
    )
      throw new Error(
        'een mandaat heeft ten minste --gever, --gemachtigde, --doel en --hoedanigheid',
      )
    const { per } = await change(
      config,
      '/mandaten',
      medewerker,
      given({ gever, gemachtigde, doelen: doel, hoedanigheid, besluit, vanaf, tot }),
    )
    process.stdout.write(
      `Mandaat verleend: ${gemachtigde} handelt vanaf ${per} voor ${gever} (${doel.join(', ')}).\n`,
    )
    return 0
  },
})

const beeindig = subcommand({
  uitleg: 'beëindigt de mandaten van de gever aan de gemachtigde, alle of van de genoemde doelen',
  options: {
    ...PAIR,
    doel: { waarde: 'DOEL', meer: true, uitleg: 'standaard alle' },
    per: { waarde: 'DAG', uitleg: 'eerste dag waarop het niet meer geldt; standaard vandaag' },
    medewerker: MEDEWERKER,
  },
  run: async (config, { values }) => {
    const { gever, gemachtigde, doel, per: asked, medewerker } = values
    if (gever === undefined || gemachtigde === undefined)
      throw new Error('zeg met --gever en --gemachtigde van wie het mandaat is')
    const { per, mandaten } = await change(
      config,
      '/mandaten/einde',
      medewerker,
      given({ gever, gemachtigde, doelen: doel, per: asked }),
    )
    process.stdout.write(`Beëindigd per ${per}: ${countMandaten(mandaten)}.\n`)
    return 0
  },
})

/** The command. */
export const mandaat: Command = {
  name: 'mandaat',
  uitleg:
    'signaalpoort mandaat: wie voor wie handelt. Elke wijziging is een gebeurtenis in het logboek van beide.',
  subcommands: { toon, verleen, beeindig },
  slot: 'Een mandaat wordt nooit verwijderd: het eindigt op een dag.',
}

/** Mandates as a table. */
export function mandateRows(mandaten: readonly Mandaatstand[], vandaag: string): string {
  const rows = mandaten.map((one) => [
    one.gever,
    one.gemachtigde,
    one.doel,
    one.hoedanigheid,
    termOf(one, vandaag),
    one.besluit ?? '-',
  ])
  return renderTable([
    ['gever', 'gemachtigde', 'doel', 'hoedanigheid', 'geldt', 'besluit'],
    ...rows,
  ])
}
