/** Records of invented persons, as a municipality keeps them. */
import type { Dossier } from '../../src/cli/afnemer/archief/dossier.ts'
import { Gemeentecode, Oin, SignaalId } from '../../src/model/ids.ts'

export const idOf = (n: number): SignaalId =>
  SignaalId.parse(`019a0c3e-5b7a-7c41-9d2e-${String(n).padStart(12, '0')}`)

type Velden = Dossier['signalen'][number]['velden']

/** A signal of De Linde of 3 November 2026 with these fields beside a whole address. */
export const aRecordedSignal = (
  n: number,
  velden: Velden = {},
  more: Partial<Dossier['signalen'][number]> = {},
): Dossier['signalen'][number] => ({
  id: idOf(n),
  versie: 1,
  signaaltype: 'huur',
  deelnemer: Oin.parse('00000099000000001000'),
  aangeleverdTijdstip: '2026-11-03T09:00:00.000Z',
  velden: {
    signaaldatum: '2026-11-03',
    crisissignaal: false,
    'persoon.voorletters': 'J.',
    'persoon.achternaam': 'Boer',
    'persoon.burgerservicenummer': '999990019',
    'adres.postcode': '6811AB',
    'adres.huisnummer': 12,
    'adres.huisletter': 'A',
    'adres.huisnummertoevoeging': '2',
    'achterstand.bedragInCenten': 81_250,
    'achterstand.ontstaansdatum': '2026-09-01',
    'contact.telefoonnummer': '+31612345678',
    ...velden,
  },
  ...more,
})

/** A record with one such signal, taken up on 5 November. */
export const aDossier = (n: number, more: Partial<Dossier> = {}): Dossier => ({
  vorm: 1,
  melding: idOf(n),
  gemeentecode: Gemeentecode.parse('0202'),
  soort: 'enkelvoudig',
  opgepaktDatum: '2026-11-05',
  bijgewerktDatum: '2026-11-05',
  signalen: [aRecordedSignal(n)],
  contactpogingen: [],
  ...more,
})
