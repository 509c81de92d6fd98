import { expect, test } from 'vitest'
import { toldPolicies, toldRule } from '../../tests/support/told-rule.ts'
import { VeldReden } from '../model/besluit.ts'
import type { Decision } from './decision.ts'
import { explainCase } from './explain-case.ts'

const beleid = { id: 'wet/huur@1', hash: '' }
const none = { regels: new Map(), afgeleid: [], vervaldatum: '2027-05-03' } as const

const accepted: Decision = {
  ...none,
  besluit: {
    besluit: 'aanvaard',
    redenen: [
      {
        code: 'eindelevering-te-laat',
        grondslag: 'a2',
        zin: 'Te laat.',
        remedie: 'Meld het eerder.',
      },
      { code: 'bedreigend', zin: 'nodig', remedie: 'vraag geheel' },
    ],
    velden: [
      { veld: 'klantnummer', uitkomst: 'doorgegeven', grondslag: ['a1', 'onbekend'] },
      ...VeldReden.options.map((reden) => ({
        veld: 'onderdeel' as const,
        uitkomst: 'niet-doorgegeven' as const,
        grondslag: [],
        reden,
      })),
      { veld: 'achterstand.bedragklasse', uitkomst: 'vergroofd', grondslag: ['a2'] },
      { veld: 'crisisvlag', uitkomst: 'vergroofd', grondslag: ['a2', 'a3'] },
      { veld: 'adres.wijk', uitkomst: 'vergroofd', grondslag: ['a3'] },
    ],
    beleid,
  },
  regels: new Map([
    [
      'klantnummer',
      { grondslag: ['a1'], doelen: ['hulpaanbod', 'controle'], vervaldatum: '2027-05-03' },
    ],
  ]),
  voorwaarden: {
    afzenderBevoegd: true,
    gemeenteBekend: true,
    signaaldatumBinnenBereik: true,
    gegevensdelingNietGeweigerd: true,
    gemeenteAangewezen: true,
    gemeenteAangesloten: true,
    minstensBedrag: false,
    eindeleveringOpTijd: false,
    afspraakMetGemeente: true,
    gemeentelijkeDrempelGehaald: true,
    nietEerderGemeld: true,
    wijkBekend: false,
    ietsAnders: true,
  },
}

const refused: Decision = {
  ...none,
  besluit: {
    besluit: 'geweigerd',
    redenen: [
      { code: 'verkeerd-doel', grondslag: 'g1', zin: 'Hier niet.', remedie: 'Daar wel.' },
      { code: 'grondslag-verlopen', grondslag: 'a1', zin: 'Voorbij.', remedie: 'Stop.' },
    ],
    velden: [],
    beleid: { id: 'geen', hash: '' },
  },
  voorwaarden: { grondslagInWerking: false, afzenderBevoegd: false },
}

test('a case is explained in Dutch: each condition with its truth, each reason, each field', () => {
  expect(explainCase(toldPolicies(), accepted, 'huur')).toStrictEqual([
    'Besluit: aanvaard, naar wet/huur@1',
    '  Een verhuurder geeft een signaal.',
    'Voorwaarden:',
    '  ja   Deze aanleveraar mag dit soort signaal geven. Alleen: Woning Een, Woning Twee.',
    '  ja   De gemeente van het adres is bekend.',
    '  ja   De signaaldatum ligt niet in de toekomst, ten hoogste 31 dagen terug, en niet voor het begin van de regel.',
    '  ja   De klant heeft het delen van gegevens niet geweigerd.',
    '  ja   De gemeente is voor dit soort signaal aangewezen.',
    '  ja   De gemeente is aangesloten: zij heeft een actieve sleutel voor hulpaanbod.',
    '  NEE  De achterstand is ten minste € 50,00. (Wgs art. 4 lid 1)',
    '  nee  De levering eindigt pas na ten minste 20 werkdagen; anders volgt alleen een opmerking. (Besluit art. 7)',
    '  ja   De gemeente heeft een afspraak met deze aanleveraar vastgelegd. (Regeling, bijlage)',
    '  ja   Het bedrag haalt de drempel die de gemeente zelf stelde.',
    '  ja   De aanleveraar meldde deze persoon deze maand niet eerder met hetzelfde bedrag.',
    '  NEE  De wijk van het adres is bekend.',
    '  ja   ietsAnders',
    'Redenen en wat u kunt doen:',
    '  eindelevering-te-laat: Te laat. (Besluit art. 7, https://example.nl/a2) Meld het eerder.',
    '  bedreigend: nodig vraag geheel',
    'Velden:',
    '  ja   klantnummer: voor hulpaanbod, controle (Wgs art. 4 lid 1, https://example.nl/a1; onbekend)',
    '  nee  onderdeel: geen artikel noemt dit veld bij dit soort signaal',
    '  nee  onderdeel: het telt alleen mee voor het besluit',
    '  nee  onderdeel: de gemeente heeft geen sleutel voor de doelen van dit veld',
    '  nee  onderdeel: geen doel dat nu geldt neemt dit veld aan',
    '  nee  onderdeel: de waarde was niet te gebruiken en is weggelaten',
    '  nee  onderdeel: het hele signaal is geweigerd',
    '  nee  onderdeel: het bedrag ligt onder de drempel van de gemeente',
    '  nee  onderdeel: het signaal herhaalt een signaal van deze maand met hetzelfde bedrag',
    '  ja   achterstand.bedragklasse: afgeleid, als klasse, voor selectie (Besluit art. 7, https://example.nl/a2)',
    '  ja   crisisvlag: afgeleid, als vlag, voor  (Besluit art. 7, https://example.nl/a2; Regeling, bijlage, https://example.nl/a3)',
    '  ja   adres.wijk: afgeleid, als wijk, voor  (Regeling, bijlage, https://example.nl/a3)',
  ])
})

test('and in English, in the lawyers’ words where they gave them', () => {
  expect(explainCase(toldPolicies(), accepted, 'huur', 'en')).toStrictEqual([
    'Verdict: accepted, by wet/huur@1',
    '  A landlord gives a signal.',
    'Conditions:',
    '  yes  This creditor may give this type of signal. Only: Woning Een, Woning Twee.',
    '  yes  The municipality of the address is known.',
    '  yes  The date of the signal does not lie in the future, at most 31 days back, and not before the start of the rule.',
    '  yes  The customer did not refuse the sharing of data.',
    '  yes  The municipality is designated for this type of signal.',
    '  yes  The municipality is connected: it has an active key for hulpaanbod.',
    '  NO   The arrears are at least EUR 50.00. (Wgs art. 4 lid 1)',
    '  no   The supply ends only after at least 20 working days; if not, only a remark follows. (Besluit art. 7)',
    '  yes  The municipality recorded an agreement with this creditor. (Regeling, bijlage)',
    '  yes  The amount reaches the threshold that the municipality set itself.',
    '  yes  The creditor did not report this person with the same amount earlier this month.',
    '  NO   The district of the address is known.',
    '  yes  ietsAnders',
    'Reasons and what you can do:',
    '  eindelevering-te-laat: The end of supply was reported too late. (Besluit art. 7, https://example.nl/a2) From now on report it at least 20 working days before.',
    '  bedreigend: needed question on the whole',
    'Fields:',
    '  yes  klantnummer: for hulpaanbod, controle (Wgs art. 4 lid 1, https://example.nl/a1; onbekend)',
    '  no   onderdeel: no article names this field for this type of signal',
    '  no   onderdeel: it only counts for the verdict',
    '  no   onderdeel: the municipality has no key for the purposes of this field',
    '  no   onderdeel: no purpose that holds now takes this field',
    '  no   onderdeel: the value could not be used and was left out',
    '  no   onderdeel: the whole signal is refused',
    '  no   onderdeel: the amount lies below the threshold of the municipality',
    '  no   onderdeel: the signal repeats one of this month with the same amount',
    '  yes  achterstand.bedragklasse: derived, as class, for selectie (Besluit art. 7, https://example.nl/a2)',
    '  yes  crisisvlag: derived, as flag, for  (Besluit art. 7, https://example.nl/a2; Regeling, bijlage, https://example.nl/a3)',
    '  yes  adres.wijk: derived, as district, for  (Regeling, bijlage, https://example.nl/a3)',
  ])
})

test('a case without a rule cites what says why there is none', () => {
  expect(explainCase(toldPolicies(), refused, 'huur')).toStrictEqual([
    'Besluit: geweigerd, naar geen enkele regel',
    'Voorwaarden:',
    '  NEE  Er is op de dag van ontvangst een regel in werking voor dit soort signaal.',
    '  NEE  Deze aanleveraar mag dit soort signaal geven.',
    'Redenen en wat u kunt doen:',
    '  verkeerd-doel: Hier niet. (AVG art. 6, https://example.nl/g1) Daar wel.',
    '  grondslag-verlopen: Voorbij. (Wgs art. 4 lid 1, https://example.nl/a1) Stop.',
    'Velden:',
  ])
  expect(explainCase(toldPolicies(), refused, 'huur', 'en')).toStrictEqual([
    'Verdict: refused, by no rule at all',
    'Conditions:',
    '  NO   On the day of receipt a rule is in force for this type of signal.',
    '  NO   This creditor may give this type of signal.',
    'Reasons and what you can do:',
    '  verkeerd-doel: These data serve another purpose than early detection of debts. (AVG art. 6, https://example.nl/g1) The municipality can ask for these data itself, by the way meant for it.',
    '  grondslag-verlopen: The legal basis of this type of signal no longer holds. (Wgs art. 4 lid 1, https://example.nl/a1) Stop with this type of signal, or ask your lawyer for a new basis.',
    'Fields:',
  ])
  const [, , , , , unknown] = explainCase(toldPolicies(), refused, 'water')
  expect(unknown).toBe('  verkeerd-doel: Hier niet. (AVG art. 6, https://example.nl/g1) Daar wel.')
})

test('the parties are named where the law names them, and no reasons where there are none', () => {
  const rule = toldRule({}, { van: { rol: 'verhuurder' } })
  const plain: Decision = {
    ...accepted,
    besluit: { ...accepted.besluit, redenen: [], velden: [] },
    voorwaarden: { afzenderBevoegd: true },
  }
  expect(explainCase(toldPolicies(rule), plain, 'huur')).toStrictEqual([
    'Besluit: aanvaard, naar wet/huur@1',
    '  Een verhuurder geeft een signaal.',
    'Voorwaarden:',
    '  ja   Deze aanleveraar mag dit soort signaal geven.',
    'Velden:',
  ])
})
