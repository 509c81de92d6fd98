/** A nudge as a CloudEvent 1.0 (NL GOV profile), structured mode, without `data`: an id, a kind, and the address of the feed to read. Pure. */
import type { Seinsoort, Seintje, Stroom } from '../model/seintje.ts'

/** The content type of a CloudEvent in structured mode (CloudEvents HTTP binding §3.2). */
export const CLOUD_EVENT_TYPE = 'application/cloudevents+json'

/** Whose events these are, and where their feeds are read. */
export type Herkomst = { readonly source: string; readonly feedUrl: (stroom: Stroom) => string }

/** `subject` is an opaque id; `dataref` asks for a certificate and a token. */
export type CloudEvent = {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: `nl.vroegsignalering.${Seinsoort}`
  readonly time: string
  readonly subject: string
  readonly dataref: string
}

/**
 * The same line always gives the same event, so that the receiver knows one that comes twice by `source` and `id`. What the line is of is
 * in the id too: after a restored backup the numbers of a feed are given out anew.
 */
export function toCloudEvent(seintje: Seintje, { source, feedUrl }: Herkomst): CloudEvent {
  const { stroom, sleutel, volgnummer, soort, onderwerp, tijdstip } = seintje
  return {
    specversion: '1.0',
    id: [stroom, sleutel, volgnummer, soort, onderwerp].join('.'),
    source,
    type: `nl.vroegsignalering.${soort}`,
    time: tijdstip.toISOString(),
    subject: onderwerp,
    dataref: feedUrl(stroom),
  }
}
