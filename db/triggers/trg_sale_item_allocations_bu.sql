-- Rows of sale_item_allocations are insert-only: a correction is a new row.
CREATE TRIGGER trg_sale_item_allocations_bu BEFORE UPDATE ON sale_item_allocations FOR EACH ROW
CALL _raise('APPEND_ONLY', 'sale_item_allocations', NULL, NULL, NULL)
