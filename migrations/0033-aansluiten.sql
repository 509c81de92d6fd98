-- A new signal of a person whose melding is worked on joins it, and its municipality hears so in its feed (docs/decisions/0033-life-of-a-melding.md).
-- Forward only; what ran before this migration works on after it.

-- The grouping step says which version of a signal joined; it adds to the feed of the one municipality that it works for, and reads nothing of it.
grant select (versie) on signaal to gw_matching;
create policy toevoegen_matching on gemeente_gebeurtenis for insert to gw_matching
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant insert on gemeente_gebeurtenis to gw_matching;
create policy groeperen on gemeente_gebeurtenis_kop to gw_matching
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select, insert, update (laatste) on gemeente_gebeurtenis_kop to gw_matching;
