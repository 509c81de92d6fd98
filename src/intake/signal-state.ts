/** What a VLP sees of a signal that ended. Pure. */
import type { Gemeentecode, Kenmerk, SignaalId } from '../model/ids.ts'
import type { Signaalstand } from '../model/signaalstand.ts'

/** The end of a signal, as its kenmerk keeps it. */
export type Einde = {
  readonly signaalId: SignaalId
  readonly versie: number
  readonly kenmerk: Kenmerk
  readonly gemeentecode: Gemeentecode
  readonly einde: 'ingetrokken' | 'verlopen' | 'onleesbaar' | 'retour'
  readonly beeindigdTijdstip: Date
}

/** A living signal, at an instant. One that was held back too long is as good as ended: it is released no more, and the sweep erases it. */
export function livingStateOf(
  {
    ontvangen,
    vastgehoudenTot,
  }: { readonly ontvangen: boolean; readonly vastgehoudenTot: Date | null },
  at: Date,
): 'vastgehouden' | 'verlopen' | 'ontvangen' | 'aangeleverd' {
  if (vastgehoudenTot !== null) return at < vastgehoudenTot ? 'vastgehouden' : 'verlopen'
  return ontvangen ? 'ontvangen' : 'aangeleverd'
}

/** The same whether the signal was ever collected or not: nothing of it is told here. */
export function endedState(ended: Einde): Signaalstand {
  return {
    id: ended.signaalId,
    versie: ended.versie,
    kenmerk: ended.kenmerk,
    gemeentecode: ended.gemeentecode,
    toestand: ended.einde,
    beeindigdTijdstip: ended.beeindigdTijdstip.toISOString(),
  }
}
