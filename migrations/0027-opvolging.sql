-- Follow-up after opening (docs/decisions/0035-follow-up.md): attempts to reach the person, the result and its sealed detail, views, clocks, meldingen
-- that a municipality joined. Forward only; what ran before this migration works on after it.

alter table melding
  add column terugkoppelcode text,
  add column resultaat_datum date,
  -- Until when the first conversation takes place (Wgs art. 4).
  add column gesprek_uiterlijk date;

alter table signaal
  -- The category of its own term and the day from which that runs, once its melding has a result; null: from its receipt.
  add column termijn_categorie text,
  add column termijn_vanaf date,
  -- Its fields were erased for good: objected to, or never rightly given.
  add column gewist_tijdstip timestamptz,
  -- The sender's own signal of the person within the month, and the amount did not fall: outside every limit of a choice.
  add column gegroeid boolean;

alter table eerder_signaal
  -- HMAC of the person and the amount under the same key; null for what came in before.
  add column bedrag_hmac bytea,
  add column bedragklasse text;
alter table eerder_signaal alter column bedrag_hmac set statistics 0;
alter table eerder_signaal alter column bedragklasse set statistics 0;

create table contactpoging (
  gemeentecode text not null,
  id uuid not null,
  melding_id uuid not null,
  soort text not null,
  dagdeel text not null,
  bereikt boolean not null,
  datum date not null,
  door text not null,
  tijdstip timestamptz not null,
  idempotentiesleutel text,
  vervallen_reden text,
  vervallen_door text,
  vervallen_tijdstip timestamptz,
  primary key (gemeentecode, id),
  foreign key (gemeentecode, melding_id) references melding on delete cascade,
  constraint contactpoging_vervallen check ((vervallen_reden is null) = (vervallen_tijdstip is null))
);
create index contactpoging_melding on contactpoging (gemeentecode, melding_id);
create index contactpoging_sleutel on contactpoging (gemeentecode, idempotentiesleutel) where idempotentiesleutel is not null;

-- What the municipality keeps of the result, sealed by itself to itself, and once more under a retention key.
create table resultaat_detail (
  gemeentecode text not null,
  melding_id uuid not null,
  -- The version of the melding that this result made: where it opens.
  versie integer not null,
  vervaldatum date not null,
  volgnummer integer not null,
  waarde bytea not null,
  dozen bytea not null,
  primary key (gemeentecode, melding_id),
  foreign key (gemeentecode, melding_id) references melding on delete cascade,
  foreign key (gemeentecode, vervaldatum, volgnummer) references bewaarsleutel
);
create index resultaat_detail_sleutel on resultaat_detail (gemeentecode, vervaldatum, volgnummer);
-- Ciphertext must not end in the planner's statistics (docs/decisions/0004-postgresql-settings.md).
alter table resultaat_detail alter column waarde set statistics 0;
alter table resultaat_detail alter column dozen set statistics 0;

-- Views inside a case system, by the id that it gave them: the event is the record, this only knows a repeat.
create table raadpleging (
  gemeentecode text not null,
  id uuid not null,
  melding_id uuid not null,
  primary key (gemeentecode, id),
  foreign key (gemeentecode, melding_id) references melding on delete cascade
);
create index raadpleging_melding on raadpleging (gemeentecode, melding_id);

-- On which day a municipality is told what, once.
create table termijn (
  gemeentecode text not null,
  melding_id uuid not null,
  soort text not null,
  datum date not null,
  gemeld_tijdstip timestamptz,
  primary key (gemeentecode, melding_id, soort),
  foreign key (gemeentecode, melding_id) references melding on delete cascade
);
create index termijn_wacht on termijn (gemeentecode, datum) where gemeld_tijdstip is null;

do $$
declare
  t text;
begin
  foreach t in array array['contactpoging', 'resultaat_detail', 'raadpleging', 'termijn'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy opvolgen on %I to gw_opvolging
      using (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))
      with check (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))', t);
  end loop;
  foreach t in array array['signaal', 'melding', 'gemeente_gebeurtenis_kop', 'herverpakking'] loop
    execute format('create policy opvolgen on %I to gw_opvolging
      using (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))
      with check (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))', t);
  end loop;
end $$;
grant select, insert, update (melding_id, vervallen_reden, vervallen_door, vervallen_tijdstip) on contactpoging to gw_opvolging;
grant select, insert, delete, update (versie, vervaldatum, volgnummer, waarde, dozen) on resultaat_detail to gw_opvolging;
grant select, insert on raadpleging to gw_opvolging;
grant select, insert, delete, update (datum, gemeld_tijdstip) on termijn to gw_opvolging;
grant select, insert on melding to gw_opvolging;
grant update (toestand, versie, opgepakt_tijdstip, afgesloten_tijdstip, uitkomstgroep, terugkoppelcode, resultaat_datum, gesprek_uiterlijk) on melding to gw_opvolging;
grant select (gemeentecode, id, versie, oin, signaaltype, melding_id, aangeleverd_tijdstip, ontvangen_tijdstip, verstrekt_tijdstip,
  ingetrokken_tijdstip, gesloten, crisis, vervaldatum) on signaal to gw_opvolging;
grant update (vervaldatum, termijn_categorie, termijn_vanaf, melding_id) on signaal to gw_opvolging;
grant select, insert, update (laatste) on gemeente_gebeurtenis_kop to gw_opvolging;
create policy toevoegen_opvolging on gemeente_gebeurtenis for insert to gw_opvolging
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant insert on gemeente_gebeurtenis to gw_opvolging;
-- Its own terms and keys, as a delivery reads them.
create policy lezen_opvolging on eigen_bewaartermijn for select to gw_opvolging
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select on eigen_bewaartermijn to gw_opvolging;
create policy lezen_opvolging on ontvangersleutel for select to gw_opvolging
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy vasthouden_opvolging on ontvangersleutel for update to gw_opvolging
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ','))) with check (false);
create policy lezen_opvolging on deelnemer for select to gw_opvolging using (true);
create policy lezen_opvolging on mandaat for select to gw_opvolging
  using (exists (select from deelnemer d where d.oin = mandaat.gever_oin and d.gemeentecode is not null));
grant select on ontvangersleutel, deelnemer, mandaat to gw_opvolging;
grant update (slot) on ontvangersleutel to gw_opvolging;
create policy lezen_opvolging on bewaarsleutel for select to gw_opvolging
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy openen_opvolging on bewaarsleutel for insert to gw_opvolging
  with check (toestand = 'open' and gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy vasthouden_opvolging on bewaarsleutel for update to gw_opvolging
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ','))) with check (false);
grant select, insert, update (slot) on bewaarsleutel to gw_opvolging;
grant insert on herverpakking to gw_opvolging;

-- The sweep ends keys with what hangs on them, and results of erased data.
create policy opruimen on resultaat_detail to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select, delete, update (volgnummer, dozen) on resultaat_detail to gw_bewaring;

grant update (gewist_tijdstip) on signaal to gw_aanlevering;

-- Below the threshold, or the same as the sender's own earlier one: its municipality has nothing to do with it.
alter table signaal drop constraint signaal_gesloten;
alter table signaal add constraint signaal_gesloten check (gesloten in ('onder-gemeentelijke-drempel', 'herhaalde-melding'));

-- Whoever chooses sees that it grew; the sender, who writes it, reads neither that nor which term runs after a result.
create policy gegroeid on signaal for select to gw_selectie
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select (gegroeid) on signaal to gw_selectie;

-- A message about a melding names a day.
alter table gemeente_gebeurtenis add column datum date;
alter table gemeente_gebeurtenis drop constraint gemeente_gebeurtenis_soort_check;
alter table gemeente_gebeurtenis add constraint gemeente_gebeurtenis_soort_check check (soort ~ '^[a-z-]{1,40}$');
