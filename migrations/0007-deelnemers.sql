-- The register by command and by its parties themselves: how to reach a party, its brands, the agreement under which the gateway works for it.

do $$
begin
  create role gw_deelnemer nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant gw_deelnemer to gw_login;
grant usage on schema public to gw_deelnemer;

-- SHA-256 of the processing agreement (AVG art. 28 lid 3), in hex; the agreement itself lies with the operator.
alter table deelnemer
  add column verwerkersovereenkomst text
    constraint deelnemer_overeenkomst check (verwerkersovereenkomst ~ '^[0-9a-f]{64}$');

-- Of a department, never of a person.
create table deelnemer_contact (
  oin text primary key references deelnemer,
  emailadres text,
  telefoonnummer text
);

-- Brands under which a party delivers; ended, never deleted.
create table onderdeel (
  oin text not null references deelnemer,
  onderdeel text not null,
  vanaf date not null,
  tot date,
  primary key (oin, onderdeel, vanaf)
);

do $$
declare
  t text;
begin
  foreach t in array array['deelnemer_contact', 'onderdeel'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy beheer on %I to gw_beheer using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to gw_beheer', t);
  end loop;
end $$;

-- A party reads itself, the receiving side, and whom it shares a mandate with; for a municipality everybody (docs/decisions/0016).
create policy eigen_mandaat on mandaat for select to gw_deelnemer
  using (current_setting('poort.oin', true) in (gever_oin, gemachtigde_oin));
grant select on mandaat to gw_deelnemer;
create policy lezen_deelnemer on deelnemer for select to gw_deelnemer using (
  oin = current_setting('poort.oin', true)
  or rol in ('college', 'uitvoerder', 'toezichthouder')
  or current_setting('poort.gemeenten', true) <> ''
  or exists (select from mandaat m where deelnemer.oin in (m.gever_oin, m.gemachtigde_oin))
);
create policy lezen_deelnemer on deelnemer_contact for select to gw_deelnemer
  using (exists (select from deelnemer d where d.oin = deelnemer_contact.oin));
create policy lezen_deelnemer on onderdeel for select to gw_deelnemer
  using (exists (select from deelnemer d where d.oin = onderdeel.oin));
grant select (oin, naam, rol, gemeentecode, vanaf, tot, client_jwks) on deelnemer to gw_deelnemer;
grant select on deelnemer_contact, onderdeel to gw_deelnemer;

-- It changes its own contact and its own client keys, and nothing else.
create policy eigen_contact on deelnemer_contact for insert to gw_deelnemer
  with check (oin = current_setting('poort.oin', true));
create policy eigen_contact_wijzigen on deelnemer_contact for update to gw_deelnemer
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
create policy eigen_sleutels on deelnemer for update to gw_deelnemer
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
grant insert, update (emailadres, telefoonnummer) on deelnemer_contact to gw_deelnemer;
grant update (client_jwks) on deelnemer to gw_deelnemer;

create policy toevoegen_deelnemer on gebeurtenis for insert to gw_deelnemer with check (leaf_index is null);
create policy toevoegen_deelnemer on gebeurtenis_detail for insert to gw_deelnemer
  with check (namens = current_setting('poort.oin', true));
grant insert on gebeurtenis, gebeurtenis_detail to gw_deelnemer;
