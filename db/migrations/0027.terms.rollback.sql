ALTER TABLE customers DROP FOREIGN KEY customers_fk_price_list, DROP FOREIGN KEY customers_fk_group, DROP CONSTRAINT customers_credit_limit;

ALTER TABLE customers DROP INDEX customers_of_price_list, DROP INDEX customers_of_group;

ALTER TABLE customers DROP COLUMN credit_limit, DROP COLUMN price_list_id, DROP COLUMN group_id;

DROP TABLE IF EXISTS customer_groups;

DROP TABLE IF EXISTS price_list_prices;

DROP TABLE IF EXISTS price_lists;
