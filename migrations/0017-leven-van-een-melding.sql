-- The life of a melding (docs/decisions/0033-life-of-a-melding.md): how it stands, who chose it and when. What is withdrawn is not a state: it follows
-- from its signals. Forward only; what ran before this migration works on after it.

alter table melding
  add column toestand text not null default 'werkvoorraad'
    constraint melding_toestand check (toestand in ('werkvoorraad', 'geselecteerd', 'opgepakt', 'afgesloten', 'uitgevallen', 'retour')),
  -- Counts the changes that a municipality made: what If-Match compares.
  add column versie integer not null default 1,
  -- First shown in the work list; chosen; first collected; ended.
  add column beschikbaar_tijdstip timestamptz,
  add column geselecteerd_tijdstip timestamptz,
  add column opgepakt_tijdstip timestamptz,
  add column afgesloten_tijdstip timestamptz,
  -- How it was chosen: by which decision, and for a visit or only a letter.
  add column selectie_id uuid,
  add column aanbod text constraint melding_aanbod check (aanbod in ('volledig', 'licht')),
  -- How often it was not chosen: it rises each time.
  add column uitgesteld integer not null default 0,
  -- The group of its end result: all that the gateway reads of it.
  add column uitkomstgroep text;

-- What came in before there were meldingen is a melding of its own; what was collected before there were selections counts as taken up.
alter table signaal no force row level security;
alter table melding no force row level security;
insert into melding (gemeentecode, id, maand)
  select gemeentecode, id, to_char(aangeleverd_tijdstip at time zone 'Europe/Amsterdam', 'YYYY-MM') from signaal s
  where melding_id is null and gesloten is null
    and not exists (select from matchwacht w where w.gemeentecode = s.gemeentecode and w.signaal_id = s.id)
  on conflict do nothing;
update signaal s set melding_id = s.id from melding m
  where m.gemeentecode = s.gemeentecode and m.id = s.id and s.melding_id is null and s.gesloten is null;
update melding m set toestand = 'opgepakt', geselecteerd_tijdstip = s.tijdstip, opgepakt_tijdstip = s.tijdstip, aanbod = 'volledig'
  from (select gemeentecode, melding_id, min(verstrekt_tijdstip) as tijdstip from signaal
    where verstrekt_tijdstip is not null and melding_id is not null group by 1, 2) s
  where s.gemeentecode = m.gemeentecode and s.melding_id = m.id;
alter table signaal force row level security;
alter table melding force row level security;

create index melding_toestand on melding (gemeentecode, toestand, id);
