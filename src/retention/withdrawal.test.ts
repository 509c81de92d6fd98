import { expect, test } from 'vitest'
import { INTREKKINGSREDENEN } from '../model/intrekking.ts'
import { withdrawalEffect } from './withdrawal.ts'

const effects = (facts: Parameters<typeof withdrawalEffect>[1]) =>
  Object.fromEntries(INTREKKINGSREDENEN.map((reden) => [reden, withdrawalEffect(reden, facts)]))

test('before collection every reason erases the signal as a whole', () => {
  expect(new Set(Object.values(effects({ eerder: false, verstrekt: false })))).toEqual(
    new Set(['wissen']),
  )
})

test('after collection two reasons erase the fields and three only tell', () => {
  expect(effects({ eerder: false, verstrekt: true })).toEqual({
    'ten-onrechte': 'velden-wissen',
    bezwaar: 'velden-wissen',
    betaald: 'melden',
    betalingsregeling: 'melden',
    overleden: 'melden',
  })
})

test('a second withdrawal does nothing, unless the person objects after all', () => {
  const again = effects({ eerder: true, verstrekt: true })
  expect([again['betaald'], again['bezwaar']]).toEqual(['niets', 'velden-wissen'])
})

test('of what is gone a second withdrawal asks the same work as of what is left', () => {
  const gone = effects({ eerder: true, verstrekt: undefined })
  expect(gone).toEqual(effects({ eerder: true, verstrekt: true }))
})
