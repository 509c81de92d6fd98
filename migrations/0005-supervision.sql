-- Supervision: a party searches its own events, and anyone reads checkpoints and hash tiles.

do $$
declare
  r text;
begin
  foreach r in array array['gw_toezicht', 'gw_openbaar'] loop
    begin
      execute format('create role %I nologin', r);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
end $$;

grant gw_toezicht, gw_openbaar to gw_login;
grant usage on schema public to gw_toezicht, gw_openbaar;

-- The signal of an event as a column: comparing a uuid is leakproof, reading jsonb is not, so only this can use an index beneath
-- row-level security.
alter table gebeurtenis_detail
  add column signaal_id uuid generated always as ((detail ->> 'signaalId')::uuid) stored;
create index gebeurtenis_detail_signaal on gebeurtenis_detail (signaal_id) where signaal_id is not null;
-- What a party did on behalf of another; the rest of what it did is found by `namens`.
create index gebeurtenis_detail_door on gebeurtenis_detail (oin, tijdstip) where oin is distinct from namens;
-- The last checkpoint before a day.
create index log_checkpoint_tijdstip on log_checkpoint (tijdstip, grootte);

-- Its own: what it is responsible for, what it did for another, what concerns its municipality.
create policy eigen_toezicht on gebeurtenis_detail for select to gw_toezicht using (
  namens = current_setting('poort.oin', true)
  or oin = current_setting('poort.oin', true)
  or gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ','))
);
create policy eigen_toezicht on gebeurtenis for select to gw_toezicht
  using (exists (select from gebeurtenis_detail d where d.gebeurtenis_id = gebeurtenis.id));
-- A search is an event itself, of the party that it is done for.
create policy toevoegen_toezicht on gebeurtenis for insert to gw_toezicht with check (leaf_index is null);
create policy toevoegen_toezicht on gebeurtenis_detail for insert to gw_toezicht
  with check (namens = current_setting('poort.oin', true));
grant select, insert on gebeurtenis, gebeurtenis_detail to gw_toezicht;

create policy lezen_toezicht on log_kop for select to gw_toezicht using (true);
create policy lezen_toezicht on log_tegel for select to gw_toezicht using (true);
grant select on log_kop, log_tegel to gw_toezicht;

-- The web listener: hashes and signed sizes, never an entry.
create policy lezen_openbaar on log_tegel for select to gw_openbaar using (true);
create policy lezen_openbaar on log_checkpoint for select to gw_openbaar using (true);
grant select on log_tegel, log_checkpoint to gw_openbaar;
