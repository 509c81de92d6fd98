-- How a party wants to be approached, when it collects and which payment plans it knows, as it says itself (docs/decisions/0016-register-by-command.md).
-- Of an organisation, never of a person. Forward only; what ran before this migration works on after it.

create table deelnemer_benadering (
  oin text primary key references deelnemer,
  inhoud jsonb not null check (jsonb_typeof(inhoud) = 'object' and octet_length(inhoud::text) <= 8000)
);
alter table deelnemer_benadering enable row level security;
alter table deelnemer_benadering force row level security;

create policy beheer on deelnemer_benadering to gw_beheer using (true) with check (true);
grant select, insert, update (inhoud) on deelnemer_benadering to gw_beheer;

-- Who sees a party sees this of it; a party changes its own.
create policy lezen_deelnemer on deelnemer_benadering for select to gw_deelnemer
  using (exists (select from deelnemer d where d.oin = deelnemer_benadering.oin));
create policy eigen_benadering on deelnemer_benadering for insert to gw_deelnemer
  with check (oin = current_setting('poort.oin', true));
create policy eigen_benadering_wijzigen on deelnemer_benadering for update to gw_deelnemer
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
grant select, insert, update (inhoud) on deelnemer_benadering to gw_deelnemer;
