/** `signaalpoort gemeenten inwoners`: records how many inhabitants a municipality has, for the indicators per 1000. */
import { Inwonersopdracht } from '../model/geografie.ts'
import { callBeheer, openBeheer } from './beheer.ts'
import { subcommand } from './command.ts'
import { codeOf } from './gemeenten-opvolging.ts'

export const inwonersCommand = subcommand({
  words: ['CODE', 'AANTAL'],
  uitleg: 'Legt vast hoeveel inwoners gemeente CODE heeft: daardoor delen de indicatoren per 1000.',
  options: {
    vanaf: { waarde: 'DAG', uitleg: 'vanaf welke dag, zoals 2026-01-01 (peildatum van het CBS)' },
    medewerker: { waarde: 'KENMERK', uitleg: 'wie de opdracht geeft; anders "systeem"' },
  },
  run: async (config, { values, words: [code = '', aantal = ''] }) => {
    const json = inhabitantsOf(code, aantal, values.vanaf)
    const connection = await openBeheer(config)
    try {
      const { gemeentecode, ...said } = await callBeheer(
        connection,
        '/gemeenten/inwoners',
        Inwonersopdracht,
        { medewerker: values.medewerker, json },
      )
      const number = said.aantal.toLocaleString('nl-NL')
      process.stdout.write(
        `Vastgelegd: gemeente ${gemeentecode} heeft vanaf ${said.vanafDatum} ${number} inwoners.\n`,
      )
      return 0
    } finally {
      await connection.close()
    }
  },
})

/** @throws Error in Dutch naming what is missing or wrong */
function inhabitantsOf(code: string, aantal: string, vanaf: string | undefined): Inwonersopdracht {
  const gemeentecode = codeOf(code)
  if (vanaf === undefined) throw new Error('geef met --vanaf de dag, zoals 2026-01-01')
  const given = Inwonersopdracht.safeParse({
    gemeentecode,
    vanafDatum: vanaf,
    aantal: Number(aantal),
  })
  if (given.success) return given.data
  const isDay = given.error.issues.some(({ path }) => path[0] === 'vanafDatum')
  throw new Error(
    isDay
      ? '--vanaf is geen dag; schrijf hem als 2026-01-01'
      : `"${aantal}" is geen aantal inwoners: een heel getal zonder punten`,
  )
}
