/** What a VLP sees of a signal that ended. Pure. */
import type { Gemeentecode, Kenmerk, SignaalId } from '../model/ids.ts'
import type { Signaalstand } from '../model/signaalstand.ts'

/** The end of a signal, as its kenmerk keeps it. */
export type Einde = {
  readonly signaalId: SignaalId
  readonly versie: number
  readonly kenmerk: Kenmerk
  readonly gemeentecode: Gemeentecode
  readonly einde: 'ingetrokken' | 'verlopen' | 'onleesbaar'
  readonly beeindigdTijdstip: Date
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
