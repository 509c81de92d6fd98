/** `signaalpoort afnemer lijst`: the work list, or the opened meldingen, as a table for a spreadsheet. */
import type { GatewayClient } from '../client/client.ts'
import { readWorkList } from './afnemer/choose-from-table.ts'
import { openedTable } from './afnemer/opened-table.ts'
import { readPartyNames } from './afnemer/party-names.ts'
import { openerFor, RECEIVER, type Receiver, receiverOf } from './afnemer/receiver.ts'
import { workListTable } from './afnemer/work-list-table.ts'
import { refuseExisting, writeTable } from './afnemer/write-table.ts'
import { collectAndOpen, confirmReceipt } from './afnemer.ts'
import { type Command, subcommand } from './command.ts'
import { withConnection } from './connection.ts'

const lijst = subcommand({
  uitleg: 'geeft wie wacht om gekozen te worden (zonder naam of adres), of wat is gekozen, als CSV',
  options: {
    ...RECEIVER,
    medewerker: { waarde: 'KENMERK', uitleg: 'wie er kijkt, of "systeem"' },
    uit: { waarde: 'BESTAND', uitleg: 'een nieuw bestand, alleen voor u leesbaar; zonder: scherm' },
    geopend: { uitleg: 'de gekozen meldingen, geopend: elke ophaling is een gebeurtenis' },
    bevestig: { uitleg: 'bij --geopend: zegt de poort daarna dat alles in het bestand staat' },
  },
  run: async (config, { values }) => {
    const { medewerker, uit, geopend, bevestig } = values
    if (medewerker === undefined)
      throw new Error('zeg met --medewerker wie er kijkt (uw eigen kenmerk, of "systeem")')
    if (bevestig && (!geopend || uit === undefined))
      throw new Error('--bevestig kan alleen met --geopend en --uit: pas in een bestand is het er')
    refuseExisting(uit)
    const receiver = receiverOf(config, values)
    if (geopend) return giveOpened(receiver, medewerker, { uit, bevestig })
    return asReceiver(receiver, 'selectie', medewerker, async (client) => {
      const werkvoorraad = await readWorkList(client)
      writeTable(uit, workListTable(werkvoorraad))
      tell(uit, `${werkvoorraad.length} meldingen`)
    })
  },
})

async function asReceiver(
  { party, namens, url }: Receiver,
  doel: 'selectie' | 'hulpaanbod',
  medewerker: string,
  work: (client: GatewayClient) => Promise<void>,
): Promise<number> {
  await withConnection({ url, party, doel, medewerker, ...namens }, ({ client }) => work(client))
  return 0
}

async function giveOpened(
  receiver: Receiver,
  medewerker: string,
  { uit, bevestig }: { readonly uit: string | undefined; readonly bevestig: boolean },
): Promise<number> {
  const opener = await openerFor(receiver, 'hulpaanbod')
  return asReceiver(receiver, 'hulpaanbod', medewerker, async (client) => {
    const namen = await readPartyNames(client)
    const meldingen = await collectAndOpen(client, opener, 'hulpaanbod')
    writeTable(uit, openedTable(meldingen, namen))
    tell(uit, `${meldingen.length} meldingen, met gegevens van personen: wis het als het kan`)
    if (bevestig && meldingen.length > 0) await confirmReceipt(client, meldingen)
  })
}

/** A screen holds the table alone. */
function tell(uit: string | undefined, what: string): void {
  if (uit !== undefined) process.stderr.write(`${uit}: ${what}\n`)
}

/** The command. */
export const afnemerLijstCommand: Command = {
  name: 'afnemer',
  uitleg: 'signaalpoort afnemer lijst: werklijst en geopende meldingen voor een rekenblad',
  subcommands: { lijst },
  slot: 'Kolommen, telefoonnummers en hoe u een keuze terugleest ("signaalpoort selectie lees"): docs/rekenblad.md.',
}
