/** Questions to a VLP without integration on either side: asked from a table, answered in one, read back in a third. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answerAll, answersOf, questionTable } from '../../src/cli/aanleveren/answer-table.ts'
import { answersTable } from '../../src/cli/afnemer/navragen/answers-table.ts'
import { askAll, questionsOf, type Stelafloop } from '../../src/cli/afnemer/navragen/ask.ts'
import { VreemdeSleutel } from '../../src/client/opener.ts'
import { loadFieldOpener } from '../../src/crypto/field-opener.ts'
import { createSleutelpaar } from '../../src/crypto/recipient-key.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import { Navraag, NavraagId } from '../../src/model/navraag.ts'
import { engines } from '../support/databases.ts'
import { idOf } from '../support/dossiers.ts'
import { type House, openHouse } from '../support/house.ts'
import { houseClient } from '../support/house-door.ts'
import { random } from '../support/sealed-signals.ts'

const row = (regel: number, cells: Readonly<Record<string, string>>) => ({
  regel,
  cellen: new Map(Object.entries(cells)),
})

describe('questions in tables', () => {
  let house: House
  let signaal: SignaalId
  let asked: Navraag[]
  beforeEach(async () => {
    const [engine] = engines
    house = await openHouse(await engine.open())
    signaal = (await house.post()).id
    await house.collectOne(signaal)
    await house.publish()
    asked = []
  })
  afterEach(() => house.close())

  const arnhem = () => houseClient(house, 'mw-17')
  const linde = () => houseClient(house, undefined, 'linde')
  const KINDS = ['actueel-bedrag', 'telefoonnummer', 'betalingsregeling']
  const ask = (rows = KINDS.map((soort, at) => row(at + 2, { signaal, soort }))) =>
    askAll(arnhem(), questionsOf(rows), asked, (one) => void asked.push(one))
  const places = ({ fouten }: Pick<Stelafloop, 'fouten'>) =>
    fouten.map(({ regel, kolom }) => [regel, kolom])
  const questions = async (): Promise<readonly Navraag[]> => {
    const { data } = await linde().GET('/navragen')
    return (data?.navragen ?? []).map((one) => Navraag.parse(one))
  }
  const ofKind = (soort: string): string => asked.find((one) => one.soort === soort)?.id ?? ''
  const GOOD: Readonly<Record<string, readonly [string, string]>> = {
    'actueel-bedrag': ['bedragInEuro', '€ 1.234,50'],
    telefoonnummer: ['telefoonnummer', '06-98765432'],
    betalingsregeling: ['regelingMogelijk', 'Ja'],
  }
  const answered = () =>
    KINDS.map((soort, at) => {
      const [kolom, cell] = GOOD[soort] ?? ['', '']
      return row(at + 2, { navraag: ofKind(soort), soort, [kolom]: cell })
    })

  test('go there and back: asked, answered and opened once, whatever is sent again', async () => {
    expect(await ask()).toEqual({ gesteld: 3, bekend: 0, fouten: [] })
    expect(await ask()).toEqual({ gesteld: 0, bekend: 3, fouten: [] })
    const [head, ...rows] = questionTable(await questions(), new Map([[signaal, 'K-1']]))
    expect(rows).toHaveLength(3)
    expect(rows[0]?.slice(1, 2)).toEqual(['K-1'])
    expect(head?.slice(3, 6)).toEqual(['bedragInEuro', 'telefoonnummer', 'regelingMogelijk'])
    expect(rows.map((cells) => cells.slice(3, 6))).toEqual(Array(3).fill(['', '', '']))
    expect(rows[0]?.at(-1)).toBe('2026-11-05')

    const first = answersOf(answered(), await questions())
    expect(await answerAll(linde(), first)).toEqual({ beantwoord: 3, bekend: 0, fouten: [] })
    const again = answersOf(answered(), await questions())
    expect([again.rijen, again.bekend]).toEqual([[], 3])

    await house.publish()
    const { paar } = house.bench
    const own = { sleutelId: paar.sleutelId, opener: await loadFieldOpener(paar) }
    const [, ...read] = await answersTable(arnhem(), asked, own)
    expect(read.map((cells) => [cells[3], ...cells.slice(-3)])).toEqual([
      ['beantwoord', '1234,50', '', ''],
      ['beantwoord', '', 'tel:+31698765432', ''],
      ['beantwoord', '', '', 'ja'],
    ])
    expect(await house.events('antwoord-verstrekt')).toHaveLength(3)
    const other = await createSleutelpaar(random)
    const stranger = { sleutelId: paar.sleutelId, opener: await loadFieldOpener(other) }
    await expect(answersTable(arnhem(), asked, stranger)).rejects.toThrow()
    const client = arnhem()
    client.use({
      onRequest: ({ request }) => new Request(request.url.replace(/\?.*/, ''), request),
    })
    await expect(
      answersTable(client, asked, { ...stranger, sleutelId: other.sleutelId }),
    ).rejects.toThrow(VreemdeSleutel)
  })

  test('a question without answer stays open, and one whose signal ended is gone', async () => {
    await ask([row(2, { signaal, soort: 'actueel-bedrag' })])
    const { paar } = house.bench
    const own = { sleutelId: paar.sleutelId, opener: await loadFieldOpener(paar) }
    const last = async () => (await answersTable(arnhem(), asked, own)).at(-1)?.slice(2)
    expect(await last()).toEqual(['actueel-bedrag', 'open', '2026-11-05', '', '', ''])
    asked.push(...asked.map((one) => ({ ...one, id: NavraagId.parse(idOf(5)) })))
    expect(await last()).toEqual(['actueel-bedrag', 'weg', '', '', '', ''])
  })

  test('wrong rows of who asks are named by line and column', async () => {
    const afloop = await ask([
      row(2, { signaal: 'Kanarie', soort: 'leeftijd' }),
      row(3, { signaal, soort: 'telefoonnummer' }),
      row(4, { signaal, soort: 'telefoonnummer' }),
      row(5, { signaal: idOf(999), soort: 'telefoonnummer' }),
    ])
    expect([afloop.gesteld, places(afloop)]).toEqual([
      1,
      [
        [2, 'signaal'],
        [2, 'soort'],
        [4, ''],
        [5, ''],
      ],
    ])
    expect(JSON.stringify(afloop)).not.toContain('Kanarie')
  })

  test('wrong rows of who answers are named, and nothing of another kind or too late is sent', async () => {
    await ask()
    const bedrag = ofKind('actueel-bedrag')
    const rows = [
      row(2, { navraag: bedrag, bedragInEuro: '1.234' }),
      row(3, { navraag: bedrag, bedragInEuro: '12,00' }),
      row(4, { navraag: ofKind('telefoonnummer'), telefoonnummer: '698765432' }),
      row(5, { navraag: ofKind('betalingsregeling'), bedragInEuro: '12,00' }),
      row(6, { navraag: idOf(5), regelingMogelijk: 'ja' }),
    ]
    const tabel = answersOf(rows, await questions())
    expect([tabel.rijen, places(tabel)]).toEqual([
      [],
      [
        [2, 'bedragInEuro'],
        [3, 'navraag'],
        [4, 'telefoonnummer'],
        [5, 'bedragInEuro'],
        [6, 'navraag'],
      ],
    ])
    expect(JSON.stringify(tabel)).not.toMatch(/1\.234|698765432/)
    const empty = answersOf([row(2, { navraag: bedrag })], await questions())
    expect([empty.leeg, empty.fouten]).toEqual([1, []])
    const late = (await questions()).map((one) => ({ ...one, toestand: 'geen-antwoord' as const }))
    expect(places(answersOf(answered(), late))).toEqual([
      [2, 'navraag'],
      [3, 'navraag'],
      [4, 'navraag'],
    ])
  })
})

test.each(['+31698765432', 'tel:+31698765432', "'+31698765432", '31698765432', '0031 698 765 432'])(
  'the telephone number %s is read as it was meant',
  (cell) => {
    const navraag = Navraag.parse({
      id: idOf(7),
      signaalId: idOf(1),
      gemeentecode: '0202',
      soort: 'telefoonnummer',
      gesteldTijdstip: '2026-11-03T09:00:00.000Z',
      uiterlijkDatum: '2026-11-05',
      toestand: 'open',
    })
    const rows = [row(2, { navraag: navraag.id, telefoonnummer: cell })]
    expect(answersOf(rows, [navraag]).rijen).toMatchObject([
      { antwoord: { telefoonnummer: '+31698765432' } },
    ])
  },
)
