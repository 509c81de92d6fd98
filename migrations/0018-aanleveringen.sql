-- Lists of signals (docs/decisions/0030-lists-on-the-server.md): which list brought which signal, held back until its sender releases it, and what
-- its withdrawal found. Codes, ids and line numbers; never a value, and no kenmerk of a refused row. Forward only; what ran before this migration
-- works on after it.

create table aanlevering (
  oin text not null,
  id uuid not null,
  ingediend_door text not null,
  -- The sender's own name of the attempt (Idempotency-Key); several lists may have the same.
  naam text,
  vorm text not null check (vorm in ('csv', 'ndjson')),
  vrijgave text not null check (vrijgave in ('direct', 'handmatig')),
  toestand text not null check (toestand in ('bezig', 'ontvangen', 'afgebroken', 'ingetrokken')),
  begonnen_tijdstip timestamptz not null,
  laatste_tijdstip timestamptz not null,
  -- Of a list that is held back: until when it can be released, and when it was.
  vrijgave_tot timestamptz,
  vrijgegeven_tijdstip timestamptz,
  ingetrokken_tijdstip timestamptz,
  aanvaard integer not null default 0,
  herhaald integer not null default 0,
  geweigerd integer not null default 0,
  onjuist integer not null default 0,
  vervaldatum date not null,
  primary key (oin, id),
  constraint aanlevering_vrijgave check ((vrijgave = 'handmatig') = (vrijgave_tot is not null))
);
create index aanlevering_naam on aanlevering (oin, naam, id) where naam is not null;
create index aanlevering_vervalt on aanlevering (vervaldatum);

create table aanlevering_regel (
  oin text not null,
  aanlevering_id uuid not null,
  -- The number of its first line in the list.
  regel integer not null,
  uitkomst text not null check (uitkomst in ('aanvaard', 'herhaald', 'geweigerd', 'onjuist')),
  -- Of what was accepted now or before: which version of which signal; whichever municipality it was routed to.
  signaal_id uuid,
  versie integer,
  gemeentecode text,
  codes text[] not null,
  primary key (oin, aanlevering_id, regel),
  foreign key (oin, aanlevering_id) references aanlevering on delete cascade,
  constraint aanlevering_regel_signaal check (
    (uitkomst in ('aanvaard', 'herhaald')) = (signaal_id is not null and versie is not null and gemeentecode is not null))
);

-- What the withdrawal of a list found, counted as it went. `gezien`: its fields had gone to the municipality to offer help.
create table aanlevering_intrekking (
  oin text not null,
  aanlevering_id uuid not null,
  gemeentecode text not null,
  ingetrokken integer not null,
  gezien integer not null,
  primary key (oin, aanlevering_id, gemeentecode),
  foreign key (oin, aanlevering_id) references aanlevering on delete cascade
);

-- Until when a signal is held back from its municipality; null: it is not.
alter table signaal add column vastgehouden_tot timestamptz;
create index signaal_vastgehouden on signaal (gemeentecode, vastgehouden_tot) where vastgehouden_tot is not null;
grant select (vastgehouden_tot), update (vastgehouden_tot) on signaal to gw_aanlevering;

-- A municipality does not see what is held back, and nothing of it is compared with anything: whatever the code asks.
alter policy gemeente on signaal to gw_bewaring;
create policy gemeente_aflevering on signaal to gw_aflevering
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')) and vastgehouden_tot is null)
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
alter policy groeperen on signaal
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')) and vastgehouden_tot is null);
grant select (vastgehouden_tot) on signaal to gw_matching, gw_aflevering;

do $$
declare
  t text;
begin
  foreach t in array array['aanlevering', 'aanlevering_regel', 'aanlevering_intrekking'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy eigen on %I to gw_aanlevering
      using (oin = current_setting(''poort.oin'', true)) with check (oin = current_setting(''poort.oin'', true))', t);
    execute format('create policy opruimen on %I to gw_bewaring using (true)', t);
  end loop;
end $$;
grant select, insert, update (toestand, laatste_tijdstip, vrijgegeven_tijdstip, ingetrokken_tijdstip, aanvaard, herhaald,
  geweigerd, onjuist) on aanlevering to gw_aanlevering;
grant select, insert on aanlevering_regel to gw_aanlevering;
grant select, insert, update (ingetrokken, gezien) on aanlevering_intrekking to gw_aanlevering;
grant select (oin, id, vervaldatum), delete on aanlevering to gw_bewaring;
grant select (oin, aanlevering_id, regel), delete on aanlevering_regel to gw_bewaring;
