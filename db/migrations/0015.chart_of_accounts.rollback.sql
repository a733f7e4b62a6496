ALTER TABLE companies DROP COLUMN books_closed_to;

DROP TABLE IF EXISTS account_roles;

DROP TABLE IF EXISTS accounts;
