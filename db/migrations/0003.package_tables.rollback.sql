-- Children first.
DROP TABLE IF EXISTS deployed_objects;
DROP TABLE IF EXISTS adoption_findings;
DROP TABLE IF EXISTS product_barcodes;
DROP TABLE IF EXISTS payment_methods;
DROP TABLE IF EXISTS error_catalogue;
DROP TABLE IF EXISTS request_keys;
DROP TABLE IF EXISTS lock_buckets;
DROP TABLE IF EXISTS number_series_days;
DROP TABLE IF EXISTS number_series;
DROP TABLE IF EXISTS zone_offsets;
DROP TABLE IF EXISTS settings;
DROP TABLE IF EXISTS branches;
DROP TABLE IF EXISTS companies;
DROP TABLE IF EXISTS currencies;
