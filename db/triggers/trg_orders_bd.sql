-- An order is never deleted: its invoices, which no foreign key holds, name it.
CREATE TRIGGER trg_orders_bd BEFORE DELETE ON orders FOR EACH ROW
CALL _raise('APPEND_ONLY', 'orders', NULL, NULL, NULL)
