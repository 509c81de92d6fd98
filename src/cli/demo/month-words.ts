/** What the month at one municipality tells, in Dutch and in English. Every number comes from an answer of the gateway. */

export type MonthWords = {
  readonly fault: string
  readonly title: string
  readonly intro: string
  readonly starting: string
  readonly heads: Readonly<
    Record<'lists' | 'choice' | 'check' | 'help' | 'closing' | 'log' | 'summary', string>
  >
  readonly list: (naam: string, aanvaard: number, ms: number) => string
  readonly workList: (totaal: number, wijken: number) => string
  readonly proposal: (gekozen: number, niet: number) => string
  readonly districtHead: readonly [string, string, string]
  readonly withoutDistrict: string
  readonly decided: (door: string, meldingen: number, signalen: number, ms: number) => string
  readonly refused: (answer: string) => string
  readonly checked: (geopend: number) => string
  readonly opened: (geopend: number, velden: number) => string
  readonly confirmed: (aantal: number) => string
  readonly attempts: (pogingen: number, resultaten: number) => string
  readonly unseen: (regels: number, stand: string) => string
  readonly reopening: string
  readonly told: (naam: string, retour: number, anders: number) => string
  readonly state: (stand: string) => string
  readonly fromLog: (terug: number, hulpaanbod: number) => string
  readonly byMachine: (allen: number, terug: number) => string
  readonly logSound: string
  readonly summary: (n: {
    readonly signalen: number
    readonly gekozen: number
    readonly meest: number
    readonly terug: number
    readonly geopendTerug: number
    readonly machine: number
    readonly seconden: number
  }) => string
  readonly asTold: string
  readonly notAsTold: (faults: number) => string
  readonly wrong: (what: string, expected: number | string, found: number | string) => string
}

const nl: MonthWords = {
  fault: 'NIET ZOALS VERTELD:',
  title: 'Signaalpoort: een maand bij één gemeente',
  intro:
    'Vijf bedrijven leveren samen 2.000 signalen aan over verzonnen mensen in Nijmegen. De gemeente kan er 50 bezoeken, ten hoogste 10 per wijk. Haar (verzonnen) college aanvaardde dat wie niet is gekozen teruggaat: alles van die mensen wordt gewist, en niemand heeft het ooit gezien om hulp aan te bieden. Nijmegen werkt via Samenwerking Rijnoever.',
  starting: 'de eigen poort starten …',
  heads: {
    lists: '1. De lijsten komen binnen',
    choice: '2. Een medewerker kiest, zonder een naam te zien',
    check: '3. Een machine controleert wie is gekozen',
    help: '4. Het wijkteam opent en zoekt contact',
    closing: '5. De maand sluit',
    log: '6. Wat het logboek zegt',
    summary: 'Samenvatting',
  },
  list: (naam, aanvaard, ms) => `${naam}: ${aanvaard} aanvaard, in ${seconds(ms, ',')} s`,
  workList: (totaal, wijken) => `De werkvoorraad toont ${totaal} meldingen in ${wijken} wijken.`,
  proposal: (gekozen, niet) => `Voorstel: ${gekozen} gekozen, ${niet} niet.`,
  districtHead: ['wijk', 'wacht', 'gekozen'],
  withoutDistrict: '(zonder wijk)',
  decided: (door, meldingen, signalen, ms) =>
    `Vastgesteld door ${door}: ${meldingen} meldingen (${signalen} signalen) gaan terug en zijn gewist, in ${seconds(ms, ',')} s.`,
  refused: (answer) => `Een teruggegeven melding toch openen, als medewerker: ${answer}`,
  checked: (geopend) =>
    `De machine opende de weinige velden van ${geopend} meldingen, en vond iedereen in orde.`,
  opened: (geopend, velden) => `Het wijkteam opende ${geopend} meldingen: ${velden} velden.`,
  confirmed: (aantal) => `Het bevestigde de ontvangst van ${aantal} signalen.`,
  attempts: (pogingen, resultaten) =>
    `Het legde ${pogingen} contactpogingen en ${resultaten} resultaten vast.`,
  unseen: (regels, stand) =>
    `De bedrijven lezen voor de sluiting ${regels} regels, en van een teruggegeven signaal: ${stand}. Zij zien geen verschil.`,
  reopening: 'de poort stoppen en na de sluiting weer starten …',
  told: (naam, retour, anders) =>
    `${naam} leest ${retour} keer retour en ${anders} keer iets anders`,
  state: (stand) => `Van een teruggegeven signaal leest het bedrijf nu: ${stand}.`,
  fromLog: (terug, hulpaanbod) =>
    `Het logboek noemt ${terug} teruggegeven signalen. Verstrekkingen daarvan voor hulpaanbod: ${hulpaanbod}.`,
  byMachine: (allen, terug) =>
    `Door een machine gecontroleerd: ${allen} signalen, waarvan ${terug} teruggegeven.`,
  logSound: 'Het hele logboek klopt (signaalpoort log verify).',
  summary: (n) =>
    `${n.signalen} signalen, ${n.gekozen} gekozen (hoogstens ${n.meest} per wijk), ${n.terug} teruggegeven en gewist, ${n.geopendTerug} daarvan geopend voor hulpaanbod, ${n.machine} door een machine gecontroleerd, in ${n.seconden} s.`,
  asTold: 'Alles ging zoals verteld.',
  notAsTold: (faults) => `DE DEMO KLOPT NIET: ${faults} keer ging het niet zoals verteld.`,
  wrong: (what, expected, found) => `${what}: verwacht ${expected}, gekregen ${found}.`,
}

const en: MonthWords = {
  fault: 'NOT AS TOLD:',
  title: 'Signaalpoort: a month at one municipality',
  intro:
    'Five creditors deliver 2,000 signals about invented people in Nijmegen. The municipality can visit 50 of them, at most 10 a district. Its (invented) college accepted that who is not chosen goes back: everything about those people is erased, and nobody ever saw it to offer help. Nijmegen works through Samenwerking Rijnoever.',
  starting: 'starting a gateway …',
  heads: {
    lists: '1. The lists come in',
    choice: '2. An employee chooses, without seeing a name',
    check: '3. A machine checks who was chosen',
    help: '4. The district team opens and makes contact',
    closing: '5. The month closes',
    log: '6. What the log says',
    summary: 'Summary',
  },
  list: (naam, aanvaard, ms) => `${naam}: ${aanvaard} accepted, in ${seconds(ms, '.')} s`,
  workList: (totaal, wijken) => `The work list shows ${totaal} meldingen in ${wijken} districts.`,
  proposal: (gekozen, niet) => `Proposal: ${gekozen} chosen, ${niet} not.`,
  districtHead: ['district', 'waits', 'chosen'],
  withoutDistrict: '(no district)',
  decided: (door, meldingen, signalen, ms) =>
    `Decided by ${door}: ${meldingen} meldingen (${signalen} signals) go back and are erased, in ${seconds(ms, '.')} s.`,
  refused: (answer) =>
    `Opening one that went back all the same, as an employee; the gateway says, in Dutch: ${answer}`,
  checked: (geopend) =>
    `The machine opened the few fields of ${geopend} meldingen, and found everyone in order.`,
  opened: (geopend, velden) => `The district team opened ${geopend} meldingen: ${velden} fields.`,
  confirmed: (aantal) => `It confirmed the receipt of ${aantal} signals.`,
  attempts: (pogingen, resultaten) =>
    `It recorded ${pogingen} contact attempts and ${resultaten} results.`,
  unseen: (regels, stand) =>
    `Before the closing the creditors read ${regels} lines, and of a signal that went back: ${stand}. They see no difference.`,
  reopening: 'stopping the gateway, and starting it again after the closing …',
  told: (naam, retour, anders) =>
    `${naam} reads ${retour} times retour and ${anders} times something else`,
  state: (stand) => `Of a signal that went back its creditor reads now: ${stand}.`,
  fromLog: (terug, hulpaanbod) =>
    `The log names ${terug} signals that went back. Deliveries of those for hulpaanbod: ${hulpaanbod}.`,
  byMachine: (allen, terug) => `Checked by machine: ${allen} signals, of which ${terug} went back.`,
  logSound: 'The whole log is sound (signaalpoort log verify).',
  summary: (n) =>
    `${n.signalen} signals, ${n.gekozen} chosen (at most ${n.meest} a district), ${n.terug} returned and erased, ${n.geopendTerug} of those opened for hulpaanbod, ${n.machine} checked by machine, in ${n.seconden} s.`,
  asTold: 'Everything went as told.',
  notAsTold: (faults) => `THE DEMO IS NOT RIGHT: ${faults} times it did not go as told.`,
  wrong: (what, expected, found) => `${what}: expected ${expected}, got ${found}.`,
}

const seconds = (ms: number, point: ',' | '.'): string => (ms / 1000).toFixed(1).replace('.', point)

/** The words of one language. */
export const MONTH_WORDS = { nl, en } as const
