-- The invoice's own figures after an amendment, and the old ones in the audit trail.
-- Parameters: p_total before the discount and p_discount, p_tax_total, p_added_tax and p_rounding, p_paid and p_open, in currency units; p_settled_value
-- and p_settled_rounding of _round_amended_invoice; p_cost_change; p_notes as they are to be; the
-- rest as in _audit.
CREATE PROCEDURE _write_amended_invoice(
    IN p_invoice_id INT,
    IN p_total DECIMAL(19,4),
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_discount_value DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    IN p_tax_total DECIMAL(19,4),
    IN p_added_tax DECIMAL(19,4),
    IN p_rounding DECIMAL(19,4),
    IN p_settled_value DECIMAL(19,4),
    IN p_settled_rounding DECIMAL(19,4),
    IN p_cost_change DECIMAL(19,4),
    IN p_paid DECIMAL(19,4),
    IN p_open DECIMAL(19,4),
    IN p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_before, v_after LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_written INT;
    CALL _invoice_figures(p_invoice_id, p_minor_units, v_before);
    UPDATE invoices_out SET
        total_before_discount = p_total, discount_type = p_discount_type, discount_value = p_discount_value, discount_amount = p_discount,
        total_after_discount = p_total - p_discount, tax_total = p_tax_total, added_tax = p_added_tax, rounding_amount = p_rounding,
        settled_value = p_settled_value, settled_rounding = p_settled_rounding, total_cost = total_cost + p_cost_change,
        profit_amount = p_total - p_discount - p_tax_total - p_rounding - total_cost, paid_amount = p_paid, remaining_amount = p_open, notes = p_notes,
        delivered = CASE WHEN p_open = 0 THEN 'yes' WHEN p_paid > 0 THEN 'partial' ELSE 'no' END, updated_by = p_user_id
    WHERE id = p_invoice_id;
    -- a row that has all of it already counts as not changed: so it is looked at
    SELECT COUNT(*) INTO v_written FROM invoices_out AS i
    WHERE i.id = p_invoice_id AND i.total_before_discount = p_total AND i.discount_amount = p_discount AND i.paid_amount = p_paid
        AND i.remaining_amount = p_open AND i.profit_amount = p_total - p_discount - p_tax_total - p_rounding - i.total_cost AND i.updated_by = p_user_id;
    CALL _invoice_figures(p_invoice_id, p_minor_units, v_after);
    IF v_written <> 1 OR (p_cost_change <> 0 AND v_before = v_after) THEN
        CALL _raise_interrupted();
    END IF;
    IF NOT v_before <=> v_after COLLATE utf8mb4_bin THEN
        CALL _audit('amend', 'invoices_out', p_invoice_id, v_before, v_after, p_reason, p_user_id, p_request_id, p_now);
    END IF;
END
