/** The third listener, on loopback only: how this process is, for who watches over it. Nothing of a person, no way to change anything. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import { type Beleidsstand, MISLUKT } from '../model/beleid.ts'
import { Problem } from '../model/problem.ts'
import type { ApiEnv } from './api-env.ts'
import { serveStyle } from './pages/stylesheet.ts'
import { renderTable } from './pages/table.ts'
import { createErrorHandler, type ErrorLog, problemResponse } from './problem-response.ts'
import { setWebHeaders } from './response-headers.ts'

export type HealthDeps = {
  readonly log: ErrorLog
  readonly duurzaamheid: 'proces' | 'schijf'
  readonly beleid: () => Beleidsstand
  /** Subscriptions to which nothing arrives since 72 hours, of everybody. */
  readonly gestoordeAbonnementen: () => number
}

/** `goed`, `let-op` (it decides, but somebody must look) or `storing` (it decides nothing). */
type Toestand = 'goed' | 'let-op' | 'storing'

const TOESTAND = {
  actueel: 'goed',
  verouderd: 'let-op',
  achter: 'storing',
} as const satisfies Record<Beleidsstand['toestand'], Toestand>

const STATUS = { goed: 200, 'let-op': 200, storing: 503 } as const

/** `hosts`: names with port under which it may be asked, so that a page elsewhere cannot reach it by another name. */
export function createHealth(deps: HealthDeps, hosts: () => readonly string[]): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  app.onError(createErrorHandler(deps.log))
  app.notFound(() => problemResponse(new Problem('niet-gevonden')))
  app.use('*', setWebHeaders, async (c, next) => {
    if (!hosts().includes(c.req.header('Host') ?? '')) throw new Problem('kop-onjuist')
    await next()
  })
  app.get('/stijl.css', serveStyle())
  app.get('/health', (c) => {
    const health = healthOf(deps)
    const wantsPage = c.req.header('Accept')?.includes('text/html') === true
    const status = STATUS[health.toestand]
    return wantsPage ? c.html(pageOf(health), status) : c.json(health, status)
  })
  app.get('/ready', (c) => {
    const { toestand } = healthOf(deps)
    return c.json({ toestand }, STATUS[toestand])
  })
  return app
}

type Health = {
  readonly toestand: Toestand
  readonly duurzaamheid: HealthDeps['duurzaamheid']
  readonly beleid: Beleidsstand
  readonly gestoordeAbonnementen: number
}

function healthOf({ duurzaamheid, beleid, gestoordeAbonnementen }: HealthDeps): Health {
  const stand = beleid()
  const gestoord = gestoordeAbonnementen()
  const decides = TOESTAND[stand.toestand]
  return {
    toestand: decides === 'goed' && gestoord > 0 ? 'let-op' : decides,
    duurzaamheid,
    beleid: stand,
    gestoordeAbonnementen: gestoord,
  }
}

const WOORDEN = {
  actueel: 'actueel',
  verouderd: 'verouderd: de laatste poging mislukte, het laatste goede beleid beslist',
  achter:
    'achter: een ander proces heeft nieuwer beleid dat hier niet is; hier wordt niets besloten',
} as const satisfies Record<Beleidsstand['toestand'], string>

function pageOf({
  toestand,
  duurzaamheid,
  beleid,
  gestoordeAbonnementen,
}: Health): ReturnType<typeof html> {
  const { laatsteMislukking: failed } = beleid
  const rows: readonly (readonly [string, string])[] = [
    ['Toestand', toestand],
    ['Duurzaamheid', duurzaamheid],
    [
      'Seintjes',
      gestoordeAbonnementen === 0
        ? 'komen aan'
        : `${gestoordeAbonnementen} abonnementen krijgen al 72 uur niets bezorgd`,
    ],
    ['Beleid', WOORDEN[beleid.toestand]],
    ['Activering', `${beleid.nummer}, sinds ${beleid.actiefTijdstip}`],
    ['Hash', beleid.hash],
    [
      'Goedgekeurd door',
      beleid.ondertekenaars.map((one) => `${one.persoon} (${one.rol})`).join(', '),
    ],
    ...(failed === undefined
      ? []
      : [['Laatste poging mislukt', `${failed.tijdstip}: ${MISLUKT[failed.soort]}`] as const]),
  ]
  return html`<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${toestand} – Gezondheid van deze poort</title>
<link rel="stylesheet" href="/stijl.css">
</head>
<body>
<main>
<h1>Gezondheid van deze poort</h1>
${renderTable({ caption: 'Hoe deze poort ervoor staat', columns: ['Wat', 'Stand'], rows, headed: true })}
</main>
</body>
</html>
`
}
