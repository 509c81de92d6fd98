/** `signaalpoort beleid activeer` and `beleid stand`: the running gateway takes over its policy folder, and says how its policies stand. */
import { Activeringsuitkomst, Beleidsstand, MISLUKT } from '../model/beleid.ts'
import { callBeheer, openBeheer } from './beheer.ts'
import { say } from './beleid-map.ts'
import { subcommand } from './command.ts'

const STAND = {
  actueel: 'actueel',
  verouderd: 'VEROUDERD: de laatste poging mislukte, het laatste goede beleid beslist',
  achter:
    'ACHTER: een ander proces heeft nieuwer beleid dat hier niet is; hier wordt niets besloten',
} as const satisfies Record<Beleidsstand['toestand'], string>

const standLines = (stand: Beleidsstand): readonly string[] => {
  const { toestand, nummer, hash, actiefTijdstip, ondertekenaars, laatsteMislukking } = stand
  const door = ondertekenaars.map(({ persoon, rol }) => `${persoon} (${rol})`).join(' en ')
  return [
    `Beleid        ${STAND[toestand]}`,
    `Activering    ${nummer}:${hash}`,
    `In werking    sinds ${actiefTijdstip}`,
    `Goedgekeurd   ${door || 'door niemand die de configuratie nog noemt'}`,
    ...(laatsteMislukking === undefined
      ? []
      : [`Mislukt       ${laatsteMislukking.tijdstip}: ${MISLUKT[laatsteMislukking.soort]}`]),
  ]
}

export const stand = subcommand({
  uitleg:
    'welk beleid in werking is, sinds wanneer, wie het goedkeurde, en de laatste mislukte poging',
  options: {},
  run: async (config) => {
    const connection = await openBeheer(config)
    try {
      const call = { method: 'GET' } as const
      const found = await callBeheer(connection, '/beleid', Beleidsstand, call)
      say(standLines(found))
      return found.toestand === 'actueel' ? 0 : 1
    } finally {
      await connection.close()
    }
  },
})

const outcomeLines = (outcome: Activeringsuitkomst): readonly string[] => {
  switch (outcome.uitkomst) {
    case 'ongewijzigd':
      return ['Dit beleid is al in werking; er is niets veranderd.', ...standLines(outcome.stand)]
    case 'geweigerd':
      return [
        `NIET OVERGENOMEN: ${MISLUKT[outcome.soort]}. Het beleid van nu blijft in werking.`,
        ...outcome.fouten.map((one) => `- ${one}`),
        ...standLines(outcome.stand),
      ]
    case 'geactiveerd':
      return [
        'Overgenomen: elk verzoek dat hierna begint, wordt met dit beleid besloten.',
        ...standLines(outcome.stand),
        ...(outcome.veranderingen.length === 0
          ? ['Het beslist hetzelfde als het vorige; hooguit woorden of opmerkingen verschillen.']
          : [
              'Wat verandert:',
              ...outcome.veranderingen.map((zin) => `- ${zin}`),
              `Velden die dit raakt: ${outcome.velden.join(', ') || 'geen'}`,
            ]),
        `Open vragen: ${outcome.openTotaal} in dit beleid, waarvan nieuw ${outcome.open.length}${outcome.open.length === 0 ? '.' : ':'}`,
        ...outcome.open.map((one) => `- ${one}`),
      ]
  }
}

export const activeer = subcommand({
  uitleg:
    'laat de draaiende poort de map van SIGNAALPOORT_BELEID overnemen: alles nagegaan, door twee personen ondertekend, zonder stilstand; anders blijft alles zoals het is (eindigt met 1)',
  options: {
    medewerker: { waarde: 'KENMERK', uitleg: 'wie de opdracht geeft; standaard systeem' },
  },
  run: async (config, { values }) => {
    const connection = await openBeheer(config)
    try {
      const { medewerker } = values
      const path = '/beleid/activering'
      const outcome = await callBeheer(connection, path, Activeringsuitkomst, { medewerker })
      say(outcomeLines(outcome))
      return outcome.uitkomst === 'geweigerd' ? 1 : 0
    } finally {
      await connection.close()
    }
  },
})
