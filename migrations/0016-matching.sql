-- Signals of one person become one melding, found by blind index (docs/decisions/0028-matching.md). The step that compares has a role of its own and
-- sees one municipality at a time; no sender reads a melding, a kind or another's index. Forward only; what ran before this migration works on after it.

do $$
begin
  create role gw_matching nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant gw_matching to gw_login;
grant usage on schema public to gw_matching;

-- The signals of one person in one month.
create table melding (
  gemeentecode text not null,
  id uuid not null,
  -- The month (YYYY-MM) of receipt of its signals.
  maand text not null,
  -- The melding of the same person in an earlier month of the window.
  vorige uuid,
  primary key (gemeentecode, id),
  foreign key (gemeentecode, vorige) references melding on delete set null (vorige)
);
create index melding_vorige on melding (gemeentecode, vorige) where vorige is not null;

-- Null until it is grouped. Not granted to gw_aanlevering: no sender learns with which others its signal stands.
alter table signaal add column melding_id uuid;
create index signaal_melding on signaal (gemeentecode, melding_id);

-- What intake leaves for the step: the indexes under every live key, gone once the signal has its place.
create table matchwacht (
  gemeentecode text not null,
  signaal_id uuid not null,
  oin text not null,
  maand text not null,
  indexen jsonb not null,
  primary key (gemeentecode, signaal_id),
  foreign key (gemeentecode, signaal_id) references signaal on delete cascade
);

-- Kept to compare with: of each signal the indexes under the key of its own month.
create table matchindex (
  gemeentecode text not null,
  sleutelmaand text not null,
  waarde bytea not null,
  signaal_id uuid not null,
  soort text not null check (soort in ('vol', 'korter', 'adres')),
  oin text not null,
  primary key (gemeentecode, sleutelmaand, waarde, signaal_id),
  foreign key (gemeentecode, signaal_id) references signaal on delete cascade
);
create index matchindex_signaal on matchindex (gemeentecode, signaal_id);
-- An index must not end in the planner's statistics (docs/decisions/0004-postgresql-settings.md).
alter table matchindex alter column waarde set statistics 0;
alter table matchwacht alter column indexen set statistics 0;

do $$
declare
  t text;
begin
  foreach t in array array['melding', 'matchwacht', 'matchindex'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy groeperen on %I to gw_matching
      using (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))
      with check (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))', t);
  end loop;
end $$;
create policy groeperen on signaal to gw_matching
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select, insert, update (vorige) on melding to gw_matching;
grant select, delete on matchwacht to gw_matching;
grant select, insert on matchindex to gw_matching;
grant select (gemeentecode, id, oin, melding_id, ingetrokken_tijdstip), update (melding_id) on signaal to gw_matching;

-- Intake leaves indexes of its own signals, and takes away those of one that is withdrawn.
create policy eigen on matchwacht for insert to gw_aanlevering with check (oin = current_setting('poort.oin', true));
create policy eigen on matchindex for select to gw_aanlevering using (oin = current_setting('poort.oin', true));
create policy eigen_weg on matchindex for delete to gw_aanlevering using (oin = current_setting('poort.oin', true));
grant insert on matchwacht to gw_aanlevering;
grant select (gemeentecode, signaal_id, oin), delete on matchindex to gw_aanlevering;

create policy opruimen on matchindex to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy opruimen on melding to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
-- The sweep reads no index; it asks which municipalities have signals waiting.
create policy wachtende_gemeenten on matchwacht for select to gw_bewaring using (true);
grant select (gemeentecode) on matchwacht to gw_bewaring;
grant select (gemeentecode, sleutelmaand, signaal_id), delete on matchindex to gw_bewaring;
grant select, delete on melding to gw_bewaring;

-- A municipality reads which of its signals stand together; one that waits for its place is not delivered yet.
create policy lezen on melding for select to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy lezen on matchwacht for select to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select on melding to gw_aflevering;
grant select (gemeentecode, signaal_id) on matchwacht to gw_aflevering;
-- What came in before this migration is a melding of its own.
create index signaal_open_melding on signaal (gemeentecode, (coalesce(melding_id, id)))
  where ontvangen_tijdstip is null and gesloten is null;
