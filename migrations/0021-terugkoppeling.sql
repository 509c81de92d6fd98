-- Feedback to VLPs (docs/decisions/0036-feedback.md): what a municipality tells waits in its own queue until it may be seen, and is then put in the VLP's
-- own feed by a step of its own. Forward only; what ran before this migration works on after it.

do $$
declare
  r text;
begin
  foreach r in array array['gw_terugkoppeling', 'gw_opvolging', 'gw_selectie'] loop
    begin
      execute format('create role %I nologin', r);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
end $$;
grant gw_terugkoppeling, gw_opvolging, gw_selectie to gw_login;
grant usage on schema public to gw_terugkoppeling, gw_opvolging, gw_selectie;

-- The municipality's: what waits to be seen. No VLP reads it.
create table terugkoppeling_wacht (
  gemeentecode text not null,
  plaats bigint generated always as identity,
  oin text not null,
  signaal_id uuid not null,
  code text not null,
  soort text not null check (soort in ('tussentijds', 'eind')),
  datum date not null,
  opschorten_tot date,
  zichtbaar_vanaf timestamptz not null,
  primary key (gemeentecode, plaats)
);
create index terugkoppeling_wacht_zichtbaar on terugkoppeling_wacht (zichtbaar_vanaf, oin);

-- The VLP's: numbered without gaps in the order in which it may be seen. The counter's row is held until commit.
create table terugkoppeling_kop (
  oin text primary key,
  laatste bigint not null
);
create table terugkoppeling (
  oin text not null,
  volgnummer bigint not null,
  signaal_id uuid not null,
  gemeentecode text not null,
  onderdeel text,
  kenmerk text,
  code text not null,
  soort text not null check (soort in ('tussentijds', 'eind')),
  datum date not null,
  opschorten_tot date,
  vervangt bigint,
  vervaldatum date not null,
  primary key (oin, volgnummer)
);
create index terugkoppeling_signaal on terugkoppeling (oin, signaal_id);
create index terugkoppeling_vervalt on terugkoppeling (vervaldatum);

do $$
declare
  t text;
begin
  foreach t in array array['terugkoppeling_wacht', 'terugkoppeling_kop', 'terugkoppeling'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;

-- Who tells adds to the queue and reads nothing of it: a municipality in its follow-up, its choice or its confirmations, the sweep, and intake of its own signals.
create policy toevoegen on terugkoppeling_wacht for insert to gw_opvolging, gw_selectie, gw_aflevering, gw_bewaring
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy toevoegen_eigen on terugkoppeling_wacht for insert to gw_aanlevering
  with check (oin = current_setting('poort.oin', true));
grant insert on terugkoppeling_wacht to gw_opvolging, gw_selectie, gw_aflevering, gw_bewaring, gw_aanlevering;

-- The step that publishes takes from every queue and works for one VLP at a time; it reads how that one calls its signal, and nothing of the signal itself.
create policy zichtbaar on terugkoppeling_wacht to gw_terugkoppeling using (true) with check (false);
create policy eigen on terugkoppeling_kop to gw_terugkoppeling
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
create policy eigen on terugkoppeling to gw_terugkoppeling, gw_aanlevering
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
create policy terugkoppelen on kenmerk for select to gw_terugkoppeling using (oin = current_setting('poort.oin', true));
grant select, delete on terugkoppeling_wacht to gw_terugkoppeling;
grant select, insert, update (laatste) on terugkoppeling_kop to gw_terugkoppeling;
grant insert, select (oin, volgnummer, signaal_id, soort) on terugkoppeling to gw_terugkoppeling;
grant select (oin, signaal_id, onderdeel, kenmerk, toestand) on kenmerk to gw_terugkoppeling;
grant select on terugkoppeling to gw_aanlevering;

create policy toevoegen_terugkoppeling on gebeurtenis for insert to gw_terugkoppeling, gw_opvolging with check (leaf_index is null);
create policy toevoegen_terugkoppeling on gebeurtenis_detail for insert to gw_terugkoppeling
  with check (namens = current_setting('poort.oin', true));
create policy toevoegen_opvolging on gebeurtenis_detail for insert to gw_opvolging
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant insert on gebeurtenis, gebeurtenis_detail to gw_terugkoppeling, gw_opvolging;

create policy opruimen on terugkoppeling to gw_bewaring using (true);
grant select (oin, volgnummer, vervaldatum), delete on terugkoppeling to gw_bewaring;
