/** `aanleveren`: sends the list, keeps the receipts, and remembers how far it came. */
import { z } from 'zod'
import { toHex, utf8 } from '../../crypto/bytes.ts'
import { sha256 } from '../../crypto/hash.ts'
import type { Vrijgave } from '../../model/aanlevering.ts'
import type { Oin } from '../../model/ids.ts'
import type { Regelfout } from '../../model/lijst.ts'
import type { Veld } from '../../model/veld.ts'
import { dutchNumber } from '../import-progress.ts'
import { filesBeside, JsonLines } from './local-files.ts'
import type { Goed, LocalList } from './local-list.ts'
import type { Outcome } from './outcome.ts'
import type { ListProgress } from './progress.ts'
import { type PostList, sendRows, type Uitslag } from './send-rows.ts'

/** One accepted row: its line and the hash of sender and kenmerk, nothing else. */
const Afgehandeld = z.strictObject({ regel: z.int(), kenmerk: z.string() })
const Bewijs = z.object({ id: z.string(), versie: z.int() })

/**
 * Sends every row that is right and not yet accepted by an earlier run that is continued; of a list without rows that it is empty.
 * @param namens the OIN of the responsible sender
 * @throws Error in Dutch when the gateway takes no more; `hervat` goes on from there
 */
export async function deliver(
  post: PostList,
  list: LocalList,
  given: {
    readonly namens: Oin
    readonly hervat: boolean
    readonly vrijgave: Vrijgave
    readonly outcome: Outcome
    readonly progress: ListProgress
  },
): Promise<string> {
  const { outcome, progress, namens } = given
  const files = filesBeside(list.path)
  const voortgang = new JsonLines(files.voortgang)
  if (!given.hervat) voortgang.remove()
  const done = new Set(voortgang.read().flatMap((line) => keyOfLine(line)))
  const bewijzen = new Receipts(files.bewijzen)
  const counts = { rows: 0, earlier: 0, repeated: 0 }
  const ids: string[] = []
  const onList = (id: string): void => void ids.push(id)
  const toSend = async function* (): AsyncGenerator<Goed> {
    for await (const rij of list.rows()) {
      counts.rows += 1
      if ('fouten' in rij) outcome.faulty(rij, rij.fouten)
      else if (done.has(keyOf(rij.regel, hashOf(namens, rij)))) counts.earlier += 1
      else yield rij
    }
  }
  const { vrijgave } = given
  // Not where every row is wrong or went before: that there is nothing is said by a list without any.
  const isEmpty = (): boolean => counts.rows === 0
  for await (const uitslag of sendRows(post, toSend(), { vrijgave, onList, isEmpty })) {
    if (uitslag.uitkomst === 'aanvaard') {
      // The receipt first: what is remembered as accepted has its proof here.
      bewijzen.add(uitslag)
      voortgang.add({ regel: uitslag.rij.regel, kenmerk: hashOf(namens, uitslag.rij) })
      outcome.accepted(uitslag.rij.onbruikbaar.map(unusable))
      if (uitslag.herhaald) counts.repeated += 1
    } else {
      outcome.refused(uitslag.rij, uitslag.redenen)
      outcome.copy(uitslag.rij, uitslag.redenen)
    }
    progress.show(counts.rows, list.gelezen)
  }
  if (!outcome.hasRefusals) voortgang.remove()
  return [...summary(counts, files.bewijzen), ...aboutLists(ids, vrijgave)].join('\n')
}

/** An optional contact value that cannot be used stays behind; the signal went on without it. */
const unusable = (kolom: Veld): Regelfout => ({
  kolom,
  code: 'onbruikbaar',
  uitleg: 'Niet te gebruiken en niet meegegaan; controleer het nummer of adres.',
})

const hashOf = (namens: Oin, { signaal }: Goed): string =>
  toHex(sha256(utf8(`${namens}\n${signaal.onderdeel ?? ''}\n${signaal.kenmerk}`)))

const keyOf = (regel: number, hash: string): string => `${regel} ${hash}`

function keyOfLine(line: unknown): readonly string[] {
  const read = Afgehandeld.safeParse(line)
  return read.success ? [keyOf(read.data.regel, read.data.kenmerk)] : []
}

/** Every receipt once, of all runs. */
class Receipts {
  readonly #file: JsonLines
  readonly #known: Set<string>

  constructor(path: string) {
    this.#file = new JsonLines(path)
    this.#known = new Set(
      this.#file.read().flatMap((line) => {
        const read = Bewijs.safeParse(line)
        return read.success ? [`${read.data.id} ${read.data.versie}`] : []
      }),
    )
  }

  add({ rij, id, versie, ontvangstbewijs }: Extract<Uitslag, { uitkomst: 'aanvaard' }>): void {
    const key = `${id} ${versie}`
    if (this.#known.has(key)) return
    this.#known.add(key)
    this.#file.add({ id, versie, kenmerk: rij.signaal.kenmerk, ontvangstbewijs })
  }
}

function summary(
  { rows, earlier, repeated }: { rows: number; earlier: number; repeated: number },
  bewijzen: string,
): readonly string[] {
  return [
    `Aangeleverd: ${dutchNumber(rows)} regels. Ontvangstbewijzen: ${bewijzen}`,
    ...(earlier === 0 ? [] : [`In een eerdere keer al aanvaard: ${dutchNumber(earlier)}`]),
    ...(repeated === 0
      ? []
      : [
          `Daarvan had de poort er al ${dutchNumber(repeated)}; zij gaf het eerste ontvangstbewijs.`,
        ]),
  ]
}

/** By what name the gateway knows what was sent, and what a list that is held back still asks for. More than one where it broke off for a while. */
function aboutLists(ids: readonly string[], vrijgave: Vrijgave): readonly string[] {
  return ids.flatMap((id) => [
    `Bij de poort: lijst ${id}`,
    ...(vrijgave === 'direct'
      ? []
      : [
          `  Vastgehouden: geen gemeente ziet haar voor u haar vrijgeeft, en na 24 uur wist de poort haar.`,
          `  signaalpoort aanleveren vrijgave ${id}`,
        ]),
  ])
}
