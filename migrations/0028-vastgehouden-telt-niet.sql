-- A signal that its sender holds back is no municipality's yet: it counts in no indicator (docs/decisions/0030-lists-on-the-server.md).
alter policy tellen on signaal
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')) and vastgehouden_tot is null);
