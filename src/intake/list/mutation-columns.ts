/** The columns of a list of mutations: which signal, and what became of its debt. */
import type { Celsoort } from './cell-value.ts'
import type { Kolommenlijst } from './columns.ts'

const SOORTEN: Readonly<Record<string, Celsoort>> = {
  kenmerk: 'tekst',
  onderdeel: 'tekst',
  intrekking: 'woord',
  schuldverloop: 'woord',
  datum: 'datum',
}

/** Read as those of a list of signals. */
export const MUTATIEKOLOMMEN: Kolommenlijst = {
  find: (naam) => {
    const soort = Object.hasOwn(SOORTEN, naam) ? SOORTEN[naam] : undefined
    return soort && { naam, veld: naam, soort, bestemming: { plaats: [naam] } }
  },
  zonderKop: 'mutatiekop-ontbreekt',
}
