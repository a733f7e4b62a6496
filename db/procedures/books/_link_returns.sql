-- Let the entries of an invoice's returns name the entries of its sale, where they name none: a reversal takes them along.
-- Parameters: p_invoice_id, its customer locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _link_returns(
    IN p_invoice_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_entry_id, v_sale_entry_id INT;
    DECLARE c_entries CURSOR FOR
        SELECT e.id, s.id
        FROM invoice_returns AS r FORCE INDEX (invoice_returns_of_invoice)
        STRAIGHT_JOIN journal_entries AS e FORCE INDEX (journal_entries_once) ON e.reference_type = 'invoice_returns' AND e.reference_id = r.id
        STRAIGHT_JOIN journal_entries AS s FORCE INDEX (journal_entries_once)
            ON s.reference_type = 'invoices_out' AND s.reference_id = r.invoice_id AND s.entry_type = IF(e.entry_type = 'return', 'invoice', 'invoice_cogs')
        WHERE r.invoice_id = p_invoice_id AND e.adjusts_id IS NULL AND e.entry_type IN ('return', 'invoice_cogs_reversal')
        ORDER BY e.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_entries;
    each_entry: LOOP
        FETCH c_entries INTO v_entry_id, v_sale_entry_id;
        IF v_done THEN
            LEAVE each_entry;
        END IF;
        UPDATE journal_entries SET adjusts_id = v_sale_entry_id WHERE id = v_entry_id;
        CALL _note_repair(
            'return_adjusts_the_sale', 'journal_entries', v_entry_id, 'adjusts_id', NULL, v_sale_entry_id, p_user_id, p_request_id, p_now, p_changes);
    END LOOP;
    CLOSE c_entries;
END
