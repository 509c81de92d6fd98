import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { parseCommand } from '../../src/cli/command.ts'
import { deelnemer } from '../../src/cli/deelnemer.ts'
import { leverafspraak } from '../../src/cli/leverafspraak.ts'
import { mandaat } from '../../src/cli/mandaat.ts'
import { readParty } from '../../src/cli/party.ts'
import { readRegister } from '../../src/cli/register.ts'
import { PrivateSigningJwk, publicSigningJwk } from '../../src/crypto/signing-keys.ts'
import { Registeruitkomst } from '../../src/model/deelnemerstand.ts'
import { callerOf, refusalOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { rentToday } from '../support/signals.ts'

const NIEUW = '00000099000000010000'
const LINDE = '00000099000000001000'
const LAGE_LAND = '00000099000000002000'
const INCASSO = '00000099000000004000'
const RIJNOEVER = '00000099000000008000'
const ARNHEM = '00000099000000202000'
const NIJMEGEN = '00000099000000268000'

const DEEDS = [
  'deelnemer-geregistreerd',
  'deelnemer-gewijzigd',
  'deelnemer-beeindigd',
  'mandaat-verleend',
  'mandaat-beeindigd',
  'leverafspraak-vastgelegd',
  'leverafspraak-beeindigd',
] as const
const COMMANDS = { deelnemer, mandaat, leverafspraak }

describe.each(engines)('the register by command, on $name', ({ name }) => {
  let gateway: TestGateway
  let keys: string
  let today: string
  beforeAll(async () => {
    gateway = await openGateway(name)
    const folder = join(gateway.config.certsFolder, 'proef/partijen/de-linde')
    const secret: unknown = JSON.parse(readFileSync(join(folder, 'client-sleutel.json'), 'utf8'))
    keys = join(gateway.config.dataFolder, 'publiek.json')
    writeFileSync(keys, JSON.stringify(publicSigningJwk(PrivateSigningJwk.parse(secret))))
    today = (await readRegister(gateway.config, undefined)).vandaag
  })
  afterAll(() => gateway.close())

  /** Runs a command and gives what it would print. */
  const run = async (line: string): Promise<string> => {
    const [command = '', ...args] = line.split(' ').map((word) => word.replaceAll('_', ' '))
    const parsed = parseCommand(COMMANDS[command as keyof typeof COMMANDS], args)
    if (parsed === 'help') throw new Error('help')
    const written: string[] = []
    const write = process.stdout.write.bind(process.stdout)
    process.stdout.write = (text: unknown) => written.push(String(text)) > 0
    try {
      await parsed.subcommand.run(gateway.config, parsed as never)
    } finally {
      process.stdout.write = write
    }
    return written.join('')
  }
  const add = (oin: string, more = ''): Promise<string> =>
    run(
      `deelnemer voegtoe ${oin} --naam Nieuw_(fictief) --rol verhuurder --sleutels ${keys}${more}`,
    )
  /** Of the register only: what the gateway does beside it may be recorded meanwhile. */
  const stateOf = async (): Promise<unknown> => [
    await readRegister(gateway.config, undefined),
    await gateway.owner.counts(['onderdeel', 'deelnemer_contact']),
    await Promise.all(DEEDS.map(async (soort) => (await gateway.owner.events(soort)).length)),
  ]

  test('adds a party with all that belongs to it, as an event that names who did it', async () => {
    await add(
      NIEUW,
      ' --onderdeel west --onderdeel oost --emailadres vroeg@example.nl --medewerker bh-7',
    )
    const { deelnemers } = await readRegister(gateway.config, NIEUW)
    expect(deelnemers).toMatchObject([
      {
        oin: NIEUW,
        vanaf: today,
        onderdelen: ['oost', 'west'],
        contact: { emailadres: 'vroeg@example.nl' },
      },
    ])
    const last = (await gateway.owner.events('deelnemer-geregistreerd')).at(-1)
    expect(last).toMatchObject({
      namens: NIEUW,
      event: { oin: NIEUW, door: 'beheer', medewerker: 'bh-7' },
    })
    expect(JSON.stringify(last)).not.toContain('example.nl')
  })

  test('records how a party wants to be approached as a whole, and shows it', async () => {
    await run(
      `deelnemer wijzig ${NIEUW} --aanpak Bel_ons --incassodag 1 --incassodag 25 --regeling termijnen --regeling-maanden 12`,
    )
    const approach = async () =>
      (await readRegister(gateway.config, NIEUW)).deelnemers[0]?.benadering
    expect(await approach()).toEqual({
      aanpak: 'Bel ons',
      incassodagen: [1, 25],
      betalingsregeling: { mogelijk: ['termijnen'], hoogstensMaanden: 12 },
    })
    expect(await run(`deelnemer toon ${NIEUW}`)).toMatch(/termijnen; hoogstens 12 maanden/)
    await run(`deelnemer wijzig ${NIEUW} --aanpak Mail_ons`)
    expect(await approach()).toEqual({ aanpak: 'Mail ons' })
    await expect(run(`deelnemer wijzig ${NIEUW} --aanpak <b>`)).rejects.toThrow(
      /benadering\/aanpak/,
    )
    const last = (await gateway.owner.events('deelnemer-gewijzigd')).at(-1)
    expect(last?.event).toMatchObject({ gegevens: ['benadering'] })
  })

  test('changes what is named and nothing else; the event holds names, no values', async () => {
    await run(`deelnemer wijzig ${NIEUW} --naam Ander_(fictief) --zonder-onderdeel west`)
    const { deelnemers } = await readRegister(gateway.config, NIEUW)
    expect(deelnemers).toMatchObject([
      {
        naam: 'Ander (fictief)',
        onderdelen: ['oost'],
        contact: { emailadres: 'vroeg@example.nl' },
      },
    ])
    const last = (await gateway.owner.events('deelnemer-gewijzigd')).at(-1)
    expect(last?.event).toEqual({
      soort: 'deelnemer-gewijzigd',
      oin: NIEUW,
      gegevens: ['naam', 'onderdelen'],
      medewerker: 'systeem',
    })
  })

  test.each([
    ['an OIN of another form', () => add('00000099000000011111'), /is geen OIN van de proef/],
    [
      'a production OIN in the trial',
      () => add('00000001823288444000'),
      /is geen OIN van de proef/,
    ],
    ['no OIN', () => add('12'), /oin: De vorm klopt niet/],
    ['a party that is there', () => add(LINDE), /staat al in het register/],
    ['an unknown role', () => add('00000099000000011000', ' --rol bakker'), /rol: Kies uit: /],
    [
      'a second college of a municipality',
      () => add('00000099000000011000', ' --rol college --gemeentecode 0202'),
      /gemeente 0202 heeft in die tijd al een college \(00000099000000202000\)/,
    ],
    [
      'a college of nowhere',
      () => add('00000099000000011000', ' --rol college'),
      /geef --gemeentecode/,
    ],
    [
      'a landlord of a municipality',
      () => add('00000099000000011000', ' --gemeentecode 0344'),
      /alleen een college/,
    ],
    [
      'an end before the beginning',
      () => add('00000099000000011000', ' --tot 2020-01-01'),
      /ligt voor het begin/,
    ],
    [
      'no day',
      () => add('00000099000000011000', ' --tot morgen'),
      /tot: Verwacht: een bestaande datum/,
    ],
    ['nothing to change', () => run(`deelnemer wijzig ${LINDE}`), /niets te wijzigen/],
    [
      'a party that is not there',
      () => run('deelnemer beeindig 00000099000000666000'),
      /bestaat niet/,
    ],
    [
      'another role while mandates hang on it',
      () => run(`deelnemer wijzig ${RIJNOEVER} --rol verhuurder`),
      /rol of gemeente van .+ kan niet meer wijzigen/,
    ],
    [
      'a mandate of somebody who is not there',
      () =>
        run(
          `mandaat verleen --gever 00000099000000666000 --gemachtigde ${INCASSO} --doel aanleveren --hoedanigheid verwerker`,
        ),
      /deelnemer 00000099000000666000 bestaat niet/,
    ],
    [
      'the same mandate twice',
      () =>
        run(
          `mandaat verleen --gever ${LINDE} --gemachtigde ${INCASSO} --doel aanleveren --hoedanigheid verwerker`,
        ),
      /in die tijd al een mandaat voor aanleveren/,
    ],
    [
      'two purposes of which one is refused',
      () =>
        run(
          `mandaat verleen --gever ${LAGE_LAND} --gemachtigde ${INCASSO} --doel aanleveren --doel selectie --hoedanigheid verwerker`,
        ),
      /het doel selectie hoort niet bij de rol verhuurder/,
    ],
    [
      'a second body that decides for a college',
      () =>
        run(
          `mandaat verleen --gever ${NIJMEGEN} --gemachtigde ${ARNHEM} --doel hulpaanbod --hoedanigheid mandaat --besluit X-1`,
        ),
      /beslist in die tijd al een ander over hulpaanbod/,
    ],
    [
      'a mandate without its decision',
      () =>
        run(
          `mandaat verleen --gever ${ARNHEM} --gemachtigde ${RIJNOEVER} --doel hulpaanbod --hoedanigheid mandaat`,
        ),
      /geef --besluit/,
    ],
    [
      'a mandate to end that never was',
      () => run(`mandaat beeindig --gever ${LAGE_LAND} --gemachtigde ${INCASSO}`),
      /geen mandaat dat nog loopt/,
    ],
    [
      'an agreement with a municipality that has no college',
      () => run(`leverafspraak maak --gemeentecode 0344 --deelnemer ${LINDE} --dag 10`),
      /gemeente 0344 heeft in die tijd geen college/,
    ],
    [
      'an agreement with who delivers nothing',
      () => run(`leverafspraak maak --gemeentecode 0202 --deelnemer ${ARNHEM} --dag 10`),
      /een college levert niet zelf aan/,
    ],
    [
      'an agreement with a supplier',
      () => run(`leverafspraak maak --gemeentecode 0202 --deelnemer ${INCASSO} --dag 10`),
      /een softwareleverancier levert niet zelf aan/,
    ],
    [
      'a day that no month has',
      () => run(`leverafspraak maak --gemeentecode 0202 --deelnemer ${LINDE} --dag 32`),
      /dag: /,
    ],
    [
      'an agreement to end that never was',
      () => run(`leverafspraak beeindig --gemeentecode 0202 --deelnemer ${LINDE}`),
      /geen leverafspraak die nog loopt/,
    ],
    [
      'an operator with a name',
      () => run(`deelnemer beeindig ${LINDE} --medewerker Jan_de_Boer`),
      /geen naam/,
    ],
  ])('refuses %s, and nothing is half done', async (_, attempt, why) => {
    const before = await stateOf()
    await expect(attempt()).rejects.toThrow(why)
    expect(await stateOf()).toEqual(before)
  })

  test('an agreement stands in the register of both, is made once on a day, and ends with its party', async () => {
    const make = () =>
      run(
        `leverafspraak maak --gemeentecode 0202 --deelnemer ${NIEUW} --dag 10 --signaaltype huur --medewerker bh-7`,
      )
    expect(await make()).toContain('op dag 10 van de maand')
    await expect(make()).rejects.toThrow(/in die tijd al een leverafspraak/)
    const made = { gemeentecode: '0202', deelnemer: NIEUW, dag: 10, signaaltypen: ['huur'] }
    for (const oin of [NIEUW, ARNHEM, undefined])
      expect((await readRegister(gateway.config, oin)).leverafspraken).toEqual([
        { ...made, vanaf: today },
      ])
    expect((await readRegister(gateway.config, NIJMEGEN)).leverafspraken).toEqual([])
    expect(await run(`leverafspraak toon ${NIEUW}`)).toMatch(/0202 .*10 .*huur .*vanaf/)
    expect(await run(`deelnemer toon ${NIEUW}`)).toContain('laatst uitgebleven')
    expect((await gateway.owner.events('leverafspraak-vastgelegd')).at(-1)).toMatchObject({
      namens: NIEUW,
      gemeentecode: '0202',
      event: { deelnemer: NIEUW, dag: 10, vanaf: today, medewerker: 'bh-7' },
    })
    await run(`leverafspraak beeindig --gemeentecode 0202 --deelnemer ${NIEUW} --per 2099-01-01`)
    await run(`deelnemer beeindig ${NIEUW}`)
    expect(await run(`leverafspraak toon ${NIEUW}`)).toBe('Geen leverafspraken.\n')
    const ended = await gateway.owner.events('leverafspraak-beeindigd')
    expect(ended.map(({ event }) => event.per)).toEqual(['2099-01-01', today])
    await run(`deelnemer wijzig ${NIEUW} --heropen`)
  })

  test('of two operators who add a college for one municipality at once, one does', async () => {
    const connection = await openBeheer(gateway.config)
    const clientsleutels = { keys: [JSON.parse(readFileSync(keys, 'utf8')) as object] }
    const tries = [21, 22, 23, 24].map((n) =>
      callBeheer(connection, '/deelnemers', Registeruitkomst, {
        json: {
          oin: `000000990000000${n}000`,
          naam: 'Nieuw',
          rol: 'college',
          gemeentecode: '0344',
          clientsleutels,
        },
      }),
    )
    const done = await Promise.allSettled(tries)
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await connection.close()
  })

  test('a mandate serves on the very next request, and no longer once it ends', async () => {
    const supplier = callerOf(gateway, 'incasso-noord', 'aanleveren', { namens: LAGE_LAND })
    expect(refusalOf(await supplier.post(rentToday('M-1')))).toEqual([403, 'mandaat-ontbreekt'])
    await run(
      `mandaat verleen --gever ${LAGE_LAND} --gemachtigde ${INCASSO} --doel aanleveren --hoedanigheid verwerker --medewerker bh-7`,
    )
    expect((await supplier.post(rentToday('M-1'))).status).toBe(201)
    await run(`mandaat beeindig --gever ${LAGE_LAND} --gemachtigde ${INCASSO}`)
    expect(refusalOf(await supplier.post(rentToday('M-2')))).toEqual([403, 'mandaat-ontbreekt'])
    const [given] = await gateway.owner.events('mandaat-verleend')
    expect(given).toMatchObject({
      oin: INCASSO,
      namens: LAGE_LAND,
      event: { doelen: ['aanleveren'], hoedanigheid: 'verwerker', medewerker: 'bh-7' },
    })
  })

  test.each([
    ['today', () => today],
    ['in the past', () => '2026-01-01'],
  ])(
    'a party that ends %s is refused over its open connection, its token notwithstanding',
    async (_, per) => {
      const { post } = callerOf(gateway, 'het-lage-land', 'aanleveren')
      expect((await post(rentToday(`E-${per()}`))).status).toBe(201)
      await run(`deelnemer beeindig ${LAGE_LAND} --per ${per()}`)
      const refused = refusalOf(await post(rentToday('E-2')))
      expect(refused).toEqual([403, 'deelnemer-onbekend'])
      await run(`deelnemer wijzig ${LAGE_LAND} --heropen`)
      expect((await post(rentToday(`E-3-${per()}`))).status).toBe(201)
    },
  )

  test('an open connection of a party that ended is closed, another’s is not', async () => {
    const { port } = new URL(gateway.apiUrl)
    const open = (party: string): TLSSocket => {
      const { ca, cert, key } = readParty(gateway.config.certsFolder, party)
      const socket = connect({
        host: '127.0.0.1',
        servername: 'localhost',
        port: Number(port),
        ca,
        cert,
        key,
      })
      return socket.on('error', () => undefined).resume()
    }
    const [ended, stays] = [open('warmtebaan'), open('heldere-bron')]
    await Promise.all([once(ended, 'secureConnect'), once(stays, 'secureConnect')])
    await run('deelnemer beeindig 00000099000000006000')
    await once(ended, 'close')
    expect(stays.destroyed).toBe(false)
    stays.destroy()
  })

  test('ends with a body every mandate of it, so that nothing is sealed to it any more; the next start leaves that so', async () => {
    expect(await run(`deelnemer beeindig ${RIJNOEVER}`)).toMatch(/met 8 mandaten/)
    expect((await gateway.owner.events('mandaat-beeindigd')).slice(-2)).toMatchObject([
      { namens: NIJMEGEN, gemeentecode: '0268' },
      { gemeentecode: '0274' },
    ])
    await run(
      `mandaat verleen --gever ${NIJMEGEN} --gemachtigde ${ARNHEM} --doel hulpaanbod --hoedanigheid mandaat --besluit X-1`,
    )
    const before = await readRegister(gateway.config, undefined)
    await gateway.restart()
    expect(await readRegister(gateway.config, undefined)).toEqual(before)
  })
})
