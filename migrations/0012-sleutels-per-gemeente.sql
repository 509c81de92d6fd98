-- Row-level security repeats what the code says of recipient keys: delivery sees and holds those of the municipality at hand, and whoever looks
-- through the signals of a compromised key finishes that municipality's own.

alter policy lezen on ontvangersleutel to gw_identiteit, gw_aanlevering;
alter policy vasthouden on ontvangersleutel to gw_aanlevering;
create policy lezen_gemeente on ontvangersleutel for select to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy vasthouden_gemeente on ontvangersleutel for update to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ','))) with check (false);

drop policy nalopen on sleutelverlies;
create policy lezen_alle on sleutelverlies for select to gw_bewaring using (true);
create policy nalopen on sleutelverlies for update to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy afronden on sleutelverlies for delete to gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
