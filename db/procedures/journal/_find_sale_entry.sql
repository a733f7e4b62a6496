-- The entry that what undoes or adjusts a sale goes back to: the sale's own or, where it was for nothing or took no goods, the first of its
-- amendments'. None where the invoice is older than the books.
-- Parameters: p_type invoice|invoice_cogs. Returns: p_entry_id, or NULL.
CREATE PROCEDURE _find_sale_entry(
    IN p_type VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_invoice_id INT,
    OUT p_entry_id INT
)
READS SQL DATA
BEGIN
    CALL _find_entry(p_type, 'invoices_out', p_invoice_id, p_entry_id);
    IF p_entry_id IS NULL THEN
        SELECT MIN(e.id) INTO p_entry_id
        FROM invoice_amendments AS a FORCE INDEX (invoice_amendments_of_invoice)
        STRAIGHT_JOIN journal_entries AS e FORCE INDEX (journal_entries_once)
            ON e.reference_type = 'invoice_amendments' AND e.reference_id = a.id
            AND e.entry_type = IF(p_type = 'invoice_cogs', 'invoice_cogs_adjustment', p_type)
        WHERE a.invoice_id = p_invoice_id;
    END IF;
END
