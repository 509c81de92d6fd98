/** Events as a Dutch table for a terminal: when, what, who, about which signal, where in the log. */
import type { AuditEvent } from '../model/audit-event.ts'
import type { Auditgebeurtenis } from '../model/auditgebeurtenis.ts'
import { Beleidsverwijzing } from '../model/besluit.ts'

const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
  timeStyle: 'medium',
})

const HEAD = ['tijdstip', 'soort', 'partij', 'medewerker', 'doel', 'signaal', 'blad', 'wat']

/** Times are those of the Netherlands; `more` says that there are older ones. */
export function renderEvents(events: readonly Auditgebeurtenis[], more: boolean): string {
  if (events.length === 0) return 'Geen gebeurtenissen gevonden.\n'
  const rows = [HEAD, ...events.map(rowOf)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const [head = '', ...rest] = lines
  const count =
    events.length === 1 ? '1 gebeurtenis' : `${events.length} gebeurtenissen, nieuwste eerst`
  const end = more
    ? `${count}; er zijn oudere: geef --alles, of een kortere periode met --vanaf en --tot.`
    : `${count}.`
  return [head, '-'.repeat(head.length), ...rest, '', end, ''].join('\n')
}

function rowOf(event: Auditgebeurtenis): readonly string[] {
  const { detail } = event
  const actor = 'actor' in detail ? detail.actor : undefined
  const doel = actor?.doel ?? ('doel' in detail ? detail.doel : undefined)
  return [
    CLOCK.format(new Date(event.tijdstip)),
    event.soort,
    partyOf(event),
    actor?.medewerker ?? '-',
    doel ?? '-',
    'signaalId' in detail ? detail.signaalId : '-',
    event.bladIndex === null ? 'wacht' : String(event.bladIndex),
    whatOf(detail),
  ]
}

function partyOf({ oin, namens }: Auditgebeurtenis): string {
  if (oin === undefined) return namens ?? '-'
  return namens === undefined || namens === oin ? oin : `${oin} namens ${namens}`
}

/** Shown in columns of their own, or known from the party that asks. */
const ELSEWHERE = new Set([
  'soort',
  'actor',
  'signaalId',
  'doel',
  'oin',
  'gemeentecode',
  'voorwaarden',
])
const LONGEST = 60
const SHORT_ID = 8

/** What the columns do not say yet: the event's own fields by name, lists that are long as their number. */
function whatOf(event: AuditEvent): string {
  return Object.entries(event)
    .filter(([name]) => !ELSEWHERE.has(name))
    .map(([name, value]: [string, unknown]) => `${name} ${inWords(value)}`)
    .join(', ')
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) {
    const names = value.map(String).join(' en ')
    if (value.length === 0) return 'geen'
    return names.length > LONGEST ? String(value.length) : names
  }
  if (typeof value === 'string')
    return /^[0-9a-f]{32}$/.test(value) ? `${value.slice(0, SHORT_ID)}…` : value
  if (typeof value !== 'object' || value === null) return String(value)
  const beleid = Beleidsverwijzing.safeParse(value)
  if (beleid.success) return beleid.data.id
  const parts = Object.entries(value).map(([name, part]: [string, unknown]) =>
    Array.isArray(part) ? `${part.length} ${name}` : `${name} ${inWords(part)}`,
  )
  return parts.join(' / ')
}
