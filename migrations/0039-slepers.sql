-- Who stays below a municipality's threshold month after month may be counted, where a policy says so on an article and a term of its own
-- (docs/decisions/0050-slepers.md). Kept is a blind index a month, no field. Forward only; what ran before this migration works on after it, and
-- counts nobody.

-- What intake leaves for the step that recognises: the indexes under every live key, gone once the person is found or not.
create table sleperwacht (
  gemeentecode text not null,
  signaal_id uuid not null,
  oin text not null,
  maand text not null,
  vervaldatum date not null,
  indexen jsonb not null,
  primary key (gemeentecode, signaal_id),
  foreign key (gemeentecode, signaal_id) references signaal on delete cascade
);

-- One signal below the threshold: of which person of its month, and which person of the last earlier month that is. These names stand for nobody
-- elsewhere.
create table sleper (
  gemeentecode text not null,
  signaal_id uuid not null,
  -- The month (YYYY-MM) of receipt of its first version.
  maand text not null,
  persoon uuid not null,
  vorige uuid,
  vervaldatum date not null,
  primary key (gemeentecode, signaal_id),
  foreign key (gemeentecode, signaal_id) references signaal on delete cascade
);
create index sleper_persoon on sleper (gemeentecode, persoon);
create index sleper_maand on sleper (gemeentecode, maand, vervaldatum);

-- Kept to compare with, under the key of its own month.
create table sleperindex (
  gemeentecode text not null,
  sleutelmaand text not null,
  waarde bytea not null,
  signaal_id uuid not null,
  soort text not null check (soort in ('vol', 'korter')),
  primary key (gemeentecode, sleutelmaand, waarde, signaal_id),
  foreign key (gemeentecode, signaal_id) references sleper on delete cascade
);
create index sleperindex_sleper on sleperindex (gemeentecode, signaal_id) where signaal_id is not null;
-- An index must not end in the planner's statistics (docs/decisions/0004-postgresql-settings.md).
alter table sleperindex alter column waarde set statistics 0;
alter table sleperwacht alter column indexen set statistics 0;

do $$
declare
  t text;
begin
  foreach t in array array['sleperwacht', 'sleper', 'sleperindex'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy groeperen on %I to gw_matching
      using (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))
      with check (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))', t);
  end loop;
end $$;
grant select, delete on sleperwacht to gw_matching;
grant select, insert on sleper, sleperindex to gw_matching;

-- A sender leaves indexes of its own signals and reads nothing of what they meet.
create policy eigen on sleperwacht for insert to gw_aanlevering with check (oin = current_setting('poort.oin', true));
grant insert on sleperwacht to gw_aanlevering;

-- The sweep reads no index; it asks which municipalities have signals waiting.
create policy wachtende_gemeenten on sleperwacht for select to gw_bewaring using (true);
grant select (gemeentecode) on sleperwacht to gw_bewaring;
create policy opruimen on sleper to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select (gemeentecode, signaal_id, maand, vervaldatum), delete on sleper to gw_bewaring;

-- Counted are names of a month, not the signals behind them.
create policy tellen on sleper for select to gw_monitor
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy tellen on sleperwacht for select to gw_monitor
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select (gemeentecode, maand, persoon, vorige) on sleper to gw_monitor;
grant select (gemeentecode, maand) on sleperwacht to gw_monitor;
