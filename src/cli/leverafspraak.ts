/** `signaalpoort leverafspraak`: shows, records and ends agreements on when a VLP's list for a municipality is there. */
import type { Leverafspraak } from '../model/leverafspraak.ts'
import { type Command, subcommand } from './command.ts'
import { change, given, MEDEWERKER, readRegister, termOf } from './register.ts'
import { renderTable } from './table.ts'

const PAIR = {
  gemeentecode: { waarde: 'CODE', uitleg: 'CBS-code van de gemeente' },
  deelnemer: { waarde: 'OIN', uitleg: 'wie er aanlevert' },
} as const

const toon = subcommand({
  words: ['[OIN]'],
  uitleg: 'toont de afspraken die lopen of nog ingaan, alle of van één deelnemer',
  options: { alles: { uitleg: 'ook wat voorbij is' }, json: { uitleg: 'als JSON' } },
  run: async (config, { values, words }) => {
    const { leverafspraken, vandaag } = await readRegister(config, words[0])
    const shown = leverafspraken.filter(
      ({ tot }) => values.alles || tot === undefined || tot > vandaag,
    )
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ leverafspraken: shown }, null, 2)}\n`
        : shown.length === 0
          ? 'Geen leverafspraken.\n'
          : agreementRows(shown, vandaag),
    )
    return 0
  },
})

const maak = subcommand({
  uitleg: 'legt vast op welke dag van de maand de lijst van een deelnemer voor een gemeente er is',
  options: {
    ...PAIR,
    dag: {
      waarde: 'N',
      uitleg: '1 tot en met 31; in het weekend of op een feestdag de eerstvolgende werkdag',
    },
    signaaltype: {
      waarde: 'SOORT',
      meer: true,
      uitleg: 'waarover; standaard al wat hij aanlevert',
    },
    vanaf: { waarde: 'DAG', uitleg: 'eerste dag (2026-11-03); standaard vandaag' },
    tot: { waarde: 'DAG', uitleg: 'eerste dag waarop zij niet meer geldt' },
    medewerker: MEDEWERKER,
  },
  run: async (config, { values }) => {
    const { gemeentecode, deelnemer, dag, signaaltype, vanaf, tot, medewerker } = values
    if (gemeentecode === undefined || deelnemer === undefined || dag === undefined)
      throw new Error('een leverafspraak heeft ten minste --gemeentecode, --deelnemer en --dag')
    const { per } = await change(
      config,
      '/leverafspraken',
      medewerker,
      given({ gemeentecode, deelnemer, dag: Number(dag), signaaltypen: signaaltype, vanaf, tot }),
    )
    process.stdout.write(
      `Leverafspraak vastgelegd: ${deelnemer} levert vanaf ${per} op dag ${dag} van de maand aan voor gemeente ${gemeentecode}.\n`,
    )
    return 0
  },
})

const beeindig = subcommand({
  uitleg: 'beëindigt de afspraak van een deelnemer met een gemeente',
  options: {
    ...PAIR,
    per: { waarde: 'DAG', uitleg: 'eerste dag waarop zij niet meer geldt; standaard vandaag' },
    medewerker: MEDEWERKER,
  },
  run: async (config, { values }) => {
    const { gemeentecode, deelnemer, per: asked, medewerker } = values
    if (gemeentecode === undefined || deelnemer === undefined)
      throw new Error('zeg met --gemeentecode en --deelnemer van wie de afspraak is')
    const { per } = await change(
      config,
      '/leverafspraken/einde',
      medewerker,
      given({ gemeentecode, deelnemer, per: asked }),
    )
    process.stdout.write(`Leverafspraak beëindigd per ${per}.\n`)
    return 0
  },
})

/** The command. */
export const leverafspraak: Command = {
  name: 'leverafspraak',
  uitleg:
    'signaalpoort leverafspraak: wanneer de lijst van een aanleveraar er is. Blijft zij uit, dan hoort de gemeente dat in haar stroom van gebeurtenissen.',
  subcommands: { toon, maak, beeindig },
  slot: 'Een lege lijst is een geldige lijst. Een afspraak beslist over geen enkel signaal, en wordt nooit verwijderd: zij eindigt op een dag.',
}

/** Agreements as a table. */
export function agreementRows(afspraken: readonly Leverafspraak[], vandaag: string): string {
  const rows = afspraken.map((one) => [
    one.gemeentecode,
    one.deelnemer,
    String(one.dag),
    one.signaaltypen?.join(', ') ?? 'alle',
    termOf(one, vandaag),
    one.laatstUitgebleven ?? '-',
  ])
  return renderTable([
    ['gemeente', 'deelnemer', 'dag', 'soorten', 'geldt', 'laatst uitgebleven'],
    ...rows,
  ])
}
