-- What a VLP tells of a debt since it signalled it (docs/decisions/0042-mutations.md), and the facts that the indicators of a month count beside it:
-- attempts to reach a person. Forward only; what ran before this migration works on after it.

-- One a signal: the newest. It ends with the coded row, whose counts it is part of; no role that serves a municipality's employees reads it.
create table schuldverloop (
  gemeentecode text not null,
  signaal_id uuid not null,
  oin text not null,
  ontwikkeling text not null check (ontwikkeling in ('opgelopen', 'betaald-nieuwe-achterstand', 'ingelopen', 'geen-achterstand')),
  -- The day of which it tells.
  datum date not null,
  primary key (gemeentecode, signaal_id),
  foreign key (gemeentecode, signaal_id) references signaal on delete cascade
);

alter table schuldverloop enable row level security;
alter table schuldverloop force row level security;
create policy eigen on schuldverloop to gw_aanlevering
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
grant select, insert, delete, update (ontwikkeling, datum) on schuldverloop to gw_aanlevering;
create policy tellen on schuldverloop for select to gw_monitor, gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select (gemeentecode, signaal_id, ontwikkeling) on schuldverloop to gw_monitor, gw_bewaring;

-- Attempts: what kind, when on a day, whether it reached the person, whether it counts; not who made it.
create policy tellen on contactpoging for select to gw_monitor, gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select (gemeentecode, melding_id, soort, dagdeel, bereikt, vervallen_tijdstip) on contactpoging to gw_monitor, gw_bewaring;

-- Who gives back keeps the numbers of that first (0029): of those signals and meldingen, and of no other.
create policy teruggeven on schuldverloop for select to gw_selectie using (
  gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ','))
  and exists (select from signaal s join melding m on m.gemeentecode = s.gemeentecode and m.id = s.melding_id
    where s.gemeentecode = schuldverloop.gemeentecode and s.id = schuldverloop.signaal_id and m.toestand = 'retour'));
create policy teruggeven on contactpoging for select to gw_selectie using (
  gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ','))
  and exists (select from melding m where m.gemeentecode = contactpoging.gemeentecode and m.id = contactpoging.melding_id and m.toestand = 'retour'));
grant select (gemeentecode, signaal_id, ontwikkeling) on schuldverloop to gw_selectie;
grant select (gemeentecode, melding_id, soort, dagdeel, bereikt, vervallen_tijdstip) on contactpoging to gw_selectie;
