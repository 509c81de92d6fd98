/** How long the detail of an event stays beside its leaf, by kind (docs/audit-events.md; defaults until accepted, `open:`). Pure. */
import type { AuditEvent, AuditEventSoort } from '../model/audit-event.ts'
import { Dag } from '../model/ids.ts'

const REFUSAL_MONTHS = 13
const EMPLOYEE_MONTHS = 3 * 12
const DISCLOSURE_MONTHS = 5 * 12
const OTHER_MONTHS = 5 * 12

const MONTHS = {
  'signaal-aanvaard': OTHER_MONTHS,
  'signaal-geweigerd': REFUSAL_MONTHS,
  'signaal-gewist': OTHER_MONTHS,
  'signaal-ingetrokken': OTHER_MONTHS,
  'schuldverloop-vastgelegd': OTHER_MONTHS,
  'signaal-vrijgegeven': OTHER_MONTHS,
  'lijst-begonnen': OTHER_MONTHS,
  'lijst-geeindigd': OTHER_MONTHS,
  'lijst-vrijgegeven': OTHER_MONTHS,
  'lijst-ingetrokken': OTHER_MONTHS,
  'signaal-verstrekt': DISCLOSURE_MONTHS,
  'ontvangst-bevestigd': OTHER_MONTHS,
  'toegang-geweigerd': REFUSAL_MONTHS,
  'onbekenden-geweigerd': REFUSAL_MONTHS,
  'bewaarsleutel-vernietigd': OTHER_MONTHS,
  'opruiming-uitgevoerd': OTHER_MONTHS,
  'deelnemer-geregistreerd': OTHER_MONTHS,
  'adresbestand-ingelezen': OTHER_MONTHS,
  'gemeente-opgevolgd': OTHER_MONTHS,
  'deelnemer-gewijzigd': OTHER_MONTHS,
  'deelnemer-beeindigd': OTHER_MONTHS,
  'mandaat-verleend': OTHER_MONTHS,
  'mandaat-beeindigd': OTHER_MONTHS,
  'eigen-contact-gewijzigd': OTHER_MONTHS,
  'eigen-benadering-gewijzigd': OTHER_MONTHS,
  'eigen-clientsleutels-gewijzigd': OTHER_MONTHS,
  'sleutel-geregistreerd': OTHER_MONTHS,
  'sleuteltoestand-gewijzigd': OTHER_MONTHS,
  'dozen-toegevoegd': DISCLOSURE_MONTHS,
  'signaal-onleesbaar': OTHER_MONTHS,
  'auditgebeurtenissen-gezocht': OTHER_MONTHS,
  'beleid-geactiveerd': OTHER_MONTHS,
  'bewaarbesluit-opgesteld': OTHER_MONTHS,
  'bewaarbesluit-geadviseerd': OTHER_MONTHS,
  'bewaarbesluit-genomen': OTHER_MONTHS,
  'bewaarbesluit-ingetrokken': OTHER_MONTHS,
  'bewaarbesluit-van-kracht': OTHER_MONTHS,
  'maatregel-voorgesteld': OTHER_MONTHS,
  'maatregel-ingesteld': OTHER_MONTHS,
  'maatregel-ingetrokken': OTHER_MONTHS,
  'einde-maatregel-voorgesteld': OTHER_MONTHS,
  'maatregel-beeindigd': OTHER_MONTHS,
  'controle-vastgelegd': OTHER_MONTHS,
  'navraag-gesteld': DISCLOSURE_MONTHS,
  'navraag-beantwoord': DISCLOSURE_MONTHS,
  'navraag-zonder-antwoord': OTHER_MONTHS,
  'antwoord-verstrekt': DISCLOSURE_MONTHS,
  'abonnement-gemaakt': OTHER_MONTHS,
  'abonnement-gewijzigd': OTHER_MONTHS,
  'abonnement-beeindigd': OTHER_MONTHS,
  'abonnement-gestoord': REFUSAL_MONTHS,
  'abonnement-hersteld': REFUSAL_MONTHS,
  'indicatoren-gelezen': OTHER_MONTHS,
  'indicatoren-bevroren': OTHER_MONTHS,
  'inwoners-vastgelegd': OTHER_MONTHS,
  'terugkoppeling-gegeven': DISCLOSURE_MONTHS,
  'resultaat-vastgelegd': OTHER_MONTHS,
  'tussenbericht-gegeven': OTHER_MONTHS,
  'contactpoging-vastgelegd': OTHER_MONTHS,
  'contactpoging-vervallen': OTHER_MONTHS,
  'melding-geraadpleegd': OTHER_MONTHS,
  'meldingen-samengevoegd': OTHER_MONTHS,
  'melding-gesplitst': OTHER_MONTHS,
  'termijn-gemeld': OTHER_MONTHS,
  'certificaat-verloopt': REFUSAL_MONTHS,
  'werkvoorraad-getoond': OTHER_MONTHS,
  'selectie-voorgesteld': OTHER_MONTHS,
  'selectie-vastgesteld': OTHER_MONTHS,
  'selectie-getoond': OTHER_MONTHS,
  'selectie-teruggedraaid': OTHER_MONTHS,
  'selectie-aangevuld': OTHER_MONTHS,
  'signaal-teruggegeven': OTHER_MONTHS,
  'leverafspraak-vastgelegd': OTHER_MONTHS,
  'leverafspraak-beeindigd': OTHER_MONTHS,
  'aanlevering-uitgebleven': OTHER_MONTHS,
} as const satisfies Record<AuditEventSoort, number>

const AMSTERDAM = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/**
 * The day on which the detail of `event`, which happened at `at`, ends: whole months later by the calendar of Europe/Amsterdam, on
 * the last day of the month where that day does not exist. Where an event names an employee the shorter of both terms holds.
 */
export function detailDueDate(event: AuditEvent, at: Date): Dag {
  const months = MONTHS[event.soort]
  return addMonths(
    AMSTERDAM.format(at),
    namesEmployee(event) ? Math.min(months, EMPLOYEE_MONTHS) : months,
  )
}

/** `systeem` is a machine that fetches, not an employee. */
function namesEmployee(event: AuditEvent): boolean {
  const employees = [
    'actor' in event ? event.actor?.medewerker : undefined,
    'medewerker' in event ? event.medewerker : undefined,
    'geraadpleegdDoor' in event ? event.geraadpleegdDoor : undefined,
    'beheerder' in event ? event.beheerder : undefined,
    'ondertekenaars' in event ? event.ondertekenaars[0]?.persoon : undefined,
  ]
  return employees.some((one) => one !== undefined && one !== 'systeem')
}

function addMonths(dag: string, months: number): Dag {
  const [year = 0, month = 0, day = 0] = dag.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  const due = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay)))
  return Dag.parse(due.toISOString().slice(0, 10))
}
