ALTER TABLE journal_entry_lines DROP COLUMN tax_id, DROP COLUMN tax_rate;

DROP TABLE IF EXISTS invoice_return_taxes;

ALTER TABLE invoice_return_items DROP COLUMN tax_amount, DROP COLUMN added_tax;

ALTER TABLE invoice_returns DROP COLUMN tax_amount, DROP COLUMN rounding_amount;

DROP TABLE IF EXISTS invoice_item_taxes;

ALTER TABLE invoice_out_items DROP COLUMN unit, DROP COLUMN unit_factor, DROP COLUMN unit_qty, DROP COLUMN unit_price, DROP COLUMN list_price,
    DROP COLUMN discount_percent, DROP COLUMN line_discount, DROP COLUMN price_includes_tax, DROP COLUMN tax_amount, DROP COLUMN added_tax;

ALTER TABLE invoices_out DROP COLUMN tax_rounding, DROP COLUMN tax_total, DROP COLUMN added_tax, DROP COLUMN smallest_coin,
    DROP COLUMN rounding_amount;

ALTER TABLE companies DROP COLUMN prices_include_tax, DROP COLUMN tax_rounding, DROP COLUMN smallest_coin;

DROP TABLE IF EXISTS product_units;

DROP TABLE IF EXISTS product_taxes;

DROP TABLE IF EXISTS taxes;
