-- Agreements on when a VLP's list for a municipality is there, and a line for that municipality when one stays out (docs/decisions/0032-agreements.md).
-- They decide on no signal. Forward only; what ran before this migration works on after it.

do $$
begin
  create role gw_afspraken nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant gw_afspraken to gw_login;
grant usage on schema public to gw_afspraken;

-- Ended, never deleted.
create table leverafspraak (
  gemeentecode text not null,
  oin text not null references deelnemer,
  vanaf date not null,
  tot date,
  dag smallint not null check (dag between 1 and 31),
  -- Null: all that it delivers.
  signaaltypen text[],
  -- The month that is looked at next, and the first day on which its list is missed; null once nothing is looked at any more.
  maand text check (maand ~ '^\d{4}-\d{2}$'),
  kijkdatum date,
  -- The last agreed day on which it was missed.
  laatst_uitgebleven date,
  primary key (gemeentecode, oin, vanaf),
  constraint leverafspraak_kijken check ((maand is null) = (kijkdatum is null))
);
create index leverafspraak_kijken on leverafspraak (kijkdatum) where kijkdatum is not null;
create index leverafspraak_vlp on leverafspraak (oin);
alter table leverafspraak enable row level security;
alter table leverafspraak force row level security;

create policy beheer on leverafspraak to gw_beheer using (true) with check (true);
grant select, insert, update (tot, maand, kijkdatum) on leverafspraak to gw_beheer;

-- Both sides read what they agreed.
create policy lezen on leverafspraak for select to gw_deelnemer using (
  oin = current_setting('poort.oin', true)
  or gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select (gemeentecode, oin, vanaf, tot, dag, signaaltypen) on leverafspraak to gw_deelnemer;

-- Who looks whether lists came sees which agreements there are, and then works for one VLP and one municipality. It goes by what the VLP itself delivered: what the
-- municipality did with it is in none of these tables, so that nothing of it can be told back.
create policy kijken on leverafspraak for select to gw_afspraken using (true);
create policy verder on leverafspraak for update to gw_afspraken
  using (oin = current_setting('poort.oin', true)
    and gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (oin = current_setting('poort.oin', true)
    and gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select (gemeentecode, oin, vanaf, tot, dag, maand, kijkdatum), update (maand, kijkdatum, laatst_uitgebleven) on leverafspraak to gw_afspraken;
create policy afspraken on deelnemer for select to gw_afspraken using (true);
grant select (oin, gemeentecode, vanaf, tot) on deelnemer to gw_afspraken;
create policy geleverd on kenmerk for select to gw_afspraken using (oin = current_setting('poort.oin', true));
grant select (oin, signaal_id, gemeentecode) on kenmerk to gw_afspraken;
create policy geleverd on aanlevering for select to gw_afspraken using (oin = current_setting('poort.oin', true));
grant select (oin, id, vrijgave, toestand, laatste_tijdstip, vrijgegeven_tijdstip, aanvaard, herhaald, geweigerd, onjuist) on aanlevering to gw_afspraken;
create policy geleverd on aanlevering_regel for select to gw_afspraken using (oin = current_setting('poort.oin', true));
grant select (oin, aanlevering_id, signaal_id, uitkomst) on aanlevering_regel to gw_afspraken;

create policy toevoegen_afspraken on gemeente_gebeurtenis for insert to gw_afspraken
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant insert on gemeente_gebeurtenis to gw_afspraken;
create policy afspraken on gemeente_gebeurtenis_kop to gw_afspraken
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select, insert, update (laatste) on gemeente_gebeurtenis_kop to gw_afspraken;
create policy toevoegen_afspraken on gebeurtenis for insert to gw_afspraken with check (leaf_index is null);
create policy toevoegen_afspraken on gebeurtenis_detail for insert to gw_afspraken
  with check (namens = current_setting('poort.oin', true)
    and gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant insert on gebeurtenis, gebeurtenis_detail to gw_afspraken;

-- Of a list that stayed out there is no signal: such a line names its party.
alter table gemeente_gebeurtenis add column oin text;
alter table gemeente_gebeurtenis alter column signaal_id drop not null;
alter table gemeente_gebeurtenis alter column versie drop not null;
alter table gemeente_gebeurtenis add constraint gemeente_gebeurtenis_onderwerp
  check ((signaal_id is null) = (versie is null) and (signaal_id is null) = (oin is not null));
