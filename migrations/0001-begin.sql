-- The first shape of the store. Forward only. Every table has forced row-level security; time always comes from the gateway.
--
-- Who: poort.oin = the responsible party (namens), poort.gemeenten = the municipality codes it may act for (comma separated).
-- Both are set together with the role by the one statement that opens each transaction (src/db/transaction.ts).

-- Roles are cluster-wide: made if absent, never altered. gw_login may do nothing but become one of the others.
do $$
declare
  r text;
begin
  foreach r in array array['gw_identiteit', 'gw_aanlevering', 'gw_aflevering', 'gw_bewaring', 'gw_log', 'gw_beheer'] loop
    begin
      execute format('create role %I nologin', r);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
  begin
    create role gw_login login noinherit;
  exception when duplicate_object or unique_violation then null;
  end;
end $$;

grant gw_identiteit, gw_aanlevering, gw_aflevering, gw_bewaring, gw_log, gw_beheer to gw_login;
grant usage on schema public to gw_identiteit, gw_aanlevering, gw_aflevering, gw_bewaring, gw_log, gw_beheer;

-- The gateway checks at start that the database is neither older nor newer than itself.
grant select on migratie to gw_login;

-- ── Register: parties, mandates, recipient keys, geography. No person's data. ─────────────────────────────────────────────

create table deelnemer (
  oin text primary key,
  naam text not null,
  rol text not null,
  gemeentecode text,
  client_jwks jsonb not null,
  vanaf date not null,
  tot date
);

create table mandaat (
  gemachtigde_oin text not null references deelnemer,
  gever_oin text not null references deelnemer,
  doel text not null,
  vanaf date not null,
  tot date,
  primary key (gemachtigde_oin, gever_oin, doel, vanaf)
);

create table ontvangersleutel (
  gemeentecode text not null,
  sleutel_id text not null,
  oin text not null references deelnemer,
  doelen text[] not null,
  publieke_sleutel bytea not null,
  toestand text not null check (toestand in ('actief', 'alleenOpenen', 'gecompromitteerd')),
  registratie_jws text not null,
  geregistreerd_tijdstip timestamptz not null,
  primary key (gemeentecode, sleutel_id)
);

create table adres_gemeente (
  postcode text not null,
  huisnummer integer not null,
  gemeentecode text not null,
  wijkcode text not null,
  buurtcode text not null,
  vanaf date not null,
  tot date,
  primary key (postcode, huisnummer, vanaf)
);

-- A client assertion counts once (RFC 7523 §3, jti): a plain insert whose conflict is a replay.
create table assertie (
  oin text not null,
  jti text not null,
  verloopt_tijdstip timestamptz not null,
  primary key (oin, jti)
);
create index assertie_verloopt on assertie (verloopt_tijdstip);

-- ── A VLP's own tables, keyed by its OIN. ────────────────────────────────────────────────────────────────────────────────

create table kenmerk (
  oin text not null,
  onderdeel text not null default '',
  kenmerk text not null,
  signaal_id uuid not null,
  gemeentecode text not null,
  versie integer not null,
  sleutelmaand text not null,
  inhoud_hmac bytea not null,
  primary key (oin, onderdeel, kenmerk),
  unique (oin, signaal_id)
);

create table ontvangstbewijs (
  oin text not null,
  signaal_id uuid not null,
  versie integer not null,
  gebeurtenis_id uuid not null,
  jws text not null,
  primary key (oin, signaal_id, versie)
);

create table idempotentie (
  oin text not null,
  sleutel text not null,
  signaal_id uuid not null,
  versie integer not null,
  sleutelmaand text not null,
  inhoud_hmac bytea not null,
  verloopt_tijdstip timestamptz not null,
  primary key (oin, sleutel)
);

-- ── Tenant tables, keyed by gemeentecode first. ──────────────────────────────────────────────────────────────────────────

create table bewaarsleutel (
  gemeentecode text not null,
  vervaldatum date not null,
  volgnummer integer not null,
  toestand text not null check (toestand in ('open', 'sluitend', 'vernietigd')),
  -- How many fields its ending moved to the successor and how many it let go: counted batch by batch, so that a crash loses no count.
  herverpakt integer not null default 0,
  vernietigde_velden integer not null default 0,
  -- Never written: the one column on which UPDATE is granted, since a row lock for share needs that privilege.
  slot smallint,
  primary key (gemeentecode, vervaldatum, volgnummer)
);
create unique index bewaarsleutel_een_open on bewaarsleutel (gemeentecode, vervaldatum) where toestand = 'open';

create table signaal (
  gemeentecode text not null,
  id uuid not null,
  versie integer not null,
  oin text not null,
  ingediend_door text not null,
  signaaltype text not null,
  aangeleverd_tijdstip timestamptz not null,
  ontvangen_tijdstip timestamptz,
  beleid_id text not null,
  beleid_hash text not null,
  voorwaarden jsonb not null,
  vervaldatum date not null,
  primary key (gemeentecode, id)
);
create index signaal_open on signaal (gemeentecode, id) where ontvangen_tijdstip is null;

-- Fields of one signal with the same due date share a row; the arrays run in step.
create table verzegeld (
  gemeentecode text not null,
  signaal_id uuid not null,
  versie integer not null,
  vervaldatum date not null,
  volgnummer integer not null,
  oin text not null,
  velden text[] not null,
  doelen text[] not null,
  waarden bytea[] not null,
  dozen bytea[] not null,
  primary key (gemeentecode, signaal_id, vervaldatum),
  foreign key (gemeentecode, signaal_id) references signaal on delete cascade,
  foreign key (gemeentecode, vervaldatum, volgnummer) references bewaarsleutel
);
create index verzegeld_sleutel on verzegeld (gemeentecode, vervaldatum, volgnummer);
-- Ciphertext must not end in the planner's statistics (docs/decisions/0004-postgresql-settings.md).
alter table verzegeld alter column waarden set statistics 0;
alter table verzegeld alter column dozen set statistics 0;
alter table kenmerk alter column inhoud_hmac set statistics 0;

-- ── The log. The leaf stays; salt and details lie beside it and end with their own term. ──────────────────────────────────

create table gebeurtenis (
  id uuid primary key,
  commitment bytea not null,
  leaf_index bigint unique
);
create index gebeurtenis_wachtend on gebeurtenis (id) where leaf_index is null;

create table gebeurtenis_detail (
  gebeurtenis_id uuid primary key references gebeurtenis,
  tijdstip timestamptz not null,
  oin text,
  namens text,
  gemeentecode text,
  zout bytea not null,
  detail jsonb not null,
  vervaldatum date not null
);
create index gebeurtenis_detail_namens on gebeurtenis_detail (namens, tijdstip);
create index gebeurtenis_detail_gemeente on gebeurtenis_detail (gemeentecode, tijdstip);

create table log_kop (
  nummer smallint primary key check (nummer = 1),
  grootte bigint not null,
  wortel bytea not null,
  checkpoint text,
  tijdstip timestamptz
);
-- The empty tree: SHA-256 of nothing (RFC 6962 §2.1).
insert into log_kop (nummer, grootte, wortel)
values (1, 0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

-- Tiles of 256 hashes (c2sp.org/tlog-tiles); the last of each level grows until it is full.
create table log_tegel (
  niveau smallint not null,
  nummer bigint not null,
  hashes bytea not null,
  primary key (niveau, nummer)
);

create table log_checkpoint (
  grootte bigint primary key,
  tekst text not null,
  tijdstip timestamptz not null
);

-- ── Row-level security, forced on the owner too. ─────────────────────────────────────────────────────────────────────────

do $$
declare
  t text;
begin
  foreach t in array array['deelnemer', 'mandaat', 'ontvangersleutel', 'adres_gemeente', 'assertie', 'kenmerk', 'ontvangstbewijs',
    'idempotentie', 'bewaarsleutel', 'signaal', 'verzegeld', 'gebeurtenis', 'gebeurtenis_detail', 'log_kop', 'log_tegel',
    'log_checkpoint'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;

-- Register: readable by whoever identifies, routes or seals; written by gw_beheer only.
create policy lezen on deelnemer for select to gw_identiteit, gw_aanlevering, gw_aflevering using (true);
create policy lezen on mandaat for select to gw_identiteit using (true);
create policy lezen on ontvangersleutel for select to gw_identiteit, gw_aanlevering, gw_aflevering using (true);
create policy lezen on adres_gemeente for select to gw_aanlevering using (true);
create policy beheer on deelnemer to gw_beheer using (true) with check (true);
create policy beheer on mandaat to gw_beheer using (true) with check (true);
create policy beheer on ontvangersleutel to gw_beheer using (true) with check (true);
create policy beheer on adres_gemeente to gw_beheer using (true) with check (true);
grant select on deelnemer, ontvangersleutel to gw_identiteit, gw_aanlevering, gw_aflevering;
grant select on mandaat to gw_identiteit;
grant select on adres_gemeente to gw_aanlevering;
grant select, insert, update on deelnemer, mandaat, ontvangersleutel, adres_gemeente to gw_beheer;

create policy alles on assertie to gw_identiteit using (true) with check (true);
grant select, insert, delete on assertie to gw_identiteit;

-- A VLP's own rows.
create policy eigen on kenmerk to gw_aanlevering
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
create policy eigen on ontvangstbewijs to gw_aanlevering
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
create policy eigen on idempotentie to gw_aanlevering
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
grant select, insert, update, delete on kenmerk, idempotentie to gw_aanlevering;
grant select, insert, delete on ontvangstbewijs to gw_aanlevering;

-- Signals: the VLP sees its own, the municipality what is addressed to it.
create policy eigen on signaal to gw_aanlevering
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
create policy eigen on verzegeld to gw_aanlevering
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
grant select, insert, delete on signaal, verzegeld to gw_aanlevering;

create policy gemeente on signaal to gw_aflevering, gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy gemeente on verzegeld to gw_aflevering, gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select on signaal, verzegeld to gw_aflevering;
grant update (ontvangen_tijdstip) on signaal to gw_aflevering;
grant select, delete on signaal, verzegeld to gw_bewaring;
grant insert, update (volgnummer, velden, doelen, waarden, dozen) on verzegeld to gw_bewaring;

-- Retention keys: intake makes one open key a day and a recipient, and may lock but never change it.
create policy lezen on bewaarsleutel for select to gw_aanlevering using (true);
create policy openen on bewaarsleutel for insert to gw_aanlevering with check (toestand = 'open');
create policy vasthouden on bewaarsleutel for update to gw_aanlevering using (true) with check (false);
create policy lezen_gemeente on bewaarsleutel for select to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy vasthouden_gemeente on bewaarsleutel for update to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ','))) with check (false);
create policy beeindigen on bewaarsleutel to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select, insert, update (slot) on bewaarsleutel to gw_aanlevering;
grant select, update (slot) on bewaarsleutel to gw_aflevering;
grant select, insert, update (toestand, herverpakt, vernietigde_velden) on bewaarsleutel to gw_bewaring;

-- The log: whoever does a deed appends its event; nobody changes one. A party reads the details of its own.
create policy toevoegen on gebeurtenis for insert to gw_identiteit, gw_aanlevering, gw_aflevering, gw_bewaring, gw_beheer
  with check (leaf_index is null);
create policy toevoegen on gebeurtenis_detail for insert to gw_identiteit, gw_aanlevering, gw_aflevering, gw_bewaring, gw_beheer
  with check (true);
create policy eigen on gebeurtenis_detail for select to gw_aanlevering using (namens = current_setting('poort.oin', true));
create policy gemeente on gebeurtenis_detail for select to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy eigen on gebeurtenis for select to gw_aanlevering, gw_aflevering
  using (exists (select from gebeurtenis_detail d where d.gebeurtenis_id = gebeurtenis.id));
create policy nazien on gebeurtenis for select to gw_log using (true);
-- An event gets its place once.
create policy rijgen on gebeurtenis for update to gw_log using (leaf_index is null) with check (leaf_index is not null);
create policy nazien on gebeurtenis_detail for select to gw_log using (true);
grant insert on gebeurtenis, gebeurtenis_detail to gw_identiteit, gw_aanlevering, gw_aflevering, gw_bewaring, gw_beheer;
grant select on gebeurtenis, gebeurtenis_detail to gw_aanlevering, gw_aflevering, gw_log;
grant update (leaf_index) on gebeurtenis to gw_log;

create policy log on log_kop to gw_log using (true) with check (true);
create policy log on log_tegel to gw_log using (true) with check (true);
create policy log on log_checkpoint to gw_log using (true) with check (true);
create policy lezen on log_kop for select to gw_aanlevering, gw_aflevering using (true);
create policy lezen on log_tegel for select to gw_aanlevering, gw_aflevering using (true);
create policy lezen on log_checkpoint for select to gw_aanlevering, gw_aflevering using (true);
grant select on log_kop, log_tegel, log_checkpoint to gw_aanlevering, gw_aflevering;
grant select, update on log_kop to gw_log;
grant select, insert, update on log_tegel to gw_log;
grant select, insert on log_checkpoint to gw_log;
