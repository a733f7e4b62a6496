-- The audit trail in chains: each row carries the hash of the one before it, each chain keeps the hash of its last row. There are more chains than
-- clients, so that nobody waits for one. The rows that are there become the first chain's, in the order of their ids.
-- depends: 0035.debit_notes

CREATE TABLE IF NOT EXISTS audit_chains (
    chain SMALLINT UNSIGNED NOT NULL,
    last_seq INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'rows in it',
    last_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'SHA-256 of its last row',
    PRIMARY KEY (chain)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT IGNORE INTO audit_chains (chain)
WITH digits AS (
    SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL
    SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11 UNION ALL
    SELECT 12 UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15
)
SELECT 1 + a.d * 16 + b.d FROM digits AS a CROSS JOIN digits AS b;

ALTER TABLE audit_log
    ADD COLUMN chain SMALLINT UNSIGNED NOT NULL DEFAULT 0 AFTER id,
    ADD COLUMN seq INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'place in its chain, from 1' AFTER chain,
    ADD COLUMN previous_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'SHA-256 of the row before it; the first has none' AFTER seq;

-- It forbids any change of a row; the deployment after this step makes it again.
DROP TRIGGER IF EXISTS trg_audit_log_bu;

SET @daftar_seq = 0, @daftar_hash = '';

-- Row by row by id: the assignments of a row are made from left to right, and chain comes last, as what gives the hash to the next row.
UPDATE audit_log SET
    seq = (@daftar_seq := @daftar_seq + 1),
    previous_hash = @daftar_hash,
    chain = IF(
        (@daftar_hash := SHA2(CONCAT_WS(
            ' ', id, 1, seq, user_id, document_id, happened_at, previous_hash, LENGTH(action), LENGTH(document_table), COALESCE(LENGTH(request_id), -1),
            COALESCE(LENGTH(reason), -1), COALESCE(LENGTH(values_before), -1), COALESCE(LENGTH(values_after), -1),
            action, document_table, request_id, reason, values_before, values_after), 256)) IS NULL,
        0, 1)
ORDER BY id;

UPDATE audit_chains SET last_seq = @daftar_seq, last_hash = @daftar_hash WHERE chain = 1;

ALTER TABLE audit_log
    ALTER COLUMN chain DROP DEFAULT,
    ALTER COLUMN seq DROP DEFAULT,
    ALTER COLUMN previous_hash DROP DEFAULT,
    ADD UNIQUE KEY audit_log_chain (chain, seq);
