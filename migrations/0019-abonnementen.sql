-- Webhooks (docs/decisions/0031-webhooks.md). The feeds are the outbox: a subscription remembers how far it is in each feed that it follows, so
-- a line of a feed and its nudge are one row, written in one transaction. Forward only; what ran before this migration works on after it.

do $$
begin
  create role gw_bezorging nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant gw_bezorging to gw_login;
grant usage on schema public to gw_bezorging;

-- Hosts (with a port other than 443) to which the operator lets the gateway call for a party; ended, never deleted.
create table bestemming (
  oin text not null references deelnemer,
  host text not null check (host = lower(host)),
  vanaf date not null,
  tot date,
  primary key (oin, host, vanaf)
);

create table abonnement (
  -- The responsible party, and the party that receives for it: itself, or one with a mandate of it.
  oin text not null references deelnemer,
  id uuid not null,
  ontvanger_oin text not null references deelnemer,
  bestemming text not null,
  -- Null: every kind of its feeds, later ones too.
  soorten text[],
  toestand text not null check (toestand in ('actief', 'gestoord', 'beeindigd')),
  aangemaakt_tijdstip timestamptz not null,
  idempotentiesleutel text,
  -- Since when nothing arrives, after how many attempts, and why.
  mislukt_sinds timestamptz,
  pogingen integer not null default 0,
  laatste_fout text,
  volgende_tijdstip timestamptz not null,
  -- Until when one process has it in hand; whoever died meanwhile holds nobody up for longer.
  bezet_tot timestamptz,
  primary key (oin, id)
);
create index abonnement_beurt on abonnement (volgende_tijdstip) where toestand <> 'beeindigd';
create unique index abonnement_sleutel on abonnement (oin, idempotentiesleutel);

-- How far a subscription is: the number of the last line of a feed that arrived. `sleutel` says whose feed it is: a municipality's code or an OIN.
create table abonnement_stand (
  oin text not null,
  abonnement_id uuid not null,
  stroom text not null,
  sleutel text not null,
  volgnummer bigint not null,
  primary key (oin, abonnement_id, stroom, sleutel),
  foreign key (oin, abonnement_id) references abonnement on delete cascade
);

do $$
declare
  t text;
begin
  foreach t in array array['bestemming', 'abonnement', 'abonnement_stand'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;

create policy beheer on bestemming to gw_beheer using (true) with check (true);
grant select, insert, update on bestemming to gw_beheer;

-- A party manages its own; where it begins in the feed of its municipality it reads off that feed's counter.
create policy eigen on bestemming for select to gw_deelnemer using (oin = current_setting('poort.oin', true));
create policy eigen on abonnement to gw_deelnemer
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
create policy eigen on abonnement_stand to gw_deelnemer
  using (oin = current_setting('poort.oin', true)) with check (oin = current_setting('poort.oin', true));
create policy gemeente on gemeente_gebeurtenis_kop for select to gw_deelnemer
  using (gemeentecode = any (string_to_array(current_setting('poort.gemeenten', true), ',')));
grant select on bestemming, gemeente_gebeurtenis_kop to gw_deelnemer;
grant select, insert, delete on abonnement to gw_deelnemer;
grant update (bestemming, soorten, toestand, idempotentiesleutel, mislukt_sinds, pogingen, laatste_fout, volgende_tijdstip, bezet_tot)
  on abonnement to gw_deelnemer;
grant select, insert on abonnement_stand to gw_deelnemer;

-- Who delivers works for every party: it sees who subscribed and how far each feed is, and no line of any.
create policy bezorgen on abonnement for select to gw_bezorging using (true);
create policy bijhouden on abonnement for update to gw_bezorging using (true) with check (true);
create policy bezorgen on abonnement_stand for select to gw_bezorging using (true);
create policy bijhouden on abonnement_stand for update to gw_bezorging using (true) with check (true);
create policy bezorgen on bestemming for select to gw_bezorging using (true);
create policy bezorgen on deelnemer for select to gw_bezorging using (true);
create policy bezorgen on mandaat for select to gw_bezorging using (true);
create policy bezorgen on gemeente_gebeurtenis_kop for select to gw_bezorging using (true);
grant select on abonnement, abonnement_stand, bestemming, gemeente_gebeurtenis_kop to gw_bezorging;
grant select (oin, gemeentecode, vanaf, tot) on deelnemer to gw_bezorging;
grant select (gemachtigde_oin, gever_oin, doel, vanaf, tot) on mandaat to gw_bezorging;
grant update (toestand, mislukt_sinds, pogingen, laatste_fout, volgende_tijdstip, bezet_tot) on abonnement to gw_bezorging;
grant update (volgnummer) on abonnement_stand to gw_bezorging;
create policy toevoegen_bezorging on gebeurtenis for insert to gw_bezorging with check (leaf_index is null);
create policy toevoegen_bezorging on gebeurtenis_detail for insert to gw_bezorging with check (true);
grant insert on gebeurtenis, gebeurtenis_detail to gw_bezorging;
