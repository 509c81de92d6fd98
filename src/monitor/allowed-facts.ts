/** Facts without what the purpose may not have today: a policy that ends, ends what is counted of it. Pure. */
import type { AfgeleidVeld } from '../model/veld.ts'
import type { Meldingfeit, Signaalfeit } from './feiten.ts'

/** Whether this derived field of a signal of this type may be counted. */
export type Mag = (signaaltype: string, veld: AfgeleidVeld) => boolean

/** The signals with only what may be counted. */
export function allowedSignals(signals: readonly Signaalfeit[], mag: Mag): readonly Signaalfeit[] {
  const kept = <T>(signal: Signaalfeit, veld: AfgeleidVeld, value: T): T | undefined =>
    mag(signal.signaaltype, veld) ? value : undefined
  return signals.map((signal) => ({
    ...signal,
    soort: kept(signal, 'signaalsoort', signal.soort),
    crisis: kept(signal, 'crisisvlag', signal.crisis),
    bedragklasse: kept(signal, 'achterstand.bedragklasse', signal.bedragklasse),
    leeftijdsklasse: kept(signal, 'achterstand.leeftijdsklasse', signal.leeftijdsklasse),
    wijkcode: kept(signal, 'adres.wijk', signal.wijkcode),
  }))
}

/** The meldingen with their district only where every type among their signals lets it be counted. */
export function allowedMeldingen(
  meldingen: readonly (Meldingfeit & { readonly signaaltypen: readonly string[] })[],
  mag: Mag,
): readonly Meldingfeit[] {
  return meldingen.map(({ signaaltypen, ...melding }) => ({
    ...melding,
    wijkcode: signaaltypen.every((one) => mag(one, 'adres.wijk')) ? melding.wijkcode : undefined,
  }))
}
