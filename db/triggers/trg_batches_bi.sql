-- The shop's own pages insert batches with the old columns only: such a batch gets its value here.
CREATE TRIGGER trg_batches_bi BEFORE INSERT ON batches FOR EACH ROW
BEGIN
    DECLARE v_minor_units TINYINT;
    IF NEW.stock_value IS NULL THEN
        SELECT m.minor_units INTO v_minor_units
        FROM products AS p STRAIGHT_JOIN companies AS c ON c.id = p.company_id STRAIGHT_JOIN currencies AS m ON m.code = c.currency
        WHERE p.id = NEW.product_id;
        SET NEW.stock_value = ROUND(NEW.remaining * NEW.unit_cost, COALESCE(v_minor_units, 2));
        SET NEW.original_value = ROUND(NEW.original_qty * NEW.unit_cost, COALESCE(v_minor_units, 2));
    END IF;
END
