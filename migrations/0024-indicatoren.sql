-- The indicators of a municipality (docs/decisions/0038-indicators.md): numbers of a month, kept when the rows that they count go. Who counts has a
-- role of its own, which reads coded rows of one municipality and no id of a person. Forward only; what ran before this migration works on after it.

do $$
begin
  create role gw_monitor nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant gw_monitor to gw_login;
grant usage on schema public to gw_monitor;

-- How far a month is: its intake and its results become fixed once, and then never change.
create table indicator_maand (
  gemeentecode text not null,
  maand text not null check (maand ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
  instroom_tijdstip timestamptz,
  uitkomst_tijdstip timestamptz check (uitkomst_tijdstip is null or instroom_tijdstip is not null),
  primary key (gemeentecode, maand)
);

-- Numbers only: of what has gone while the phase of its table is open, all of it once that is fixed.
create table indicator_telling (
  gemeentecode text not null,
  maand text not null,
  tabel text not null,
  waarde text not null,
  fase text not null check (fase in ('instroom', 'uitkomst')),
  aantal integer not null check (aantal > 0),
  primary key (gemeentecode, maand, tabel, waarde),
  foreign key (gemeentecode, maand) references indicator_maand
);

create function indicator_maand_vooruit() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.instroom_tijdstip is not null and new.instroom_tijdstip is distinct from old.instroom_tijdstip
    or old.uitkomst_tijdstip is not null and new.uitkomst_tijdstip is distinct from old.uitkomst_tijdstip then
    raise exception 'a frozen month stays frozen';
  end if;
  return new;
end $$;
create trigger indicator_maand_vooruit before update on indicator_maand
  for each row execute function indicator_maand_vooruit();

create function indicator_telling_vast() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  r indicator_telling := case when tg_op = 'DELETE' then old else new end;
begin
  if exists (select from indicator_maand m where m.gemeentecode = r.gemeentecode and m.maand = r.maand
    and case r.fase when 'instroom' then m.instroom_tijdstip else m.uitkomst_tijdstip end is not null) then
    raise exception 'a frozen number stays as it is';
  end if;
  return r;
end $$;
create trigger indicator_telling_vast before insert or update or delete on indicator_telling
  for each row execute function indicator_telling_vast();

-- Inhabitants of a municipality from a day on, as CBS publishes them.
create table gemeente_inwoners (
  gemeentecode text not null,
  vanaf date not null,
  aantal integer not null check (aantal > 0),
  primary key (gemeentecode, vanaf)
);

do $$
declare
  t text;
begin
  foreach t in array array['indicator_maand', 'indicator_telling', 'gemeente_inwoners'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  foreach t in array array['indicator_maand', 'indicator_telling'] loop
    execute format('create policy tellen on %I to gw_monitor, gw_bewaring
      using (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))
      with check (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))', t);
  end loop;
  foreach t in array array['signaal', 'melding', 'matchwacht'] loop
    execute format('create policy tellen on %I for select to gw_monitor
      using (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))', t);
  end loop;
end $$;
grant select, insert, update on indicator_maand to gw_monitor;
grant select, insert, delete, update (aantal) on indicator_telling to gw_monitor;
-- The sweep adds what it is about to delete.
grant select, insert, update (instroom_tijdstip) on indicator_maand to gw_bewaring;
grant select, insert, update (aantal) on indicator_telling to gw_bewaring;
grant select (gemeentecode, id, oin, signaaltype, soort, crisis, bedragklasse, leeftijdsklasse, wijkcode, melding_id) on signaal to gw_monitor;
grant select (gemeentecode, id, maand, vorige, toestand, uitkomstgroep) on melding to gw_monitor;
grant select (gemeentecode, signaal_id, maand) on matchwacht to gw_monitor;

create policy lezen on gemeente_inwoners for select to gw_monitor using (true);
create policy beheer on gemeente_inwoners to gw_beheer using (true) with check (true);
grant select on gemeente_inwoners to gw_monitor;
grant select, insert, update on gemeente_inwoners to gw_beheer;

-- Reading and freezing leave their event; a reader sees no event.
create policy toevoegen_monitor on gebeurtenis for insert to gw_monitor with check (leaf_index is null);
create policy toevoegen_monitor on gebeurtenis_detail for insert to gw_monitor with check (true);
grant insert on gebeurtenis, gebeurtenis_detail to gw_monitor;
