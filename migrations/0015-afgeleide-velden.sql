-- What is derived of a signal's lawful fields and readable before anyone opens it: classes, a district, a flag, and the type as it shows
-- (docs/decisions/0027-derived-fields.md). On the coded row, ended with it. The municipality reads them; the VLP that sent the signal does not read
-- them back. A later migration that adds a column to `signaal` grants it to gw_aanlevering by name. Forward only.

alter table signaal
  add column soort text,
  add column crisis boolean,
  -- Bounds, the upper one exclusive and open at the top: `7500-10000` cents, `60-100` days.
  add column bedragklasse text constraint signaal_bedragklasse check (bedragklasse ~ '^[0-9]+-[0-9]*$'),
  add column leeftijdsklasse text constraint signaal_leeftijdsklasse check (leeftijdsklasse ~ '^[0-9]+-[0-9]*$'),
  add column wijkcode text;

-- A class of one person must not end in the planner's statistics (docs/decisions/0004-postgresql-settings.md).
alter table signaal alter column bedragklasse set statistics 0;
alter table signaal alter column leeftijdsklasse set statistics 0;
alter table signaal alter column wijkcode set statistics 0;

revoke select on signaal from gw_aanlevering;
do $$
declare
  kolommen text;
begin
  select string_agg(quote_ident(attname), ', ' order by attnum) into kolommen from pg_attribute
    where attrelid = 'signaal'::regclass and attnum > 0 and not attisdropped
      and attname not in ('soort', 'crisis', 'bedragklasse', 'leeftijdsklasse', 'wijkcode');
  execute format('grant select (%s) on signaal to gw_aanlevering', kolommen);
end $$;

-- What must go at once goes also where the row stays: an objection after collection.
grant update (soort, crisis, bedragklasse, leeftijdsklasse, wijkcode) on signaal to gw_aanlevering;
