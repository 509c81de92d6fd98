-- Which warnings of an expiry were given: each certificate, list and threshold once, whatever process or restart. No person's data.
create table certificaat_melding (
  vingerafdruk text not null,
  dagen smallint not null check (dagen in (60, 30, 7)),
  verloopt_tijdstip timestamptz not null,
  primary key (vingerafdruk, dagen)
);
alter table certificaat_melding enable row level security;
alter table certificaat_melding force row level security;
create policy alles on certificaat_melding to gw_identiteit using (true) with check (true);
grant select, insert, delete on certificaat_melding to gw_identiteit;
