-- The national file of addresses: loaded aside, then laid over the dated table in one transaction; municipalities with names and successors.

-- What is being read in. Unlogged, since a crash may empty it: nothing reads it but the import that fills it.
create unlogged table adres_invoer (
  postcode text not null,
  huisnummer integer not null,
  -- Eight positions: its first four are the municipality, its first six the district.
  buurt text not null,
  regel integer not null,
  primary key (postcode, huisnummer)
);
-- Whose rows stand in adres_invoer: the import that began last; the one before it notices at its next batch.
create table adres_invoer_kop (
  nummer smallint primary key check (nummer = 1),
  poging uuid,
  -- Never written: UPDATE on it is what a row lock for share asks.
  slot smallint
);
insert into adres_invoer_kop (nummer) values (1);

-- Each file that was laid over the table. An import that changed nothing of what its predecessor left is none.
create table adresbestand (
  volgnummer integer generated always as identity primary key,
  peildatum date not null,
  sha256 bytea not null,
  ingelezen_tijdstip timestamptz not null,
  adressen integer not null,
  nieuw integer not null,
  gewijzigd integer not null,
  beeindigd integer not null,
  gemeenten integer not null
);

-- Names, and the municipality in which one was merged. Codes are never used again (CBS), so one row each.
create table gemeente (
  gemeentecode text primary key,
  naam text,
  opvolger text check (opvolger <> gemeentecode),
  opgevolgd_vanaf date,
  check ((opvolger is null) = (opgevolgd_vanaf is null))
);

do $$
declare
  t text;
begin
  foreach t in array array['adres_invoer', 'adres_invoer_kop', 'adresbestand', 'gemeente'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy beheer on %I to gw_beheer using (true) with check (true)', t);
  end loop;
end $$;
grant select, insert, truncate on adres_invoer to gw_beheer;
grant select, update on adres_invoer_kop to gw_beheer;
grant select, insert on adresbestand to gw_beheer;
grant select, insert, update on gemeente to gw_beheer;

-- Whoever routes asks for successors.
create policy lezen on gemeente for select to gw_aanlevering using (true);
grant select on gemeente to gw_aanlevering;
