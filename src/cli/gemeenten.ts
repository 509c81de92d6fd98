/** `signaalpoort gemeenten …`: the table of addresses and municipalities. */
import type { Command } from './command.ts'
import { importCommand } from './gemeenten-import.ts'
import { inwonersCommand } from './gemeenten-inwoners.ts'
import { opvolgingCommand } from './gemeenten-opvolging.ts'
import { toonCommand } from './gemeenten-toon.ts'

export const gemeenten: Command = {
  name: 'gemeenten',
  uitleg: 'Welk adres bij welke gemeente hoort, volgens het bestand van het CBS.',
  subcommands: {
    import: importCommand,
    inwoners: inwonersCommand,
    opvolging: opvolgingCommand,
    toon: toonCommand,
  },
  slot: `Het bestand heet bij het CBS "buurt, wijk en gemeente voor postcode-huisnummer" en verschijnt eens per jaar.`,
}
