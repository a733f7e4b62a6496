-- Whose money it is: the customer of the payment's target. An invoice's customer never changes, a work order's not while it has invoices.
-- Read by SELECT ... INTO: a subquery in SET would lock the row, before the customer that stands above it.
-- Parameters: the target, the others NULL; p_invoices_raw raw JSON of the listed invoices. Returns: p_customer_id; p_invoices the list. Errors: UNKNOWN_INVOICE, UNKNOWN_WORK_ORDER, TOO_MANY_ITEMS, VALIDATION.
CREATE PROCEDURE _find_payer(
    IN p_invoice_id BIGINT,
    IN p_invoices_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_work_order_id BIGINT,
    INOUT p_customer_id BIGINT,
    OUT p_invoices LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_invoice_id BIGINT DEFAULT p_invoice_id;
    SET p_invoices = _list(p_invoices_raw);
    IF _scalar(p_invoices_raw) IS NOT NULL THEN
        IF p_invoices IS NULL OR JSON_LENGTH(p_invoices) = 0 THEN
            CALL _raise('VALIDATION', 'invoices', _scalar(p_invoices_raw), NULL, NULL);
        END IF;
        IF JSON_LENGTH(p_invoices) > 1000 THEN
            CALL _raise('TOO_MANY_ITEMS', JSON_LENGTH(p_invoices), NULL, NULL, NULL);
        END IF;
        SET v_invoice_id = _required_id('invoices[1].invoice_id', JSON_EXTRACT(p_invoices, '$[0].invoice_id'));
    END IF;
    IF v_invoice_id IS NOT NULL THEN
        SELECT MAX(i.customer_id) INTO p_customer_id FROM invoices_out AS i WHERE i.id = v_invoice_id;
        IF p_customer_id IS NULL THEN
            CALL _raise('UNKNOWN_INVOICE', v_invoice_id, NULL, NULL, NULL);
        END IF;
    ELSEIF p_work_order_id IS NOT NULL THEN
        SELECT MAX(o.customer_id) INTO p_customer_id FROM work_orders AS o WHERE o.id = p_work_order_id;
        IF p_customer_id IS NULL THEN
            CALL _raise('UNKNOWN_WORK_ORDER', p_work_order_id, NULL, NULL, NULL);
        END IF;
    END IF;
END
