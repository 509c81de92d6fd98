/** A VLP finds its lists back: how each stands, and what became of every row; no payload. */
import { z } from 'zod'
import type { Db } from '../../../db/transaction.ts'
import {
  findAanlevering,
  type Lijst,
  listAanleveringen,
  listIntrekking,
} from '../../../intake/aanlevering.store.ts'
import { countPerGemeente, listLijstrijen } from '../../../intake/aanlevering-regel.store.ts'
import { formatPlace, parsePlace } from '../../../intake/list-cursor.ts'
import { tellWithdrawal } from '../../../intake/told-withdrawal.ts'
import {
  type Aanlevering,
  AanleveringId,
  type Aanleveringregel,
} from '../../../model/aanlevering.ts'
import type { Caller } from '../../../model/caller.ts'
import type { Now } from '../../../model/ports.ts'
import { Problem } from '../../../model/problem.ts'

export type ReadListsDeps = { readonly db: Db; readonly now: Now }

export type Bladzijde = { readonly limiet: number; readonly cursor?: string }

/** A line number of a list. */
const LINE = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .transform(Number)

const scopeOf = ({ namens }: Caller) => ({ role: 'gw_aanlevering', oin: namens }) as const

/** @throws Problem `niet-gevonden` when it is not there or not of this VLP */
export async function readList(
  { db, now }: ReadListsDeps,
  caller: Caller,
  id: AanleveringId,
): Promise<Aanlevering> {
  const oin = caller.namens
  return db.transaction(scopeOf(caller), async (tx) => {
    const lijst = await findAanlevering(tx, oin, id)
    if (lijst === undefined) throw new Problem('niet-gevonden')
    const at = now()
    const perGemeente = [...(await countPerGemeente(tx, oin, id))]
    const { ingetrokken, begonnen } = lijst
    if (ingetrokken === null) return { ...describeList(lijst, at), perGemeente }
    const found = await listIntrekking(tx, oin, id)
    const intrekking = tellWithdrawal({ begonnen, ingetrokken, found }, at)
    return { ...describeList(lijst, at), perGemeente, intrekking }
  })
}

/** A page, newest first; those of one name where it is given. @throws Problem `verzoek-onjuist` (cursor) */
export async function listLists(
  { db, now }: ReadListsDeps,
  caller: Caller,
  { limiet, cursor, naam }: Bladzijde & { readonly naam?: string },
): Promise<{ readonly aanleveringen: readonly Aanlevering[]; readonly volgende?: string }> {
  const na = cursor === undefined ? undefined : parsePlace(cursor, AanleveringId)
  const found = await db.transaction(scopeOf(caller), (tx) =>
    listAanleveringen(tx, caller.namens, { naam, na, limiet: limiet + 1 }),
  )
  const page = found.slice(0, limiet)
  const last = found.length > limiet ? page.at(-1) : undefined
  const at = now()
  return {
    aanleveringen: page.map((lijst) => describeList(lijst, at)),
    ...(last === undefined ? {} : { volgende: formatPlace(last.id) }),
  }
}

/** A page of the rows of one list, in their order. @throws Problem `niet-gevonden`, `verzoek-onjuist` (cursor) */
export async function readListRows(
  { db, now }: ReadListsDeps,
  caller: Caller,
  { id, limiet, cursor }: Bladzijde & { readonly id: AanleveringId },
): Promise<{ readonly regels: readonly Aanleveringregel[]; readonly volgende?: string }> {
  const na = cursor === undefined ? 0 : parsePlace(cursor, LINE)
  const oin = caller.namens
  const found = await db.transaction(scopeOf(caller), async (tx) => {
    if ((await findAanlevering(tx, oin, id)) === undefined) throw new Problem('niet-gevonden')
    return listLijstrijen(tx, oin, id, { na, limiet: limiet + 1, at: now() })
  })
  const regels = found.slice(0, limiet)
  const last = found.length > limiet ? regels.at(-1) : undefined
  return {
    regels,
    ...(last === undefined ? {} : { volgende: formatPlace(last.regel) }),
  }
}

/** How a list stands at `at`. */
function describeList(lijst: Lijst, at: Date): Aanlevering {
  const { id, naam, ingediendDoor, vorm, toestand, vrijgaveTot, begonnen, laatste } = lijst
  return {
    id,
    ...(naam === null ? {} : { naam }),
    ingediendDoor,
    vorm,
    toestand,
    vrijgave: vrijgaveTot === null ? 'direct' : 'handmatig',
    ...(vrijgaveTot === null
      ? {}
      : {
          vrijgavetoestand: releaseState(lijst, vrijgaveTot, at),
          vervaltTijdstip: vrijgaveTot.toISOString(),
        }),
    begonnenTijdstip: begonnen.toISOString(),
    laatsteTijdstip: laatste.toISOString(),
    aantallen: lijst.aantallen,
  }
}

function releaseState(
  { vrijgegeven }: Lijst,
  vrijgaveTot: Date,
  at: Date,
): Aanlevering['vrijgavetoestand'] {
  if (vrijgegeven !== null) return 'vrijgegeven'
  return at < vrijgaveTot ? 'vastgehouden' : 'vervallen'
}
