/** `signaalpoort afnemer ddas` and `kpi`: what a municipality tells CBS, and what it counts for itself, of its own records. */
import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { loadPolicies } from '../legal/load.ts'
import { isOn } from '../legal/settings.ts'
import { statisticsFields } from '../legal/statistics.ts'
import { csvLine } from '../model/csv-line.ts'
import { HOUDER, openOwnArchief, today } from './afnemer/archief/archief-options.ts'
import { ddasFile, ddasLetter, Leverancier } from './afnemer/archief/ddas.ts'
import { Dossiersignaal } from './afnemer/archief/dossier.ts'
import type { Kpiregel } from './afnemer/archief/kpi.ts'
import { totalenVan } from './afnemer/archief/totalen.ts'
import { type Command, subcommand } from './command.ts'

const MAAND = { waarde: 'JJJJ-MM', uitleg: 'de maand waarin de signalen kwamen' } as const

function monthOf(maand: string | undefined): string {
  if (maand === undefined || !/^\d{4}-(0[1-9]|1[0-2])$/.test(maand))
    throw new Error('geef met --maand een maand, zoals 2026-11')
  return maand
}

const ddas = subcommand({
  words: ['MAP'],
  uitleg: 'maakt het bestand voor het CBS (DDAS vroegsignalering 1.2), en de brief erbij',
  options: {
    ...HOUDER,
    maand: MAAND,
    leverancier: {
      waarde: 'BESTAND',
      uitleg: 'wie levert (YAML): code, naam, KvK-nummer, contact',
    },
    uit: { waarde: 'BESTAND', uitleg: 'waar het bestand komt; de brief komt ernaast (.brief.txt)' },
    ongeopend: { waarde: 'AANTAL', uitleg: 'hoeveel signalen van die maand niemand opende' },
    'ongeopend-bestand': {
      waarde: 'BESTAND',
      uitleg: 'die signalen zelf (JSON); alleen als het beleid het toelaat',
    },
  },
  run: async (config, { values, words: [map = ''] }) => {
    const maand = monthOf(values.maand)
    const { uit, leverancier: path } = values
    if (uit === undefined || path === undefined)
      throw new Error('geef --uit (het bestand) en --leverancier (wie levert)')
    const leverancier = Leverancier.safeParse(parse(readFileSync(path, 'utf8')))
    if (!leverancier.success) {
      const where = leverancier.error.issues.map((issue) => issue.path.join('.') || 'het bestand')
      throw new Error(`${path} zegt niet wie levert: zie ${[...new Set(where)].join(', ')}`)
    }
    const policies = loadPolicies(config.policiesFolder)
    const unopened = values['ongeopend-bestand']
    if (unopened !== undefined && !isOn(policies, 'statistiek')) throw new Error(NOT_ACCEPTED)
    const archief = await openOwnArchief(config, map, values)
    const { bestand, brief } = ddasFile({
      gemeentecode: archief.kop.gemeentecode,
      maand,
      at: config.clockStart ?? new Date(),
      leverancier: leverancier.data,
      dossiers: archief.all(),
      velden: statisticsFields(policies, today(config)),
      ongeopend: unopened === undefined ? countOf(values.ongeopend) : readUnopened(unopened),
    })
    writeFileSync(uit, `${JSON.stringify(bestand, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    writeFileSync(`${uit}.brief.txt`, ddasLetter(brief), { mode: 0o600, flag: 'wx' })
    process.stdout.write(ddasLetter(brief))
    return 0
  },
})

const NOT_ACCEPTED =
  'signalen die niemand opende mogen niet in het bestand: niemand aanvaardde de lezing "aan" van de open vraag statistiek; geef met --ongeopend hoeveel het er zijn'

function countOf(aantal = '0'): number {
  if (!/^\d{1,7}$/.test(aantal)) throw new Error('geef met --ongeopend een aantal')
  return Number(aantal)
}

const Ongeopend = z.object({ signalen: z.array(Dossiersignaal) })

function readUnopened(path: string): readonly Dossiersignaal[] {
  const read = Ongeopend.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!read.success) throw new Error(`${path} bevat geen signalen in de vorm van een dossier`)
  return read.data.signalen
}

const kpi = subcommand({
  words: ['MAP'],
  uitleg: 'geeft de KPI’s van een maand die alleen u kunt tellen, als CSV',
  options: { ...HOUDER, maand: MAAND, uit: { waarde: 'BESTAND', uitleg: 'standaard het scherm' } },
  run: async (config, { values, words: [map = ''] }) => {
    const maand = monthOf(values.maand)
    const archief = await openOwnArchief(config, map, values)
    const { regels, bevrorenDatum } = totalenVan(archief, maand, today(config))
    const text = kpiTable(maand, regels)
    if (values.uit === undefined) process.stdout.write(text)
    else writeFileSync(values.uit, `\ufeff${text}`, { mode: 0o600, flag: 'wx' })
    process.stderr.write(`Stand van ${bevrorenDatum}. ${NOT_FOR_PUBLICATION}\n`)
    return 0
  },
})

const NOT_FOR_PUBLICATION =
  'Voor eigen gebruik: kleine aantallen wijzen mensen aan, publiceer ze niet.'

const HEAD = ['maand', 'indicator', 'groep', 'som', 'aantal', 'waarde']

/** `waarde` is the mean or share with two decimals; empty where there was nothing to count. */
function kpiTable(maand: string, regels: readonly Kpiregel[]): string {
  const dutch = (value: number): string => String(Math.round(value * 100) / 100).replace('.', ',')
  const rows = regels.map(({ naam, groep = '', som, aantal }) => [
    maand,
    naam,
    groep,
    dutch(som),
    aantal,
    aantal === 0 ? '' : dutch(som / aantal),
  ])
  return [HEAD, ...rows].map(csvLine).join('')
}

/** The commands. */
export const afnemerStatistiekCommand: Command = {
  name: 'afnemer',
  uitleg: 'signaalpoort afnemer ddas en kpi: tellen uit uw eigen dossiers',
  subcommands: { ddas, kpi },
  slot: 'De MAP is die van "signaalpoort afnemer archief". Namen en betekenis van de KPI’s: GET /v1/indicatoren.',
}
