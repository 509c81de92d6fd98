/** `signaalpoort voorbeeld`: signals of today about invented persons, to copy into curl. */
import type { Config } from '../config.ts'
import { EXAMPLES } from '../development/examples.ts'
import { ofSomebodyElse } from '../development/somebody-else.ts'
import { dayInAmsterdam } from '../model/calendar.ts'

/** Prints the example called `name`, or the names when none is given; dated today, or on the day where the gateway's clock was set to begin. */
export function voorbeeld(config: Config, name: string | undefined): number {
  if (name === undefined) {
    for (const { naam, uitleg } of EXAMPLES) process.stdout.write(`${naam.padEnd(24)} ${uitleg}\n`)
    return 0
  }
  const example = EXAMPLES.find(({ naam }) => naam === name)
  if (example === undefined)
    throw new Error(`er is geen voorbeeld "${name}"; "signaalpoort voorbeeld" noemt ze alle`)
  const now = config.clockStart ?? new Date()
  // Else the second of two would be a repeat of the first.
  const made = example.maak(dayInAmsterdam(now), Date.now().toString(36))
  process.stdout.write(`${JSON.stringify(ofSomebodyElse(made, Date.now()), null, 2)}\n`)
  return 0
}
