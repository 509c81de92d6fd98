-- A sender's own earlier signals of a person, by keyed hash, for 31 days: asked before an eindelevering (docs/decisions/0022-own-earlier-signals.md).
-- One sender's rows never answer for another: row-level security by OIN, and the key of the hash is of that OIN and month. Forward only.

create table eerder_signaal (
  oin text not null,
  signaal_id uuid not null,
  gemeentecode text not null,
  signaaltype text not null,
  sleutelmaand text not null,
  persoon_hmac bytea not null,
  vervaldatum date not null,
  primary key (oin, signaal_id),
  foreign key (gemeentecode, signaal_id) references signaal on delete cascade
);
create index eerder_signaal_persoon on eerder_signaal (oin, sleutelmaand, persoon_hmac);
create index eerder_signaal_vervalt on eerder_signaal (vervaldatum);
create index eerder_signaal_signaal on eerder_signaal (gemeentecode, signaal_id);
-- A keyed hash must not end in the planner's statistics (docs/decisions/0004-postgresql-settings.md).
alter table eerder_signaal alter column persoon_hmac set statistics 0;

alter table eerder_signaal enable row level security;
alter table eerder_signaal force row level security;
create policy eigen on eerder_signaal to gw_aanlevering
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
create policy opruimen on eerder_signaal to gw_bewaring using (true);
grant select, insert, delete on eerder_signaal to gw_aanlevering;
-- The sweep never reads a hash.
grant select (oin, signaal_id, sleutelmaand, vervaldatum), delete on eerder_signaal to gw_bewaring;
