-- Questions of a municipality to the VLP of a signal that it chose and collected (docs/decisions/0039-navragen.md): closed codes, one open at a time of a
-- kind, an answer that is sealed like a field. They end with their signal. Forward only; what ran before this migration works on after it.

create table navraag (
  gemeentecode text not null,
  id uuid not null,
  signaal_id uuid not null,
  -- Of the signal when it was asked: the place that the answer is sealed for.
  versie integer not null,
  oin text not null,
  soort text not null check (soort in ('actueel-bedrag', 'telefoonnummer', 'betalingsregeling')),
  gesteld_door text not null check (gesteld_door <> 'systeem'),
  gesteld_tijdstip timestamptz not null,
  idempotentiesleutel text,
  -- The last day on which it can be answered.
  uiterlijk date not null,
  toestand text not null default 'open' check (toestand in ('open', 'beantwoord', 'geen-antwoord')),
  afgerond_tijdstip timestamptz check ((afgerond_tijdstip is null) = (toestand = 'open')),
  primary key (gemeentecode, id),
  foreign key (gemeentecode, signaal_id) references signaal on delete cascade
);
create unique index navraag_een_tegelijk on navraag (gemeentecode, signaal_id, soort) where toestand = 'open';
create index navraag_vlp on navraag (oin, id);
create index navraag_open on navraag (gemeentecode, uiterlijk) where toestand = 'open';

create function navraag_vooruit() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.toestand <> 'open' then raise exception 'a question that ended stays ended'; end if;
  return new;
end $$;
create trigger navraag_vooruit before update on navraag for each row execute function navraag_vooruit();

alter table navraag enable row level security;
alter table navraag force row level security;
create policy gemeente on navraag to gw_aflevering, gw_bewaring
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')))
  with check (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
create policy eigen on navraag to gw_aanlevering
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
grant select, insert on navraag to gw_aflevering;
-- A VLP does not read who asked.
grant select (gemeentecode, id, signaal_id, versie, oin, soort, gesteld_tijdstip, uiterlijk, toestand, afgerond_tijdstip),
  update (toestand, afgerond_tijdstip) on navraag to gw_aanlevering;
grant select (gemeentecode, id, signaal_id, versie, soort, uiterlijk, toestand), update (toestand, afgerond_tijdstip) on navraag to gw_bewaring;
-- An answer joins the sealed fields of its signal that end on the same day.
grant update (velden, doelen, waarden, dozen, sleutels, oorspronkelijk) on verzegeld to gw_aanlevering;

alter table gemeente_gebeurtenis drop constraint gemeente_gebeurtenis_soort_check;
alter table gemeente_gebeurtenis add constraint gemeente_gebeurtenis_soort_check check (soort ~ '^[a-z-]{1,40}$');
