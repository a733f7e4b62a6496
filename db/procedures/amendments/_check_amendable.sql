-- Only what stands in the journal can be adjusted: an invoice that is older than the books, as every adopted one, has no entry, and its lines may
-- name no batches. (A sale for nothing has no entry either.)
-- And one in another currency is not amended: its lines would need their prices in both.
-- Errors: INVOICE_NOT_AMENDABLE, OTHER_CURRENCY.
CREATE PROCEDURE _check_amendable(IN p_invoice_id INT)
READS SQL DATA
BEGIN
    DECLARE v_entry_id, v_opened_after INT;
    CALL _refuse_invoice_in_currency(p_invoice_id, 'OTHER_CURRENCY.amendment');
    CALL _find_entry('invoice', 'invoices_out', p_invoice_id, v_entry_id);
    IF v_entry_id IS NULL THEN
        SELECT MAX(CAST(s.value AS SIGNED)) INTO v_opened_after FROM settings AS s WHERE s.name = 'books_opened_after.invoices_out';
        IF p_invoice_id <= v_opened_after THEN
            CALL _raise('INVOICE_NOT_AMENDABLE', p_invoice_id, NULL, NULL, NULL);
        END IF;
    END IF;
END
