/** `signaalpoort beleid`: reads, explains, checks, compares, approves and activates policies; some ask the gateway or its store. */
import { readFile } from 'node:fs/promises'
import { analyse, type Reach } from '../legal/analyse.ts'
import { missingEnglish } from '../legal/check-english.ts'
import { comparePolicies } from '../legal/compare-policies.ts'
import type { Policies } from '../legal/compile.ts'
import { PolicyError } from '../legal/load.ts'
import { processingRegister, registerCsv } from '../legal/processing-register.ts'
import { readQuestions } from '../legal/read-questions.ts'
import { findRules, readRule, readUnlawful } from '../legal/read-rule.ts'
import { sayIn, type Taal } from '../legal/say.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import type { Dag } from '../model/ids.ts'
import { LogOutcome } from '../model/log-evidence.ts'
import { callBeheer, openBeheer } from './beheer.ts'
import { activeer, stand } from './beleid-activeren.ts'
import { loadFolder, parseDayOption, say } from './beleid-map.ts'
import { onderteken, sleutel } from './beleid-ondertekenen.ts'
import { explainFile } from './beleid-uitleg.ts'
import { watAls } from './beleid-wat-als.ts'
import { type Command, subcommand } from './command.ts'

const MAP = {
  waarde: 'MAP',
  uitleg: 'map met het beleid; standaard die van SIGNAALPOORT_BELEID',
} as const

/** The given day, or today. */
const parseDay = (given: string | undefined): Dag =>
  given === undefined ? dayInAmsterdam(new Date()) : parseDayOption('dag', given)

const oneOf = <T extends string>(name: string, given: string, known: readonly T[]): T => {
  const found = known.find((one) => one === given)
  if (found === undefined) throw new Error(`--${name} is ${known.join(' of ')}`)
  return found
}

const parseTaal = (given: string | undefined): Taal => oneOf('taal', given ?? 'nl', ['nl', 'en'])

const listRules = (policies: Policies, taal: Taal): readonly string[] => {
  const told = sayIn(policies, taal)
  const notHere = taal === 'en' ? 'Does not go this way' : 'Gaat hier niet langs'
  const unlawful = Object.entries(policies.documents.geweigerd?.soorten ?? {})
  return [
    ...[...policies.regels.values()]
      .flat()
      .map(({ id, file }) => `${id.padEnd(28)} ${told(file.zin)}`),
    ...unlawful.map(([type, { zin }]) => `${type.padEnd(28)} ${notHere}: ${told(zin)}`),
  ]
}

const open = subcommand({
  uitleg: 'noemt elke open juridische vraag, haar lezingen, en wie welke lezing aanvaardde',
  options: {
    taal: { waarde: 'nl|en', uitleg: 'standaard nl' },
    alleen: { waarde: 'open', uitleg: 'alleen wat niemand aanvaardde' },
    map: MAP,
  },
  run: async (config, { values }) => {
    const policies = loadFolder(values.map ?? config.policiesFolder)
    if (values.alleen !== undefined) oneOf('alleen', values.alleen, ['open'])
    say(readQuestions(policies, parseTaal(values.taal), { onlyOpen: values.alleen === 'open' }))
    return 0
  },
})

const toon = subcommand({
  words: ['[REGEL]'],
  uitleg: 'leest een regel voor (huur, wet/energie, wet/energie@2); zonder REGEL: welke er zijn',
  options: { taal: { waarde: 'nl|en', uitleg: 'standaard nl' }, map: MAP },
  run: async (config, { values, words: [asked] }) => {
    const policies = loadFolder(values.map ?? config.policiesFolder)
    const taal = parseTaal(values.taal)
    if (asked === undefined) {
      say(listRules(policies, taal))
      return 0
    }
    const unlawful = readUnlawful(policies, asked, taal)
    if (unlawful !== undefined) {
      say(unlawful)
      return 0
    }
    const rules = findRules(policies, asked)
    if (rules.length === 0)
      throw new Error(
        `er is geen regel ${asked}; "signaalpoort beleid toon" noemt de regels die er zijn`,
      )
    say(
      rules.flatMap((rule, index) => [
        ...(index === 0 ? [] : ['']),
        ...readRule(policies, rule, taal),
      ]),
    )
    return 0
  },
})

const uitleg = subcommand({
  words: ['[BESTAND.json]'],
  uitleg:
    'legt één geval uit: een toetsing of een signaal als JSON (zonder BESTAND of met --: van standaardinvoer); waarden komen nergens te staan',
  options: {
    dag: { waarde: 'DAG', uitleg: 'dag van ontvangst; standaard vandaag' },
    deelnemer: {
      waarde: 'OIN',
      uitleg: 'welke partij; standaard de eerste die de regel noemt, waar hij partijen noemt',
    },
    afzender: { waarde: 'ROL', uitleg: 'rol van de aanleveraar; standaard die van de regel' },
    gemeente: { waarde: 'CODE', uitleg: 'gemeentecode, bij een signaal; een toetsing noemt haar' },
    taal: { waarde: 'nl|en', uitleg: 'standaard nl' },
    map: MAP,
  },
  run: async (config, { values, words: [file] }) => {
    const policies = loadFolder(values.map ?? config.policiesFolder)
    const { afzender, deelnemer, gemeente } = values
    const taal = parseTaal(values.taal)
    const given = { dag: parseDay(values.dag), afzender, deelnemer, gemeente, taal }
    say(await explainFile(policies, file, given))
    return 0
  },
})

const inForm = ({ veld, vorm }: Reach): string => (vorm === 'heel' ? veld : `${veld} (${vorm})`)

/** Each rule with its purposes, and per purpose the fields that it takes. */
const reachLines = (policies: Policies): readonly string[] => {
  const { reach, nobody } = analyse(policies)
  const groups = Map.groupBy(
    reach,
    ({ regel, doel, vanaf, tot }) =>
      `  ${regel}, doel ${doel}, vanaf ${vanaf}${tot === undefined ? '' : ` tot ${tot}`}`,
  )
  return [
    'Wat een ontvanger ooit kan zien:',
    ...[...groups].map(([head, all]) => `${head}: ${all.map(inForm).join(', ')}`),
    `Wat niemand ooit kan zien: ${nobody.join(', ') || 'niets'}`,
  ]
}

/** What a reader of English would meet in Dutch. */
const englishLines = (policies: Policies): readonly string[] =>
  missingEnglish(policies.documents).map(
    ({ file, zin }) =>
      `Let op: ${file}: geen Engels voor "${zin}". Wat u kunt doen: zet het onder engels in dat bestand, of in engels.yaml als meer bestanden dit zeggen.`,
  )

const controleer = subcommand({
  words: ['[MAP]'],
  uitleg:
    'controleert een map: vorm, samenhang, voorbeelden, en wie welk veld ooit kan zien (alle gevallen, geen steekproef); eindigt met 1 bij een fout',
  options: {},
  run: async (config, { words: [folder = config.policiesFolder] }) => {
    let policies: Policies
    try {
      policies = loadFolder(folder)
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error
      say([
        `${folder}: ${error.faults.length} fout(en)`,
        ...error.faults.map((fault) => `- ${fault}`),
        'Verbeter deze regels en controleer opnieuw; docs/policies.md zegt wat waar hoort. De poort neemt deze map niet over.',
      ])
      return 1
    }
    const { remarks, weighed } = analyse(policies)
    const rules = [...policies.regels.values()].flat()
    const examples = rules.reduce((sum, { file }) => sum + file.voorbeelden.length, 0)
    say([
      `${folder}: ${rules.length} regels, ${policies.documents.doelen.size} doelen, ${examples} voorbeelden; alles klopt`,
      `hash ${policies.hash}`,
      `Nagegaan: ${weighed} combinaties van regel, veld, doel en tijdvak. Geen twee regels gelden voor hetzelfde geval, elke regel kan gelden, elk veld noemt zijn artikel.`,
      ...reachLines(policies),
      ...remarks.map(
        ({ waar, zin, remedie }) => `Let op: ${waar}: ${zin}. Wat u kunt doen: ${remedie}.`,
      ),
      ...englishLines(policies),
    ])
    return 0
  },
})

const vergelijk = subcommand({
  words: ['MAP1', 'MAP2'],
  uitleg: 'zegt in zinnen wat MAP2 anders beslist dan MAP1, en welke velden dat raakt',
  options: {},
  run: async (_config, { words: [before = '', after = ''] }) => {
    const changes = comparePolicies(loadFolder(before), loadFolder(after))
    if (changes.length === 0) {
      say(['Beide beslissen hetzelfde; hooguit woorden of opmerkingen verschillen.'])
      return 0
    }
    const fields = [...new Set(changes.flatMap(({ velden }) => velden))]
    say([
      ...changes.map(({ zin }) => `- ${zin}`),
      `Velden die dit raakt: ${fields.join(', ') || 'geen'}`,
    ])
    return 0
  },
})

const register = subcommand({
  uitleg: 'geeft het register van verwerkingen (AVG art. 30) uit het beleid',
  options: {
    vorm: { waarde: 'var|csv', uitleg: 'VNG-verwerkingsactiviteiten als JSON (standaard), of CSV' },
    dag: { waarde: 'DAG', uitleg: 'zonder de regels die dan voorbij zijn; standaard vandaag' },
    map: MAP,
  },
  run: async (config, { values }) => {
    const vorm = oneOf('vorm', values.vorm ?? 'var', ['var', 'csv'])
    const policies = loadFolder(values.map ?? config.policiesFolder)
    const activities = processingRegister(policies, parseDay(values.dag))
    process.stdout.write(
      vorm === 'csv' ? registerCsv(activities) : `${JSON.stringify(activities, undefined, 2)}\n`,
    )
    return 0
  },
})

const replay = subcommand({
  words: ['BEWIJS'],
  uitleg:
    'speelt het besluit van een ontvangstbewijs na met het beleid van toen; BEWIJS is een bestand met het antwoord of het bewijs',
  options: {},
  run: async (config, { words: [file = ''] }) => {
    const bewijs = await readFile(file, 'utf8')
    const connection = await openBeheer(config)
    try {
      const json = { bewijs }
      const outcome = await callBeheer(connection, '/beleid/replay', LogOutcome, { json })
      process.stdout.write(outcome.text)
      return outcome.ok ? 0 : 1
    } finally {
      await connection.close()
    }
  },
})

/** The command with its subcommands. */
export const beleid: Command = {
  name: 'beleid',
  uitleg: 'signaalpoort beleid: wat mag er door, waarom, en wat verandert er',
  subcommands: {
    toon,
    open,
    uitleg,
    controleer,
    vergelijk,
    register,
    replay,
    'wat-als': watAls,
    sleutel,
    onderteken,
    activeer,
    stand,
  },
  slot: 'Een nieuwe regel of een nieuw artikel is een bestand in die map, geen code: docs/policies.md.',
}
