-- Bodies that act for a college, in which capacity and by which decision; and signals that a municipality's own threshold closes at once.

-- Who was registered before worked as a processor (a supplier for its VLP): that needs an agreement, not a decision.
alter table mandaat
  add column hoedanigheid text not null default 'verwerker'
    constraint mandaat_hoedanigheid check (hoedanigheid in ('gedelegeerd', 'mandaat', 'verwerker')),
  add column besluit text,
  add constraint mandaat_besluit check (hoedanigheid = 'verwerker' or besluit is not null);

-- Whoever seals, discloses or routes asks which body acts for a municipality that day; mandates between others stay out of sight.
create policy lezen_van_college on mandaat for select to gw_aanlevering, gw_aflevering
  using (exists (select from deelnemer d where d.oin = mandaat.gever_oin and d.gemeentecode is not null));
grant select on mandaat to gw_aanlevering, gw_aflevering;
create index deelnemer_gemeente on deelnemer (gemeentecode) where gemeentecode is not null;

-- Why a municipality has nothing to do with a signal; null while it has. Its work list leaves these out.
alter table signaal
  add column gesloten text constraint signaal_gesloten check (gesloten in ('onder-gemeentelijke-drempel'));
drop index signaal_open;
create index signaal_open on signaal (gemeentecode, id) where ontvangen_tijdstip is null and gesloten is null;
