-- A municipality chooses from its work list, and only what was chosen opens (docs/decisions/0034-selection.md). Forward only; what ran before this
-- migration works on after it.

do $$
begin
  create role gw_selectie nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant gw_selectie to gw_login;
grant usage on schema public to gw_selectie;

-- First shown in the work list of its municipality, with all that was there then: so it tells a VLP nothing of a choice.
alter table signaal add column beschikbaar_tijdstip timestamptz;
grant select (beschikbaar_tijdstip) on signaal to gw_aanlevering;

-- A choice: what was asked, who proposed, who decided. Persons are the municipality's own references; only a person decides.
create table selectie (
  gemeentecode text not null,
  id uuid not null,
  toestand text not null check (toestand in ('voorgesteld', 'vastgesteld', 'teruggedraaid')),
  -- The request and the limits that held for it.
  vraag jsonb not null,
  grenzen jsonb not null,
  -- What becomes of who is not chosen; null: nothing, they wait on as they were.
  rest text check (rest in ('uitstellen', 'brief', 'retour')),
  -- Shares per district and per kind, as the work list shows them.
  aandelen jsonb not null,
  idempotentiesleutel text,
  voorgesteld_door text not null,
  voorgesteld_tijdstip timestamptz not null,
  vastgesteld_door text,
  vastgesteld_tijdstip timestamptz,
  teruggedraaid_door text,
  teruggedraaid_tijdstip timestamptz,
  vervaldatum date not null,
  primary key (gemeentecode, id),
  constraint selectie_persoon check (coalesce(vastgesteld_door, '') <> 'systeem' and coalesce(teruggedraaid_door, '') <> 'systeem'),
  constraint selectie_vastgesteld check ((toestand <> 'voorgesteld') = (vastgesteld_door is not null))
);
create index selectie_vervalt on selectie (gemeentecode, vervaldatum);
create index selectie_sleutel on selectie (gemeentecode, idempotentiesleutel) where idempotentiesleutel is not null;

-- The meldingen of a choice in its order. Ends with its melding or with the choice.
create table selectie_melding (
  gemeentecode text not null,
  selectie_id uuid not null,
  melding_id uuid not null,
  plaats integer not null,
  gekozen boolean not null,
  buiten_grenzen text check (buiten_grenzen in ('crisis', 'eindelevering', 'gegroeid')),
  -- Why not, and how its place came about: codes and numbers of the measures.
  reden text,
  maatstaven integer[] not null,
  -- A number for its district that means nothing outside this choice; null: shown without district.
  wijkgroep integer,
  -- Version of the melding, number of its signals and of their versions: whether it is still what was proposed.
  stand text not null,
  primary key (gemeentecode, selectie_id, melding_id),
  foreign key (gemeentecode, selectie_id) references selectie on delete cascade,
  foreign key (gemeentecode, melding_id) references melding on delete cascade
);
create index selectie_melding_melding on selectie_melding (gemeentecode, melding_id);

do $$
declare
  t text;
begin
  foreach t in array array['selectie', 'selectie_melding'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy gemeente on %I to gw_selectie, gw_bewaring
      using (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))
      with check (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))', t);
  end loop;
  -- What it chooses from; no sealed field is among it.
  foreach t in array array['signaal', 'melding', 'matchwacht', 'matchindex', 'herverpakking'] loop
    execute format('create policy kiezen on %I to gw_selectie
      using (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))
      with check (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))', t);
  end loop;
end $$;
grant select, insert on selectie, selectie_melding to gw_selectie;
grant update (toestand, rest, vastgesteld_door, vastgesteld_tijdstip, teruggedraaid_door, teruggedraaid_tijdstip) on selectie to gw_selectie;
grant update (gekozen, reden, stand) on selectie_melding to gw_selectie;
grant select, delete on selectie to gw_bewaring;
grant select (gemeentecode, id, versie, oin, signaaltype, melding_id, aangeleverd_tijdstip, ontvangen_tijdstip, ingetrokken_tijdstip, gesloten,
  beperkt_tot, bevroren_tot, soort, crisis, bedragklasse, leeftijdsklasse, wijkcode, beschikbaar_tijdstip) on signaal to gw_selectie;
grant update (beschikbaar_tijdstip, soort, crisis, bedragklasse, leeftijdsklasse, wijkcode) on signaal to gw_selectie;
grant select on melding to gw_selectie;
grant update (toestand, versie, beschikbaar_tijdstip, geselecteerd_tijdstip, selectie_id, aanbod, uitgesteld) on melding to gw_selectie;
grant select (gemeentecode, signaal_id) on matchwacht to gw_selectie;
create policy toevoegen_selectie on gebeurtenis for insert to gw_selectie with check (true);
create policy toevoegen_selectie on gebeurtenis_detail for insert to gw_selectie with check (true);
grant insert on gebeurtenis, gebeurtenis_detail to gw_selectie;

-- What is given back to its VLP goes at once: the sealed fields of that melding and of no other, its indexes; their keys are put down.
create policy teruggeven on verzegeld to gw_selectie using (
  gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ','))
  and exists (select from signaal s join melding m on m.gemeentecode = s.gemeentecode and m.id = s.melding_id
    where s.gemeentecode = verzegeld.gemeentecode and s.id = verzegeld.signaal_id and m.toestand = 'retour'));
grant select (gemeentecode, signaal_id, vervaldatum, volgnummer), delete on verzegeld to gw_selectie;
grant select (gemeentecode, signaal_id), delete on matchindex to gw_selectie;
grant insert on herverpakking to gw_selectie;

-- ── The gate, in the database as well: for which purpose the fields are read decides of which meldingen. ──────────────────────────────────

-- Before a melding is made (a signal of long ago, or one that waits) nothing of it opens.
drop policy gemeente on verzegeld;
create policy gemeente on verzegeld to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy openen on verzegeld for select to gw_aflevering using (
  gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ','))
  and case current_setting('poort.doel', true)
    when 'hulpaanbod' then exists (select from signaal s join melding m on m.gemeentecode = s.gemeentecode and m.id = s.melding_id
      where s.gemeentecode = verzegeld.gemeentecode and s.id = verzegeld.signaal_id
        and m.toestand in ('geselecteerd', 'opgepakt', 'afgesloten'))
    when 'controle' then exists (select from signaal s join melding m on m.gemeentecode = s.gemeentecode and m.id = s.melding_id
      where s.gemeentecode = verzegeld.gemeentecode and s.id = verzegeld.signaal_id
        and m.toestand in ('werkvoorraad', 'geselecteerd', 'opgepakt'))
    -- Whoever adds boxes for another key of the municipality, or counts what a key can open, hands nothing out.
    when 'dozen' then true
    when 'sleutels' then true
    else false
  end);
create policy dozen_toevoegen on verzegeld for update to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')) and current_setting('poort.doel', true) = 'dozen')
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')) and current_setting('poort.doel', true) = 'dozen');
-- Collecting is what takes a chosen melding up.
create policy oppakken on melding for update to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant update (toestand, versie, opgepakt_tijdstip) on melding to gw_aflevering;
