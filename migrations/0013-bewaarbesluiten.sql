-- A municipality's own terms by a decision of two persons, and legal holds and restrictions on signals (docs/decisions/0025-own-terms.md).
-- Forward only; what ran before this migration works on after it.

-- ── Decisions. What was drafted is never changed: only how it stands. Persons are the municipality's own references, never a machine. ─────

create table bewaarbesluit (
  gemeentecode text not null,
  id uuid not null,
  toestand text not null
    check (toestand in ('concept', 'geadviseerd', 'goedgekeurd', 'van-kracht', 'ingetrokken', 'verworpen')),
  wijze text not null check (wijze in ('fgStelt', 'fgAdviseert')),
  -- Terms by category, the new way of deciding, the municipality's own reference.
  inhoud jsonb not null,
  nieuwe_wijze text check (nieuwe_wijze in ('fgStelt', 'fgAdviseert')),
  ingangsdatum date not null,
  opgesteld_door text not null,
  opgesteld_tijdstip timestamptz not null,
  idempotentiesleutel text,
  advies_door text,
  advies_strekking text check (advies_strekking in ('instemmend', 'afwijkend')),
  advies_tijdstip timestamptz,
  besloten_door text,
  besloten_tijdstip timestamptz,
  ingetrokken_door text,
  ingetrokken_tijdstip timestamptz,
  -- What the approver saw.
  voorvertoning jsonb,
  -- How far its carrying out is, and what it did so far.
  tot_signaal uuid,
  uitvoering jsonb,
  vervaldatum date not null,
  primary key (gemeentecode, id),
  constraint bewaarbesluit_personen check (
    opgesteld_door <> 'systeem' and coalesce(advies_door, '') <> 'systeem' and coalesce(besloten_door, '') <> 'systeem'),
  constraint bewaarbesluit_vier_ogen check (
    coalesce(besloten_door <> opgesteld_door, true) and coalesce(advies_door <> opgesteld_door, true)
    and coalesce(besloten_door <> advies_door, true)),
  constraint bewaarbesluit_besloten check (
    (toestand in ('goedgekeurd', 'van-kracht')) <= (besloten_door is not null and voorvertoning is not null)),
  constraint bewaarbesluit_advies check (
    (wijze = 'fgAdviseert' and toestand in ('goedgekeurd', 'van-kracht')) <= (advies_door is not null))
);
-- Of one municipality one is under way at a time, so that what a preview counts is not moved by another.
create unique index bewaarbesluit_een_tegelijk on bewaarbesluit (gemeentecode)
  where toestand in ('concept', 'geadviseerd', 'goedgekeurd');
create index bewaarbesluit_vervalt on bewaarbesluit (gemeentecode, vervaldatum);

create function bewaarbesluit_vooruit() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.toestand in ('van-kracht', 'ingetrokken', 'verworpen') and new.toestand <> old.toestand
    or new.toestand = 'concept' and old.toestand <> 'concept'
    or new.toestand = 'geadviseerd' and old.toestand = 'goedgekeurd'
    or new.toestand = 'van-kracht' and old.toestand not in ('goedgekeurd', 'van-kracht') then
    raise exception 'a retention decision only goes forward';
  end if;
  return new;
end $$;
create trigger bewaarbesluit_vooruit before update of toestand on bewaarbesluit
  for each row execute function bewaarbesluit_vooruit();

-- The terms that approved decisions set, from which day: what intake asks for each signal; under `wijze` the way of deciding. No person's data.
create table eigen_bewaartermijn (
  gemeentecode text not null,
  categorie text not null,
  vanaf date not null,
  termijn text not null,
  besluit_id uuid not null,
  primary key (gemeentecode, categorie, vanaf)
);

-- ── Measures on signals: a hold keeps from deletion, a restriction (AVG art. 18) from disclosure. ─────────────────────────────────────────

create table maatregel (
  gemeentecode text not null,
  id uuid not null,
  soort text not null check (soort in ('bevriezing', 'beperking')),
  reden text not null,
  -- Whether it keeps from deletion too.
  bevriest boolean not null,
  tot date not null,
  toestand text not null check (toestand in ('voorgesteld', 'van-kracht', 'beeindigd', 'ingetrokken')),
  voorgesteld_door text not null,
  voorgesteld_tijdstip timestamptz not null,
  idempotentiesleutel text,
  vastgesteld_door text,
  vastgesteld_tijdstip timestamptz,
  einde_voorgesteld_door text,
  beeindigd_door text,
  beeindigd_tijdstip timestamptz,
  vervaldatum date not null,
  primary key (gemeentecode, id),
  constraint maatregel_personen check (
    voorgesteld_door <> 'systeem' and coalesce(vastgesteld_door, '') <> 'systeem'
    and coalesce(einde_voorgesteld_door, '') <> 'systeem' and coalesce(beeindigd_door, '') <> 'systeem'),
  constraint maatregel_vier_ogen check (
    coalesce(vastgesteld_door <> voorgesteld_door, true) and coalesce(beeindigd_door <> einde_voorgesteld_door, true)),
  constraint maatregel_vastgesteld check ((toestand in ('van-kracht', 'beeindigd')) <= (vastgesteld_door is not null))
);
create index maatregel_loopt on maatregel (gemeentecode, tot) where toestand = 'van-kracht';
create index maatregel_vervalt on maatregel (gemeentecode, vervaldatum);

-- The signals of a measure. No foreign key to the signal: a correction puts another version under the same id.
create table maatregel_signaal (
  gemeentecode text not null,
  maatregel_id uuid not null,
  signaal_id uuid not null,
  primary key (gemeentecode, maatregel_id, signaal_id),
  foreign key (gemeentecode, maatregel_id) references maatregel on delete cascade
);
create index maatregel_signaal_signaal on maatregel_signaal (gemeentecode, signaal_id);

-- Until when a signal is held or restricted; exclusive. Null: it is not.
alter table signaal
  add column bevroren_tot date,
  add column beperkt_tot date;
-- The due date that each field has without its hold, in step with the fields; null: none is held.
alter table verzegeld add column oorspronkelijk text[];

do $$
declare
  t text;
begin
  foreach t in array array['bewaarbesluit', 'eigen_bewaartermijn', 'maatregel', 'maatregel_signaal'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy gemeente on %I to gw_bewaring
      using (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))
      with check (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))', t);
  end loop;
end $$;
grant select, insert, delete on bewaarbesluit, eigen_bewaartermijn, maatregel, maatregel_signaal to gw_bewaring;
grant update (toestand, advies_door, advies_strekking, advies_tijdstip, besloten_door, besloten_tijdstip, ingetrokken_door,
  ingetrokken_tijdstip, voorvertoning, tot_signaal, uitvoering) on bewaarbesluit to gw_bewaring;
grant update (toestand, vastgesteld_door, vastgesteld_tijdstip, einde_voorgesteld_door, beeindigd_door, beeindigd_tijdstip)
  on maatregel to gw_bewaring;
-- The sweep asks which municipalities there are.
create policy lezen_alle on eigen_bewaartermijn for select to gw_bewaring using (true);
-- Intake works for every municipality, delivery for the one at hand.
create policy lezen on eigen_bewaartermijn for select to gw_aanlevering using (true);
create policy lezen_gemeente on eigen_bewaartermijn for select to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select on eigen_bewaartermijn to gw_aanlevering, gw_aflevering;

grant update (vervaldatum, bevroren_tot, beperkt_tot) on signaal to gw_bewaring;
