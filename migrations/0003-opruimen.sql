-- Deletion on time: due dates by index, early ends with the keys that must be re-wrapped for them, ended kenmerken, the municipality's feed,
-- and the record of the sweep. Forward only; what ran before this migration works on after it.

-- ── Signals: when they were first collected to offer help, withdrawn, and when the fields go after a confirmed receipt. ───────────────────

alter table signaal
  add column verstrekt_tijdstip timestamptz,
  add column ingetrokken_tijdstip timestamptz,
  -- The day on which the sealed fields go although the row stays; null where none is set, and again once they are gone.
  add column velden_vervaldatum date;

-- The owner fills in what was known already, past its own forced policies.
alter table signaal no force row level security;
alter table gebeurtenis_detail no force row level security;
update signaal set velden_vervaldatum = (ontvangen_tijdstip at time zone 'Europe/Amsterdam')::date + 14
  where ontvangen_tijdstip is not null;
update signaal s set verstrekt_tijdstip = d.eerste
  from (select gemeentecode, detail ->> 'signaalId' as id, min(tijdstip) as eerste from gebeurtenis_detail
    where detail ->> 'soort' = 'signaal-verstrekt' and detail ->> 'doel' = 'hulpaanbod' group by 1, 2) d
  where d.gemeentecode = s.gemeentecode and d.id = s.id::text;
alter table signaal force row level security;
alter table gebeurtenis_detail force row level security;

create index signaal_vervalt on signaal (gemeentecode, vervaldatum);
create index signaal_velden_vervallen on signaal (gemeentecode, velden_vervaldatum) where velden_vervaldatum is not null;
create index bewaarsleutel_vervalt on bewaarsleutel (vervaldatum) where toestand <> 'vernietigd';
create index gebeurtenis_detail_vervalt on gebeurtenis_detail (vervaldatum);
create index idempotentie_verloopt on idempotentie (verloopt_tijdstip);
create index idempotentie_signaal on idempotentie (oin, signaal_id);

grant update (verstrekt_tijdstip, velden_vervaldatum) on signaal to gw_aflevering;
grant update (ingetrokken_tijdstip) on signaal to gw_aanlevering;
grant update (velden_vervaldatum) on signaal to gw_bewaring;

-- ── A kenmerk that ended keeps its end for a while, without the keyed hash of the content. ────────────────────────────────────────────

alter table kenmerk
  alter column inhoud_hmac drop not null,
  add column toestand text not null default 'levend' check (toestand in ('levend', 'ingetrokken', 'verlopen')),
  add column beeindigd_tijdstip timestamptz,
  add column vervaldatum date,
  add constraint kenmerk_einde check (
    (toestand = 'levend') = (inhoud_hmac is not null)
    and (toestand = 'levend') = (beeindigd_tijdstip is null)
    and (toestand = 'levend') = (vervaldatum is null));
create index kenmerk_vervalt on kenmerk (gemeentecode, vervaldatum) where vervaldatum is not null;
create index kenmerk_maand on kenmerk (oin, sleutelmaand) where toestand = 'levend';

-- The sweep ends and removes kenmerken of the municipality at hand; the names themselves and the hashes it never reads.
create policy lezen on kenmerk for select to gw_bewaring using (true);
create policy beeindigen on kenmerk for update to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')) and toestand <> 'levend');
create policy opruimen on kenmerk for delete to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')) and toestand <> 'levend');
grant select (oin, signaal_id, gemeentecode, sleutelmaand, toestand, vervaldatum), delete on kenmerk to gw_bewaring;
grant update (toestand, inhoud_hmac, beeindigd_tijdstip, vervaldatum) on kenmerk to gw_bewaring;

-- ── What else ends by its own due date. ──────────────────────────────────────────────────────────────────────────────────────────────

create policy opruimen on ontvangstbewijs to gw_bewaring using (true);
create policy opruimen on idempotentie to gw_bewaring using (true);
create policy opruimen on assertie to gw_bewaring using (true);
grant select (oin, signaal_id), delete on ontvangstbewijs to gw_bewaring;
grant select (oin, sleutel, signaal_id, sleutelmaand, verloopt_tijdstip), delete on idempotentie to gw_bewaring;
grant select (oin, jti, verloopt_tijdstip), delete on assertie to gw_bewaring;
grant select (gebeurtenis_id, vervaldatum), delete on gebeurtenis_detail to gw_bewaring;

-- Which keys and municipalities there are: no person's data.
create policy lezen_alle on bewaarsleutel for select to gw_bewaring using (true);
create policy gemeenten on ontvangersleutel for select to gw_bewaring using (true);
grant select (gemeentecode) on ontvangersleutel to gw_bewaring;

-- ── Keys under which fields ended early: within a day they are ended too, so that backups cannot bring those fields back. ─────────────────

create table herverpakking (
  gemeentecode text not null,
  vervaldatum date not null,
  volgnummer integer not null,
  primary key (gemeentecode, vervaldatum, volgnummer)
);
alter table herverpakking enable row level security;
alter table herverpakking force row level security;
create policy aanmelden on herverpakking for insert to gw_aanlevering with check (true);
create policy alles on herverpakking to gw_bewaring using (true) with check (true);
grant insert on herverpakking to gw_aanlevering;
grant select, insert, delete on herverpakking to gw_bewaring;

-- ── The municipality's feed. The counter's row is held until commit, so that numbers become visible in their order. ───────────────────────

create table gemeente_gebeurtenis_kop (
  gemeentecode text primary key,
  laatste bigint not null
);
create table gemeente_gebeurtenis (
  gemeentecode text not null,
  volgnummer bigint not null,
  soort text not null check (soort in ('ingetrokken', 'gecorrigeerd', 'verlopen')),
  signaal_id uuid not null,
  versie integer not null,
  reden text,
  tijdstip timestamptz not null,
  vervaldatum date not null,
  primary key (gemeentecode, volgnummer)
);
create index gemeente_gebeurtenis_vervalt on gemeente_gebeurtenis (gemeentecode, vervaldatum);
alter table gemeente_gebeurtenis_kop enable row level security;
alter table gemeente_gebeurtenis_kop force row level security;
alter table gemeente_gebeurtenis enable row level security;
alter table gemeente_gebeurtenis force row level security;
create policy tellen on gemeente_gebeurtenis_kop to gw_aanlevering using (true) with check (true);
create policy tellen_gemeente on gemeente_gebeurtenis_kop to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select, insert, update (laatste) on gemeente_gebeurtenis_kop to gw_aanlevering, gw_bewaring;
create policy toevoegen on gemeente_gebeurtenis for insert to gw_aanlevering with check (true);
create policy gemeente on gemeente_gebeurtenis for select to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy opruimen on gemeente_gebeurtenis to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant insert on gemeente_gebeurtenis to gw_aanlevering;
grant select on gemeente_gebeurtenis to gw_aflevering;
grant insert, select, delete on gemeente_gebeurtenis to gw_bewaring;

-- ── The sweep itself: one row. What it deleted is counted in the transaction that deletes, so that a crash loses no count. ────────────────

create table opruiming (
  nummer smallint primary key check (nummer = 1),
  -- The sweep under way; null between two.
  begonnen_tijdstip timestamptz,
  klok text check (klok in ('gewoon', 'bevestigd', 'zeker')),
  aantallen jsonb not null default '{}',
  maandsleutels text[] not null default '{}',
  afgerond_tijdstip timestamptz,
  -- The last look at a clock that was believed, and the first at one that had jumped.
  gezien_tijdstip timestamptz,
  sprong_tijdstip timestamptz
);
insert into opruiming (nummer) values (1);
alter table opruiming enable row level security;
alter table opruiming force row level security;
create policy opruimen on opruiming to gw_bewaring using (true) with check (true);
-- The details of events: the sweep sees and deletes those that are due on the day on which it looked at the clock, and only while it is under way.
create policy vervallen on gebeurtenis_detail for select to gw_bewaring using (vervaldatum <= (
  select (gezien_tijdstip at time zone 'Europe/Amsterdam')::date from opruiming where begonnen_tijdstip is not null));
create policy opruimen on gebeurtenis_detail for delete to gw_bewaring using (vervaldatum <= (
  select (gezien_tijdstip at time zone 'Europe/Amsterdam')::date from opruiming where begonnen_tijdstip is not null));
grant select, update (begonnen_tijdstip, klok, aantallen, maandsleutels, afgerond_tijdstip, gezien_tijdstip, sprong_tijdstip)
  on opruiming to gw_bewaring;
