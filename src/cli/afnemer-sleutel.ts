/** `signaalpoort afnemer sleutel maak`: a key pair of the municipality's own and its registration; the secret half stays in its file. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toBase64Url } from '../crypto/bytes.ts'
import { signKeyRegistration } from '../crypto/key-registration.ts'
import { systemRandom } from '../crypto/random.ts'
import { createSleutelpaar } from '../crypto/recipient-key.ts'
import type { RecipientKeyFile } from '../development/pki.ts'
import { Openingsdoel } from '../model/doel.ts'
import { type Command, subcommand } from './command.ts'
import { parseDoel } from './doel.ts'
import { readParty } from './party.ts'

const maak = subcommand({
  uitleg: 'maakt een sleutelpaar en de registratie ervan, ondertekend met uw certificaat',
  options: {
    als: { waarde: 'PARTIJ', uitleg: 'wie u bent: de partij die met de sleutel opent' },
    namens: { waarde: 'GEMEENTE', uitleg: 'voor welke gemeente u werkt, als u een orgaan bent' },
    doel: { waarde: 'DOEL', uitleg: 'hulpaanbod (standaard) of controle' },
    naar: { waarde: 'MAP', uitleg: 'waar de bestanden komen; standaard de map van de partij' },
  },
  run: async (config, { values }) => {
    const party = readParty(config.certsFolder, values.als)
    const college =
      values.namens === undefined ? party : readParty(config.certsFolder, values.namens)
    const { gemeentecode } = college.deelnemer
    if (gemeentecode === undefined) throw new Error(NO_COLLEGE)
    const doel = parseDoel(Openingsdoel, values.doel ?? 'hulpaanbod')
    const paar = await createSleutelpaar(systemRandom)
    const jws = await signKeyRegistration(
      {
        oin: party.deelnemer.oin,
        gemeentecode,
        doelen: [doel],
        publiekeSleutel: paar.publiekeSleutel,
        geregistreerdTijdstip: new Date(),
      },
      { privateKeyPem: party.key, chainPem: party.cert },
    )
    const folder = values.naar ?? party.folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, `ontvanger-${gemeentecode}-${doel}-${paar.sleutelId}`)
    const secret: RecipientKeyFile = {
      sleutelId: paar.sleutelId,
      publiekeSleutel: toBase64Url(paar.publiekeSleutel),
      geheimeSleutel: toBase64Url(paar.geheimeSleutel),
    }
    paar.geheimeSleutel.fill(0)
    writeFileSync(`${file}.json`, `${JSON.stringify(secret, null, 2)}\n`, {
      mode: 0o600,
      flag: 'wx',
    })
    writeFileSync(`${file}.registratie.jws`, `${jws}\n`, { flag: 'wx' })
    process.stdout.write(
      `sleutelId:    ${paar.sleutelId}\nsleutelpaar:  ${file}.json (alleen voor u leesbaar; bewaar hem zelf)\nregistratie:  ${file}.registratie.jws\n` +
        `Bied de registratie aan met POST /v1/deelnemers/${party.deelnemer.oin}/sleutels, of laat de beheerder haar registreren.\n`,
    )
    return 0
  },
})

const NO_COLLEGE =
  'zeg met --als welke gemeente u bent, of met --namens voor welke u werkt (zoals: --als rijnoever --namens nijmegen)'

/** The command. */
export const afnemerSleutelCommand: Command = {
  name: 'afnemer sleutel',
  uitleg: 'signaalpoort afnemer sleutel: eigen sleutels van wie ontvangt',
  subcommands: { maak },
}
