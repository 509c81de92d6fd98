-- A signal that its sender holds back is no municipality's yet: it is not chosen from, not followed up and counts in no indicator
-- (docs/decisions/0030-lists-on-the-server.md). The roles that collect and group are bound by migration 0018. Forward only.
do $$
declare
  p text;
begin
  foreach p in array array['tellen', 'kiezen', 'opvolgen', 'gegroeid', 'controle'] loop
    execute format('alter policy %I on signaal
      using (gemeentecode = any (string_to_array(current_setting(''poort.gemeenten'', true), '','')) and vastgehouden_tot is null)', p);
  end loop;
end $$;
grant select (vastgehouden_tot) on signaal to gw_controle;
