-- Answers are kept in the order in which they were given: with the request's random id as primary key each call put its answer, a third of an invoice's bytes, between
-- others, and so read, split and wrote a page that no other call needed, once the table was larger than the memory.
-- depends: 0047.opening_balances

ALTER TABLE request_keys
    ADD COLUMN id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT FIRST, DROP PRIMARY KEY, ADD PRIMARY KEY (id), ADD UNIQUE KEY request_keys_by_request (request_id);
