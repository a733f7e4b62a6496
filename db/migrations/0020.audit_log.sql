-- What a document or a derived figure was before it was changed: posted rows never change, so this is where the old figures of an amended
-- line, or of a repaired total, can be read.
-- depends: 0019.stock_adjustments

CREATE TABLE IF NOT EXISTS audit_log (
    id INT NOT NULL AUTO_INCREMENT,
    happened_at DATETIME NOT NULL COMMENT 'UTC',
    user_id INT NOT NULL,
    action VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    document_table VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    document_id INT NOT NULL,
    values_before LONGTEXT DEFAULT NULL COMMENT 'JSON object of the columns that changed; NULL where there was no row',
    values_after LONGTEXT DEFAULT NULL COMMENT 'the same columns after it; NULL where there is no row',
    reason VARCHAR(255) DEFAULT NULL,
    request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
    PRIMARY KEY (id),
    KEY audit_log_of_document (document_table, document_id),
    CONSTRAINT audit_log_fk_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
