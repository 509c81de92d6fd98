-- Who was not chosen goes back to its VLP, where the college accepted that (docs/decisions/0040-giving-back.md): what 0020 left open of it. Forward
-- only; what ran before this migration works on after it.

alter table melding add column teruggegeven_tijdstip timestamptz;
grant update (teruggegeven_tijdstip) on melding to gw_selectie;

-- What was given back is nobody's any more: no role, and no fault in any flow, takes it back.
create function melding_retour_blijft() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.toestand = 'retour' and new.toestand is distinct from 'retour' then
    raise exception 'a melding that was given back stays so';
  end if;
  return new;
end $$;
create trigger melding_retour_blijft before update of toestand on melding
  for each row execute function melding_retour_blijft();

-- Who gives back holds the signals, empties them (0020) and lets their coded rows go at the closing; and keeps their numbers first.
grant select (vervaldatum), update (vervaldatum, gegroeid) on signaal to gw_selectie;
create policy aanmelden_selectie on herverpakking for insert to gw_selectie
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
alter policy tellen on indicator_maand to gw_monitor, gw_bewaring, gw_selectie;
alter policy tellen on indicator_telling to gw_monitor, gw_bewaring, gw_selectie;
grant select, insert, update (instroom_tijdstip) on indicator_maand to gw_selectie;
grant select, insert, update (aantal) on indicator_telling to gw_selectie;

-- At the closing its VLP reads it, and its kenmerk ends with it: only of the very version that was given back.
alter table terugkoppeling_wacht add column versie integer;
alter table kenmerk drop constraint kenmerk_toestand_check;
alter table kenmerk add constraint kenmerk_toestand_check
  check (toestand in ('levend', 'ingetrokken', 'verlopen', 'onleesbaar', 'retour'));
create policy teruggeven on kenmerk for update to gw_terugkoppeling
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
grant select (versie), update (toestand, inhoud_hmac, beeindigd_tijdstip, vervaldatum) on kenmerk to gw_terugkoppeling;
do $$
declare
  t text;
begin
  foreach t in array array['ontvangstbewijs', 'idempotentie', 'eerder_signaal'] loop
    execute format('create policy teruggeven on %I to gw_terugkoppeling using (oin = current_setting(''poort.oin'', true)) with check (false)', t);
    execute format('grant select (oin, signaal_id), delete on %I to gw_terugkoppeling', t);
  end loop;
end $$;
