-- The calls that a user is limited to, by the names of their procedures. Who has no row here may make every call.
-- depends: 0048.request_keys_in_order

CREATE TABLE IF NOT EXISTS user_permissions (
    user_id INT NOT NULL,
    procedure_name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (user_id, procedure_name),
    CONSTRAINT user_permissions_fk_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
