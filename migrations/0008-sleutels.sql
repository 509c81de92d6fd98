-- Recipient keys by their parties: states that only go forward, which keys have a box of what, signals that nobody can open any more.

do $$
begin
  create role gw_sleutels nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant gw_sleutels to gw_login;
grant usage on schema public to gw_sleutels;

-- ── Which recipient keys have a box in a row: ids, no data of a person. Null: not known, so counted as a box of every key. ───────────────

alter table verzegeld add column sleutels text[];
alter table verzegeld no force row level security;
alter table gebeurtenis_detail no force row level security;
update verzegeld v set sleutels = d.sleutels
  from (select detail ->> 'signaalId' as id, (detail ->> 'versie')::integer as versie, gemeentecode,
      array(select jsonb_array_elements_text(detail -> 'sleutelIds')) as sleutels
    from gebeurtenis_detail where detail ->> 'soort' = 'signaal-aanvaard') d
  where d.gemeentecode = v.gemeentecode and d.id = v.signaal_id::text and d.versie = v.versie;
alter table verzegeld force row level security;
alter table gebeurtenis_detail force row level security;

-- ── Keys: registered and changed for the municipality at hand only; a state never goes back, whoever writes it. ───────────────────────────

alter table ontvangersleutel
  add column gewijzigd_tijdstip timestamptz,
  -- Never written: the one column on which UPDATE is granted to whoever holds a key while sealing to it or disclosing its boxes.
  add column slot smallint;

create function sleutel_vooruit() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if array_position(array['actief', 'alleenOpenen', 'gecompromitteerd'], new.toestand)
     < array_position(array['actief', 'alleenOpenen', 'gecompromitteerd'], old.toestand) then
    raise exception 'the state of a recipient key only goes forward';
  end if;
  return new;
end $$;
create trigger sleutel_vooruit before update of toestand on ontvangersleutel
  for each row execute function sleutel_vooruit();

create policy vasthouden on ontvangersleutel for update to gw_aanlevering, gw_aflevering using (true) with check (false);
grant update (slot) on ontvangersleutel to gw_aanlevering, gw_aflevering;

create policy gemeente on ontvangersleutel to gw_sleutels
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select, insert, update (toestand, registratie_jws, geregistreerd_tijdstip, gewijzigd_tijdstip) on ontvangersleutel to gw_sleutels;
create policy lezen_sleutels on deelnemer for select to gw_sleutels using (true);
grant select (oin, naam, rol, gemeentecode, vanaf, tot) on deelnemer to gw_sleutels;
create policy lezen_sleutels on mandaat for select to gw_sleutels
  using (exists (select from deelnemer d where d.oin = mandaat.gever_oin
    and d.gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ','))));
grant select on mandaat to gw_sleutels;
create policy toevoegen_sleutels on gebeurtenis for insert to gw_sleutels with check (leaf_index is null);
create policy toevoegen_sleutels on gebeurtenis_detail for insert to gw_sleutels
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant insert on gebeurtenis, gebeurtenis_detail to gw_sleutels;

-- ── Signals that nobody can open any more: all keys with a box of them are compromised. ───────────────────────────────────────────────────

alter table kenmerk drop constraint kenmerk_toestand_check;
alter table kenmerk add constraint kenmerk_toestand_check
  check (toestand in ('levend', 'ingetrokken', 'verlopen', 'onleesbaar'));
alter table gemeente_gebeurtenis drop constraint gemeente_gebeurtenis_soort_check;
alter table gemeente_gebeurtenis add constraint gemeente_gebeurtenis_soort_check
  check (soort in ('ingetrokken', 'gecorrigeerd', 'verlopen', 'onleesbaar'));

-- Compromised keys whose signals are still to be looked through, and how far that is. Goes when it is done.
create table sleutelverlies (
  gemeentecode text not null,
  sleutel_id text not null,
  gemeld_tijdstip timestamptz not null,
  tot_signaal uuid,
  primary key (gemeentecode, sleutel_id)
);
alter table sleutelverlies enable row level security;
alter table sleutelverlies force row level security;
create policy melden on sleutelverlies for insert to gw_sleutels
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy nalopen on sleutelverlies to gw_bewaring using (true) with check (true);
grant insert on sleutelverlies to gw_sleutels;
grant select, update (tot_signaal), delete on sleutelverlies to gw_bewaring;
grant select (sleutel_id, toestand) on ontvangersleutel to gw_bewaring;
