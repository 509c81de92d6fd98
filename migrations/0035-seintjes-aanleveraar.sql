-- Nudges of a VLP's feedback (docs/decisions/0031-webhooks.md): where a subscription begins in its own feed it reads off that feed's counter, and who
-- delivers sees how far each feed is, and no line of any. Forward only; what ran before this migration works on after it.

create policy lezen_eigen on terugkoppeling_kop for select to gw_deelnemer using (oin = current_setting('poort.oin', true));
create policy bezorgen on terugkoppeling_kop for select to gw_bezorging using (true);
grant select on terugkoppeling_kop to gw_deelnemer, gw_bezorging;
