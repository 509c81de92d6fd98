-- What a municipality's machine found before anyone opened a melding (docs/decisions/0037-checks-before-opening.md). The role that writes it down
-- opens nothing: it reads the coded rows of its own municipality, and takes sealed fields away. Forward only; what ran before works on after it.

do $$
begin
  create role gw_controle nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant gw_controle to gw_login;
grant usage on schema public to gw_controle;

alter table melding
  -- The BRP protects the address: whatever comes of it, its VLPs read the coarse code.
  add column geheim boolean not null default false,
  -- When a check last said something of it, whatever it said.
  add column gecontroleerd_tijdstip timestamptz;

do $$
declare
  t text;
begin
  foreach t in array array['signaal', 'melding', 'verzegeld', 'matchindex', 'terugkoppeling_wacht'] loop
    execute format('create policy controle on %I to gw_controle
      using (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))
      with check (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')))', t);
  end loop;
end $$;
grant select (gemeentecode, id, versie, oin, signaaltype, aangeleverd_tijdstip, verstrekt_tijdstip, ontvangen_tijdstip, ingetrokken_tijdstip,
    gesloten, bevroren_tot, beperkt_tot, beleid_id, melding_id, velden_vervaldatum),
  update (velden_vervaldatum, soort, crisis, bedragklasse, leeftijdsklasse, wijkcode) on signaal to gw_controle;
grant select (gemeentecode, id, toestand, versie, uitkomstgroep, geheim),
  update (toestand, versie, afgesloten_tijdstip, uitkomstgroep, geheim, gecontroleerd_tijdstip) on melding to gw_controle;
-- Takes fields away, and sees of them only where they hang.
grant select (gemeentecode, signaal_id, vervaldatum, volgnummer), delete on verzegeld to gw_controle;
grant select (gemeentecode, oin, signaal_id), delete on matchindex to gw_controle;
-- Tells, and takes back what nobody saw yet when a finding was wrong.
grant insert, select (gemeentecode, signaal_id), delete on terugkoppeling_wacht to gw_controle;

create policy aanmelden_controle on herverpakking for insert to gw_controle
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant insert on herverpakking to gw_controle;
create policy lezen_controle on eigen_bewaartermijn for select to gw_controle
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select on eigen_bewaartermijn to gw_controle;

create policy toevoegen_controle on gebeurtenis for insert to gw_controle with check (leaf_index is null);
create policy toevoegen_controle on gebeurtenis_detail for insert to gw_controle
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant insert on gebeurtenis, gebeurtenis_detail to gw_controle;
