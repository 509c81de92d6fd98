-- Indexes by which no row is looked up by its key (docs/decisions/0048-plans-before-statistics.md). Forward only; what ran before this
-- migration works on after it.

-- While a table has no statistics yet, any index that begins with the municipality seems as good to the planner as the key, and the checks of
-- foreign keys keep such a plan: then every row of a list reads all of its municipality. An index with a condition serves only who asks for
-- what it is for; a comparison with the column implies that it is there.
drop index signaal_melding;
create index signaal_melding on signaal (gemeentecode, melding_id) where melding_id is not null;
drop index signaal_vervalt;
create index signaal_vervalt on signaal (gemeentecode, vervaldatum) where vervaldatum is not null;
drop index melding_toestand;
create index melding_toestand on melding (gemeentecode, toestand, id) where toestand is not null;
drop index matchindex_signaal;
create index matchindex_signaal on matchindex (gemeentecode, signaal_id) where signaal_id is not null;

-- Ciphertext does not get smaller: it is not tried.
alter table verzegeld alter column waarden set storage external;
alter table verzegeld alter column dozen set storage external;
