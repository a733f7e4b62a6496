ALTER TABLE audit_log DROP INDEX audit_log_chain, DROP COLUMN chain, DROP COLUMN seq, DROP COLUMN previous_hash;

DROP TABLE IF EXISTS audit_chains;
