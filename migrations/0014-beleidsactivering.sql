-- Which set of policies is in force, for every process on this database: one row an activation, with the signatures of the persons who approved it
-- (docs/decisions/0026-two-persons.md). Rows are added and never changed; the highest number is in force. No person's data. Forward only.

create table beleidsactivering (
  nummer integer primary key check (nummer > 0),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  vorige text check (vorige ~ '^[0-9a-f]{64}$'),
  actief_tijdstip timestamptz not null,
  handtekeningen text[] not null,
  check ((nummer = 1) = (vorige is null))
);
alter table beleidsactivering enable row level security;
alter table beleidsactivering force row level security;
create policy lezen on beleidsactivering for select to gw_beheer using (true);
create policy toevoegen on beleidsactivering for insert to gw_beheer with check (true);
grant select, insert on beleidsactivering to gw_beheer;
