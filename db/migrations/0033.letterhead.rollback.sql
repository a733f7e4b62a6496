ALTER TABLE companies DROP COLUMN address, DROP COLUMN phone, DROP COLUMN tax_number;
