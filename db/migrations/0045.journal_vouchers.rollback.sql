-- Entries stay, and so the CHECK lets them be.
ALTER TABLE account_roles DROP COLUMN control;

DROP TABLE IF EXISTS journal_voucher_items;

DROP TABLE IF EXISTS journal_vouchers;
