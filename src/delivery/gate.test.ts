import { expect, test } from 'vitest'
import type { Meldingtoestand } from '../model/melding-life.ts'
import { opensIn } from './gate.ts'

test('to offer help only what a decision chose opens, however the college checks', () => {
  for (const controle of ['vooraf', 'gekozen', 'geen'] as const)
    expect(opensIn('hulpaanbod', controle)).toEqual(['geselecteerd', 'opgepakt', 'afgesloten'])
})

test('a machine checks whoever waits, only the chosen, or nobody: as the college decided', () => {
  expect(opensIn('controle', 'vooraf')).toEqual(['werkvoorraad', 'geselecteerd', 'opgepakt'])
  expect(opensIn('controle', 'gekozen')).toEqual(['geselecteerd', 'opgepakt'])
  expect(opensIn('controle', 'geen')).toEqual([])
})

test('what was given back or fell out opens for nobody', () => {
  const ended: readonly Meldingtoestand[] = ['retour', 'uitgevallen']
  for (const doel of ['hulpaanbod', 'controle'] as const)
    expect(opensIn(doel, 'vooraf').filter((one) => ended.includes(one))).toEqual([])
})
