/** The register as its operator sees and changes it. Under `gw_beheer`. */
import { sql } from 'kysely'
import { ClientJwks } from '../crypto/signing-keys.ts'
import type { Tx } from '../db/database.ts'
import type { Benadering } from '../model/benadering.ts'
import type { Deelnemer } from '../model/deelnemer.ts'
import { Contact, Deelnemerstand, Mandaatstand } from '../model/deelnemerstand.ts'
import type { Dag, Gemeentecode, Oin } from '../model/ids.ts'

/** One change of the register at a time, on any number of processes; who only reads does not wait. */
export async function lockRegister(tx: Tx): Promise<void> {
  await sql`lock table deelnemer in share row exclusive mode`.execute(tx)
}

type Row = {
  readonly oin: string
  readonly naam: string
  readonly rol: string
  readonly gemeentecode: string | null
  readonly vanaf: string
  readonly tot: string | null
  readonly jwks: unknown
  readonly verwerkersovereenkomst: string | null
  readonly emailadres: string | null
  readonly telefoonnummer: string | null
  readonly benadering: unknown
  readonly onderdelen: string[]
  readonly bestemmingen: string[]
}

/** Every party, or the one of `oin`; of its brands those of `today`. */
export async function findStanden(
  tx: Tx,
  today: Dag,
  oin?: Oin,
): Promise<readonly Deelnemerstand[]> {
  const { rows } = await sql<Row>`
    select d.oin, d.naam, d.rol, d.gemeentecode, d.vanaf, d.tot, d.client_jwks as jwks, d.verwerkersovereenkomst,
      c.emailadres, c.telefoonnummer, w.inhoud as benadering, array(
        select o.onderdeel from onderdeel o where o.oin = d.oin and o.vanaf <= ${today}::date
          and (o.tot is null or o.tot > ${today}::date) order by 1) as onderdelen,
      array(select b.host from bestemming b where b.oin = d.oin and b.vanaf <= ${today}::date
        and (b.tot is null or b.tot > ${today}::date) order by 1) as bestemmingen
    from deelnemer d left join deelnemer_contact c on c.oin = d.oin left join deelnemer_benadering w on w.oin = d.oin
    where ${oin ?? null}::text is null or d.oin = ${oin ?? null}
    order by d.oin`.execute(tx)
  return rows.map(toStand)
}

function toStand({ jwks, emailadres, telefoonnummer, ...row }: Row): Deelnemerstand {
  const contact = present({ emailadres, telefoonnummer })
  return Deelnemerstand.parse({
    ...present(row),
    clientsleutels: ClientJwks.parse(jwks).keys.map(({ kid }) => kid ?? 'zonder kid'),
    ...(Object.keys(contact).length > 0 && { contact: Contact.parse(contact) }),
  })
}

/** Without what is null. */
const present = (row: object): object =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))

/** The college, other than `oin`, that receives for the municipality on a day of this term. */
export async function findOtherCollege(
  tx: Tx,
  gemeentecode: Gemeentecode,
  { oin, vanaf, tot }: Pick<Deelnemer, 'oin' | 'vanaf' | 'tot'>,
): Promise<Oin | undefined> {
  const { rows } = await sql<{ oin: Oin }>`
    select oin from deelnemer where gemeentecode = ${gemeentecode} and oin <> ${oin}
      and daterange(vanaf, tot) && daterange(${vanaf}::date, ${tot ?? null}::date) limit 1`.execute(
    tx,
  )
  return rows[0]?.oin
}

/** What of the row itself changes; `null` takes away. */
export type Deelnemerkolommen = {
  readonly naam?: string
  readonly rol?: Deelnemer['rol']
  readonly gemeentecode?: Gemeentecode | null
  readonly tot?: Dag | null
  readonly client_jwks?: string
  readonly verwerkersovereenkomst?: string
}

/** Changes the row of a party. */
export async function updateDeelnemer(tx: Tx, oin: Oin, columns: Deelnemerkolommen): Promise<void> {
  if (Object.keys(columns).length === 0) return
  await tx.updateTable('deelnemer').set(columns).where('oin', '=', oin).execute()
}

/** Puts how to reach a party; what is absent is taken away. Under `gw_deelnemer` too, for the party itself. */
export async function putContact(tx: Tx, oin: Oin, contact: Contact): Promise<void> {
  const values = {
    emailadres: contact.emailadres ?? null,
    telefoonnummer: contact.telefoonnummer ?? null,
  }
  await tx
    .insertInto('deelnemer_contact')
    .values({ oin, ...values })
    .onConflict((conflict) => conflict.column('oin').doUpdateSet(values))
    .execute()
}

/** Puts how a party wants to be approached; what is absent is taken away. Under `gw_deelnemer` too, for the party itself. */
export async function putBenadering(tx: Tx, oin: Oin, benadering: Benadering): Promise<void> {
  const inhoud = JSON.stringify(benadering)
  await tx
    .insertInto('deelnemer_benadering')
    .values({ oin, inhoud })
    .onConflict((conflict) => conflict.column('oin').doUpdateSet({ inhoud }))
    .execute()
}

/** Adds brands from `vanaf` on; one that is in use stays as it is, one that ended on that day is taken up again. */
export async function addOnderdelen(
  tx: Tx,
  oin: Oin,
  onderdelen: readonly string[],
  vanaf: Dag,
): Promise<void> {
  await sql`insert into onderdeel (oin, onderdeel, vanaf)
    select ${oin}, code, ${vanaf}::date from unnest(${[...new Set(onderdelen)]}::text[]) as n(code)
    where not exists (select from onderdeel o where o.oin = ${oin} and o.onderdeel = code
      and (o.tot is null or o.tot > ${vanaf}::date))
    on conflict (oin, onderdeel, vanaf) do update set tot = null`.execute(tx)
}

/** Ends brands on `tot`. */
export async function endOnderdelen(
  tx: Tx,
  oin: Oin,
  onderdelen: readonly string[],
  tot: Dag,
): Promise<void> {
  await sql`update onderdeel set tot = greatest(vanaf, ${tot}::date)
    where oin = ${oin} and onderdeel = any (${[...onderdelen]}::text[])
      and (tot is null or tot > ${tot}::date)`.execute(tx)
}

/** Adds hosts from `vanaf` on, as `addOnderdelen` does brands. */
export async function addBestemmingen(
  tx: Tx,
  oin: Oin,
  hosts: readonly string[],
  vanaf: Dag,
): Promise<void> {
  await sql`insert into bestemming (oin, host, vanaf)
    select ${oin}, host, ${vanaf}::date from unnest(${[...new Set(hosts)]}::text[]) as n(host)
    where not exists (select from bestemming b where b.oin = ${oin} and b.host = n.host
      and (b.tot is null or b.tot > ${vanaf}::date))
    on conflict (oin, host, vanaf) do update set tot = null`.execute(tx)
}

/** Ends hosts on `tot`: from the next nudge on nothing goes there. */
export async function endBestemmingen(
  tx: Tx,
  oin: Oin,
  hosts: readonly string[],
  tot: Dag,
): Promise<void> {
  await sql`update bestemming set tot = greatest(vanaf, ${tot}::date)
    where oin = ${oin} and host = any (${[...hosts]}::text[])
      and (tot is null or tot > ${tot}::date)`.execute(tx)
}

/** Every mandate, or those that `oin` gave or received, oldest first. */
export async function findMandaatstanden(tx: Tx, oin?: Oin): Promise<readonly Mandaatstand[]> {
  const { rows } = await sql<object>`
    select gemachtigde_oin as gemachtigde, gever_oin as gever, doel, vanaf, tot, hoedanigheid, besluit
    from mandaat where ${oin ?? null}::text is null or ${oin ?? null} in (gemachtigde_oin, gever_oin)
    order by gever_oin, gemachtigde_oin, vanaf, doel`.execute(tx)
  return rows.map((row) => Mandaatstand.parse(present(row)))
}

/** Whether the same two have a mandate for the purpose on a day of this one already, or one that began on the same day. */
export async function hasSameMandate(tx: Tx, mandaat: Mandaatstand): Promise<boolean> {
  const { gemachtigde, gever, doel, vanaf, tot } = mandaat
  const { rows } = await sql`
    select 1 from mandaat
    where gemachtigde_oin = ${gemachtigde} and gever_oin = ${gever} and doel = ${doel}
      and (vanaf = ${vanaf}::date
        or daterange(vanaf, tot) && daterange(${vanaf}::date, ${tot ?? null}::date))
    limit 1`.execute(tx)
  return rows.length > 0
}

/** Ends one mandate on `tot`; one that had not begun never does. */
export async function endMandaat(tx: Tx, mandaat: Mandaatstand, tot: Dag): Promise<void> {
  await tx
    .updateTable('mandaat')
    .set({ tot: tot > mandaat.vanaf ? tot : mandaat.vanaf })
    .where('gemachtigde_oin', '=', mandaat.gemachtigde)
    .where('gever_oin', '=', mandaat.gever)
    .where('doel', '=', mandaat.doel)
    .where('vanaf', '=', mandaat.vanaf)
    .execute()
}

/** Whether recipient keys are registered by this party. */
export async function hasOntvangersleutel(tx: Tx, oin: Oin): Promise<boolean> {
  const rows = await tx
    .selectFrom('ontvangersleutel')
    .select('sleutel_id')
    .where('oin', '=', oin)
    .limit(1)
    .execute()
  return rows.length > 0
}
