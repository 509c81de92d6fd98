/** `signaalpoort aanleveren`: a list from the back office, tried out or sent; and its template. */
import type { Config } from '../config.ts'
import { loadPolicies } from '../legal/load.ts'
import { Vrijgave } from '../model/aanlevering.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import type { Dag } from '../model/ids.ts'
import { deliver } from './aanleveren/deliver.ts'
import { listCommands } from './aanleveren/lists.ts'
import { filesBeside } from './aanleveren/local-files.ts'
import { explainList, openList } from './aanleveren/local-list.ts'
import { mutaties } from './aanleveren/mutations.ts'
import { Outcome } from './aanleveren/outcome.ts'
import { createListProgress } from './aanleveren/progress.ts'
import { questionCommands } from './aanleveren/questions.ts'
import { runTryOut } from './aanleveren/run-try-out.ts'
import { connectionOf, postListOver, SENDER } from './aanleveren/sender.ts'
import { templateOf } from './aanleveren/template.ts'
import { type Command, subcommand } from './command.ts'
import { withConnection } from './connection.ts'
import { readProfile } from './indeling/read-profile.ts'
import { readParty } from './party.ts'

const today = (config: Config): Dag => dayInAmsterdam(config.clockStart ?? new Date())

const lijst = subcommand({
  words: ['LIJST'],
  uitleg:
    'Levert een lijst aan (.csv, of .ndjson met één signaal per regel). Een foute regel houdt de andere niet tegen.',
  options: {
    ...SENDER,
    indeling: { waarde: 'BESTAND', uitleg: 'vertaalt een export van uw eigen administratie' },
    proef: { uitleg: 'vraagt alleen wat er zou gebeuren; geen gegeven van een persoon gaat mee' },
    adressen: { waarde: 'BESTAND', uitleg: 'CBS-bestand met gemeenten, voor --proef' },
    hervat: { uitleg: 'gaat verder na een onderbreking: wat al is aanvaard, gaat niet nog eens' },
    vrijgave: {
      waarde: 'HOE',
      uitleg: 'direct, of handmatig: geen gemeente ziet de lijst voor u haar vrijgeeft',
    },
  },
  run: async (config, { values, words: [path = ''] }) => {
    const indeling = values.indeling === undefined ? undefined : readProfile(values.indeling)
    const vrijgave = Vrijgave.default('direct').safeParse(values.vrijgave)
    if (!vrijgave.success) throw new Error('--vrijgave is direct of handmatig')
    readParty(config.certsFolder, values.als)
    const namens = readParty(config.certsFolder, values.namens ?? values.als)
    const list = openList(path, indeling, today(config))
    const outcome = new Outcome(filesBeside(path, values.proef), () => list.kop)
    const progress = createListProgress(list.bytes, {
      isTTY: process.stderr.isTTY,
      write: (text) => process.stderr.write(text),
      now: () => performance.now(),
    })
    try {
      const head = await withConnection(connectionOf(config, values), ({ client, post }) =>
        values.proef
          ? runTryOut(client, config, list, { adressen: values.adressen, outcome, progress })
          : deliver(postListOver(post), list, {
              namens: namens.deelnemer.oin,
              hervat: values.hervat,
              vrijgave: vrijgave.data,
              outcome,
              progress,
            }),
      )
      progress.end()
      process.stdout.write(
        `${[head, '', ...outcome.finish(), ...left(list.overgeslagen)].join('\n')}\n`,
      )
      return outcome.hasRefusals ? 1 : 0
    } catch (error) {
      throw withRemedy(explainList(error, path), outcome, values.proef)
    } finally {
      progress.end()
    }
  },
})

/** Which columns were read by nobody but this command. */
function left(kolommen: readonly string[]): readonly string[] {
  return kolommen.length === 0
    ? []
    : [`Niet meegegaan, op deze computer gebleven: ${kolommen.join(', ')}`]
}

/** A run that broke off says what was done by then, and how to go on. */
function withRemedy(error: unknown, { tally }: Outcome, proef: boolean): unknown {
  const done = tally.count('aanvaard')
  if (proef || done === 0 || !(error instanceof Error)) return error
  return new Error(
    `${error.message} (${done} regels zijn aanvaard; ga met --hervat verder, wat al is aanvaard gaat niet nog eens)`,
    { cause: error },
  )
}

const sjabloon = subcommand({
  uitleg: 'Geeft een CSV-sjabloon met een verzonnen voorbeeldregel, om in een rekenblad te openen.',
  options: {
    signaaltype: { waarde: 'SOORT', uitleg: 'voor dit soort signaal; standaard huur' },
    alles: { uitleg: 'met alle kolommen die er zijn' },
  },
  run: async (config, { values: { signaaltype = 'huur', alles } }) => {
    const policies = loadPolicies(config.policiesFolder)
    process.stdout.write(templateOf(policies, alles ? undefined : signaaltype, today(config)))
    return await Promise.resolve(0)
  },
})

/** The command. */
export const aanleveren: Command = {
  name: 'aanleveren',
  uitleg: 'signaalpoort aanleveren: een lijst van het eigen kantoor.',
  subcommands: { '': lijst, sjabloon, ...listCommands, mutaties, ...questionCommands },
  slot: 'Naast de lijst komen, alleen voor u leesbaar: .bewijzen.ndjson, .geweigerd.csv, .niet-aangesloten.csv en, tot alles is aanvaard, .voortgang.ndjson.\nUitkomst 0: alles aanvaard; 1: niet alles, of mislukt. Kolommen en velden: docs/lijsten.md.',
}
