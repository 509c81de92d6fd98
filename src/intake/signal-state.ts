/** What a VLP sees of a signal of its own: one mapping, whether it reads one or searches many. Pure. */
import type { Gemeentecode, Kenmerk, SignaalId } from '../model/ids.ts'
import type { Signaalstand } from '../model/signaalstand.ts'

/** The end of a signal, as its kenmerk keeps it. */
export type Einde = {
  readonly signaalId: SignaalId
  readonly versie: number
  readonly kenmerk: Kenmerk
  readonly onderdeel: string
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

/** As its municipality told of it, which goes before how far it is: by the code of its last final line. */
export function toldStateOf(
  eindcode: string | null | undefined,
): 'retour' | 'teruggekoppeld' | undefined {
  if (eindcode === null || eindcode === undefined) return undefined
  return eindcode === 'retour' ? 'retour' : 'teruggekoppeld'
}

/** A signal as a search finds it: its kenmerk, and while it lives its coded row and what was told of it. */
export type Vindplaats = {
  readonly kenmerk: Kenmerk
  readonly onderdeel: string
  readonly signaalId: SignaalId
  readonly gemeentecode: Gemeentecode
  readonly versie: number
  readonly toestand: 'levend' | Einde['einde']
  readonly beeindigdTijdstip: Date | null
  readonly signaaltype: string | null
  readonly aangeleverdTijdstip: Date | null
  readonly ontvangen: boolean
  readonly vastgehoudenTot: Date | null
  readonly eindcode: string | null
}

/** As reading that signal alone would say, without its receipt. */
export function foundState(found: Vindplaats, at: Date): Signaalstand {
  const { kenmerk, onderdeel, signaalId: id, gemeentecode, versie, toestand } = found
  const { beeindigdTijdstip, signaaltype, aangeleverdTijdstip, eindcode } = found
  if (toestand !== 'levend') {
    if (beeindigdTijdstip === null) throw new Error('an ended kenmerk has no end')
    return endedState({ ...found, einde: toestand, beeindigdTijdstip })
  }
  return {
    id,
    versie,
    kenmerk,
    ...brandOf(onderdeel),
    ...(signaaltype === null ? {} : { signaaltype }),
    gemeentecode,
    toestand: toldStateOf(eindcode) ?? livingStateOf(found, at),
    ...(aangeleverdTijdstip === null
      ? {}
      : { aangeleverdTijdstip: aangeleverdTijdstip.toISOString() }),
  }
}

/** Without a brand there is none. */
export const brandOf = (onderdeel: string): Pick<Signaalstand, 'onderdeel'> =>
  onderdeel === '' ? {} : { onderdeel }

/** The same whether the signal was ever collected or not: nothing of it is told here. */
export function endedState(ended: Einde): Signaalstand {
  return {
    id: ended.signaalId,
    versie: ended.versie,
    kenmerk: ended.kenmerk,
    ...brandOf(ended.onderdeel),
    gemeentecode: ended.gemeentecode,
    toestand: ended.einde,
    beeindigdTijdstip: ended.beeindigdTijdstip.toISOString(),
  }
}
