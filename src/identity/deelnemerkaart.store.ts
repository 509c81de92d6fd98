/** Parties as they see each other, and what a party changes of itself. Under `gw_deelnemer`, whose row policies say the same. */
import { sql } from 'kysely'
import { ClientJwks } from '../crypto/signing-keys.ts'
import type { Tx } from '../db/database.ts'
import type { Clientsleutels } from '../model/clientsleutels.ts'
import { Contact, Deelnemerkaart } from '../model/deelnemerstand.ts'
import { type Dag, Gemeentecode, type Oin } from '../model/ids.ts'

/** Who looks: the responsible party, and the municipalities that it calls for. */
export type Kijker = { readonly oin: Oin; readonly gemeenten: readonly Gemeentecode[] }

type Row = {
  readonly oin: string
  readonly naam: string
  readonly rol: string
  readonly gemeentecode: string | null
  readonly emailadres: string | null
  readonly telefoonnummer: string | null
  readonly benadering: unknown
  readonly onderdelen: string[]
  readonly leverafspraken: unknown
}

/**
 * The parties that take part `today` and that `kijker` may see, by OIN, after `na`, at most `limiet`. For a municipality all; anybody else
 * itself, the receiving side, and whom it shares a mandate with. With what the two agreed on lists, if anything.
 */
export async function findDeelnemerkaarten(
  tx: Tx,
  { oin, gemeenten }: Kijker,
  page: { readonly today: Dag; readonly limiet: number; readonly na: string },
): Promise<readonly Deelnemerkaart[]> {
  const { today, limiet, na } = page
  const covers = sql`vanaf <= ${today}::date and (tot is null or tot > ${today}::date)`
  const { rows } = await sql<Row>`
    select d.oin, d.naam, d.rol, d.gemeentecode, c.emailadres, c.telefoonnummer, w.inhoud as benadering, array(
      select o.onderdeel from onderdeel o where o.oin = d.oin and ${covers} order by 1) as onderdelen,
      (select json_agg(json_strip_nulls(json_build_object('dag', l.dag, 'signaaltypen', l.signaaltypen, 'vanaf', l.vanaf, 'tot', l.tot))
          order by l.gemeentecode, l.vanaf)
        from leverafspraak l where (l.tot is null or l.tot > ${today}::date)
          and (l.oin = d.oin and l.gemeentecode = any(${gemeenten}::text[]) or l.oin = ${oin} and l.gemeentecode = d.gemeentecode)) as leverafspraken
    from (select oin, naam, rol, gemeentecode from deelnemer where oin > ${na} and ${covers}
      and (${gemeenten.length > 0} or oin = ${oin} or rol in ('college', 'uitvoerder', 'toezichthouder')
        or exists (select from mandaat m where ${oin} in (m.gever_oin, m.gemachtigde_oin)
          and deelnemer.oin in (m.gever_oin, m.gemachtigde_oin)))
      order by oin limit ${limiet}) d
    left join deelnemer_contact c on c.oin = d.oin left join deelnemer_benadering w on w.oin = d.oin
    order by d.oin`.execute(tx)
  return rows.map(toKaart)
}

/** How a college is called and reached. */
export type Collegecontact = { readonly naam: string } & Contact

/** The colleges of these municipalities that take part `today`; of a department, never of a person. */
export async function findCollegeContacten(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  today: Dag,
): Promise<ReadonlyMap<Gemeentecode, Collegecontact>> {
  const { rows } = await sql<Omit<Row, 'onderdelen' | 'benadering' | 'leverafspraken'>>`
    select d.oin, d.naam, d.rol, d.gemeentecode, c.emailadres, c.telefoonnummer
    from deelnemer d left join deelnemer_contact c on c.oin = d.oin
    where d.rol = 'college' and d.gemeentecode = any(${gemeenten}::text[])
      and d.vanaf <= ${today}::date and (d.tot is null or d.tot > ${today}::date)
    order by d.oin desc`.execute(tx)
  return new Map(
    rows.map(({ gemeentecode, naam, ...row }) => [
      Gemeentecode.parse(gemeentecode),
      { naam, ...toContact(row) },
    ]),
  )
}

const toContact = ({
  emailadres,
  telefoonnummer,
}: Pick<Row, 'emailadres' | 'telefoonnummer'>): Contact =>
  Contact.parse({
    ...(emailadres !== null && { emailadres }),
    ...(telefoonnummer !== null && { telefoonnummer }),
  })

function toKaart({ emailadres, telefoonnummer, ...row }: Row): Deelnemerkaart {
  const contact = toContact({ emailadres, telefoonnummer })
  return Deelnemerkaart.parse({
    ...Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
    ...(Object.keys(contact).length > 0 && { contact }),
  })
}

/** The party's own client keys, held until the transaction ends. */
export async function lockClientJwks(tx: Tx, oin: Oin): Promise<ClientJwks> {
  const row = await tx
    .selectFrom('deelnemer')
    .select('client_jwks')
    .where('oin', '=', oin)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return ClientJwks.parse(row.client_jwks)
}

/** Replaces them. */
export async function putClientJwks(tx: Tx, oin: Oin, keys: Clientsleutels): Promise<void> {
  await tx
    .updateTable('deelnemer')
    .set({ client_jwks: JSON.stringify(keys) })
    .where('oin', '=', oin)
    .execute()
}
