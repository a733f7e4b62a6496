-- What came back of a line so far: it keeps its value, so it must still be part of the line, and on the terms that it was sold on.
-- Parameters: p_item_id, 0 for a new line; the quantity (of the product's own unit), price (of the unit as sold) and total that the line is to have;
-- p_other_terms whether it is to have another unit, discount or tax.
-- Returns: p_qty and p_value (without tax on top) that came back, p_tax of it, and p_share, the part of the discount that it carries. A line of
-- which nothing is kept carries what its value lacks to its total. Errors: RETURN_EXCEEDS_SOLD, VALIDATION.
CREATE PROCEDURE _settle_returns(
    IN p_item_id INT,
    IN p_new_qty DECIMAL(19,4),
    IN p_price DECIMAL(19,6),
    IN p_other_terms TINYINT,
    IN p_total DECIMAL(19,4),
    IN p_minor_units TINYINT,
    OUT p_qty DECIMAL(19,4),
    OUT p_value DECIMAL(19,4),
    OUT p_share DECIMAL(19,4),
    OUT p_tax DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_old_price DECIMAL(19,6);
    DECLARE v_old_qty, v_old_share, v_settled_qty, v_settled_share DECIMAL(19,4);
    -- one row in any case
    SELECT
        COALESCE(SUM(r.qty), 0), COALESCE(SUM(r.value - r.added_tax), 0), COALESCE(SUM(r.tax_amount), 0),
        MAX(COALESCE(l.unit_price, l.selling_price)), MAX(l.quantity), MAX(l.discount_share), MAX(l.settled_qty), MAX(l.settled_share)
    INTO p_qty, p_value, p_tax, v_old_price, v_old_qty, v_old_share, v_settled_qty, v_settled_share
    FROM invoice_out_items AS l
    LEFT JOIN invoice_return_items AS r FORCE INDEX (invoice_return_items_of_line) ON r.sale_item_id = l.id
    WHERE l.id = p_item_id;
    SET p_share = 0;
    IF p_qty > 0 THEN
        IF p_new_qty < p_qty THEN
            CALL _raise('RETURN_EXCEEDS_SOLD.amended', p_item_id, p_qty, p_new_qty, NULL);
        END IF;
        IF p_other_terms THEN
            CALL _raise('VALIDATION.returned_terms', p_item_id, NULL, NULL, NULL);
        END IF;
        IF p_price <> v_old_price THEN
            CALL _raise('VALIDATION.returned_price', p_item_id, v_old_price, p_price, NULL);
        END IF;
        -- by rounding alone
        IF p_value > p_total THEN
            CALL _raise('RETURN_EXCEEDS_SOLD.value', p_item_id, _money(p_value, p_minor_units), _money(p_total, p_minor_units), NULL);
        END IF;
        SET p_share = v_settled_share;
        IF p_qty > v_settled_qty THEN
            SET p_share = p_share + _ratio(v_old_share - v_settled_share, p_qty - v_settled_qty, v_old_qty - v_settled_qty, p_minor_units);
        END IF;
        SET p_share = IF(p_new_qty = p_qty, p_total - p_value, LEAST(p_share, p_total - p_value));
    END IF;
END
