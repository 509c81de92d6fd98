import { describe, expect, test } from 'vitest'
import type { Finding } from '../audit/finding.ts'
import { renderVerification } from './log-verify.ts'

const sound = {
  grootte: 1,
  wachtend: 1,
  zonderDetail: 0,
  checkpoints: 2,
  bevindingen: [],
  meerBevindingen: 0,
}
const every: readonly Finding[] = [
  { kind: 'detail-gewijzigd', gebeurtenisId: 'g-1', index: 3 },
  { kind: 'detail-gewijzigd', gebeurtenisId: 'g-2' },
  { kind: 'blad-gewijzigd', index: 4, gebeurtenisId: 'g-3' },
  { kind: 'blad-ontbreekt', index: 5 },
  { kind: 'blad-ingevoegd', index: 6, gebeurtenisId: 'g-4' },
  { kind: 'blad-verplaatst', index: 7, hoortOp: 9, aantal: 1 },
  { kind: 'tegel-gewijzigd', niveau: 0, nummer: 2, index: 512, totIndex: 512 },
  { kind: 'tegel-gewijzigd', niveau: 1, nummer: 0, index: 256, totIndex: 511 },
  { kind: 'kop-onjuist', grootte: 600 },
  { kind: 'wortel-onjuist', grootte: 600 },
  { kind: 'checkpoint-onjuist', grootte: 300 },
  { kind: 'log-vervangen', grootte: 300, index: 100, totIndex: 299 },
  { kind: 'log-ingekort', index: 520, bekend: 600 },
  { kind: 'bewijs-niet-in-log', bladHash: 'ab'.repeat(32) },
]

describe('renderVerification', () => {
  test('says of a sound log that it is sound', () => {
    expect(renderVerification(sound)).toBe(
      [
        'Logboek: 1 blad, 1 gebeurtenis wacht nog op een plaats.',
        'Vergeleken: 2 ondertekende checkpoints; 0 bladen zonder detail (termijn voorbij).',
        'Het logboek klopt: niets gewijzigd, weggelaten of ingevoegd.',
        '',
      ].join('\n'),
    )
  })

  test('has a line for each finding, with its place', () => {
    const text = renderVerification({
      ...sound,
      grootte: 600,
      wachtend: 2,
      bevindingen: every,
      meerBevindingen: 3,
    })
    expect(text).toBe(
      [
        'Logboek: 600 bladen, 2 gebeurtenissen wachten nog op een plaats.',
        'Vergeleken: 2 ondertekende checkpoints; 0 bladen zonder detail (termijn voorbij).',
        'HET LOGBOEK KLOPT NIET: 17 bevindingen.',
        '- detail-gewijzigd: het detail van gebeurtenis g-1 (blad 3) is niet wat is vastgelegd.',
        '- detail-gewijzigd: het detail van gebeurtenis g-2 (nog zonder plaats) is niet wat is vastgelegd.',
        '- blad-gewijzigd: blad 4 (gebeurtenis g-3) is niet het blad dat is ondertekend.',
        '- blad-ontbreekt: de gebeurtenis van blad 5 is er niet meer.',
        '- blad-ingevoegd: gebeurtenis g-4 op blad 6 is nooit ondertekend.',
        '- blad-verplaatst: 1 gebeurtenis vanaf blad 7 hoort vanaf blad 9.',
        '- tegel-gewijzigd: tegel 0/2 is onjuist boven blad 512.',
        '- tegel-gewijzigd: tegel 1/0 is onjuist boven blad 256 tot en met 511.',
        '- kop-onjuist: de wortel in de kop is bij 600 bladen niet de ondertekende.',
        '- wortel-onjuist: de tegels geven bij 600 bladen niet de ondertekende wortel.',
        '- checkpoint-onjuist: het checkpoint bij 300 bladen is niet door dit logboek ondertekend.',
        '- log-vervangen: het checkpoint bij 300 bladen ondertekende andere bladen: blad 100 tot en met 299.',
        '- log-ingekort: het logboek eindigt voor blad 520, maar er waren er ten minste 600.',
        `- bewijs-niet-in-log: het blad van het bewijs (${'ab'.repeat(32)}) staat niet in het logboek.`,
        '… en nog 3 bevindingen.',
        '',
      ].join('\n'),
    )
  })
})
