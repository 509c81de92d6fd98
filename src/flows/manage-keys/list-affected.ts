/** Which signals a key could open: for whoever handles the incident of a leaked or lost key. Ids and counts only. */
import { countAffected, listAffected } from '../../delivery/affected.store.ts'
import { formatCursor, parseCursor } from '../../delivery/cursor.ts'
import type { Gemeentecode, SleutelId } from '../../model/ids.ts'
import type { Getroffen } from '../../model/sleutel.ts'
import type { ManageKeysDeps } from './keys.ts'

/** A page; `volgende` is the cursor of the next one. */
export type AffectedPage = { readonly getroffen: Getroffen; readonly volgende?: string }

/** @throws Problem `verzoek-onjuist` for a cursor that no page gave */
export async function readAffected(
  { db }: Pick<ManageKeysDeps, 'db'>,
  key: { readonly gemeentecode: Gemeentecode; readonly sleutelId: SleutelId },
  page: { readonly limiet: number; readonly cursor?: string },
): Promise<AffectedPage> {
  const { gemeentecode } = key
  const from = page.cursor === undefined ? undefined : parseCursor(page.cursor)
  const scope = { role: 'gw_aflevering', doel: 'sleutels', gemeenten: [gemeentecode] } as const
  return db.transaction(scope, async (tx) => {
    const perDag = await countAffected(tx, key)
    const found = await listAffected(tx, key, page.limiet + 1, from?.id)
    const signalen = found.slice(0, page.limiet)
    const last = found.length > page.limiet ? signalen.at(-1) : undefined
    return {
      getroffen: { perDag, signalen },
      ...(last === undefined ? {} : { volgende: formatCursor({ gemeentecode, id: last.id }) }),
    }
  })
}
