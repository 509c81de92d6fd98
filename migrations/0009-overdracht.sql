-- Handover: the old body's opener adds boxes for the key of its successor; delivery hangs them under the same retention key.

grant update (dozen, sleutels) on verzegeld to gw_aflevering;
