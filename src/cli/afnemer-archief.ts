/** `signaalpoort afnemer archief`: a municipality's own records of what it opened, sealed to its own key, for its own term. */
import { SignaalId } from '../model/ids.ts'
import { makeArchief } from './afnemer/archief/archief.ts'
import { HOUDER, holderOf, openOwnArchief, today } from './afnemer/archief/archief-options.ts'
import { keepMelding } from './afnemer/archief/keep.ts'
import { eraseCounted } from './afnemer/archief/totalen.ts'
import { openerFor, RECEIVER, receiverOf } from './afnemer/receiver.ts'
import { collectAndOpen, confirmReceipt } from './afnemer.ts'
import { type Command, subcommand } from './command.ts'
import { withConnection } from './connection.ts'

const maak = subcommand({
  words: ['MAP'],
  uitleg: 'maakt een archief, verzegeld voor uw sleutel van hulpaanbod',
  options: {
    ...HOUDER,
    bewaren: { waarde: 'TERMIJN', uitleg: 'uw eigen termijn na de laatste wijziging, zoals P18M' },
  },
  run: async (config, { values, words: [map = ''] }) => {
    const { receiver, paar } = holderOf(config, values)
    const { gemeentecode } = receiver
    makeArchief(map, { gemeentecode, bewaren: values.bewaren ?? '', sleutelId: paar.sleutelId })
    process.stdout.write(`${map} is gemaakt. Zonder uw sleutel is er niets uit te lezen.\n`)
    return await Promise.resolve(0)
  },
})

const bewaar = subcommand({
  words: ['MAP'],
  uitleg: 'haalt de gekozen meldingen op, opent ze en bewaart ze; elke ophaling is een gebeurtenis',
  options: {
    ...RECEIVER,
    medewerker: { waarde: 'KENMERK', uitleg: 'wie dit doet, of "systeem"' },
    bevestig: { uitleg: 'zegt de poort daarna dat alles is bewaard: daar verdwijnt het' },
  },
  run: async (config, { values, words: [map = ''] }) => {
    const { medewerker } = values
    if (medewerker === undefined) throw new Error('zeg met --medewerker wie dit doet, of "systeem"')
    const receiver = receiverOf(config, values)
    const archief = await openOwnArchief(config, map, values)
    const opener = await openerFor(receiver, 'hulpaanbod')
    const { party, namens, url } = receiver
    const connection = { url, party, doel: 'hulpaanbod', medewerker, ...namens } as const
    return withConnection(connection, async ({ client }) => {
      const meldingen = await collectAndOpen(client, opener, 'hulpaanbod')
      for (const melding of meldingen)
        await archief.write(keepMelding(archief.read(melding.id), melding, today(config)))
      process.stdout.write(`${meldingen.length} meldingen bewaard in ${map}\n`)
      if (values.bevestig && meldingen.length > 0) await confirmReceipt(client, meldingen)
      return 0
    })
  },
})

const wis = subcommand({
  words: ['MAP'],
  uitleg:
    'wist wat zijn termijn had, of één dossier; eerst worden de totalen van de maand vastgelegd',
  options: { ...HOUDER, melding: { waarde: 'ID', uitleg: 'dit dossier, ook voor zijn termijn' } },
  run: async (config, { values, words: [map = ''] }) => {
    const archief = await openOwnArchief(config, map, values)
    if (values.melding === undefined) return 0
    const id = SignaalId.safeParse(values.melding)
    if (!id.success || archief.read(id.data) === undefined)
      throw new Error(`in ${map} is geen dossier van die melding`)
    eraseCounted(archief, [id.data], today(config))
    process.stdout.write('gewist\n')
    return 0
  },
})

/** The command. */
export const afnemerArchiefCommand: Command = {
  name: 'afnemer archief',
  uitleg: 'signaalpoort afnemer archief: uw eigen dossiers, op uw eigen schijf',
  subcommands: { maak, bewaar, wis },
  slot: 'De poort weet hier niets van. Wat zijn termijn had, gaat bij elk gebruik weg; laat "wis" elke nacht draaien.',
}
