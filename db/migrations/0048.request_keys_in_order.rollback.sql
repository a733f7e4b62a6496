ALTER TABLE request_keys DROP PRIMARY KEY, DROP COLUMN id, DROP INDEX request_keys_by_request, ADD PRIMARY KEY (request_id);
