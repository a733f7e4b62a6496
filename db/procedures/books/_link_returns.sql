-- Let the entries of an invoice's returns and amendments name the entries of its sale, where they name none, or one that is lost: a reversal takes them along.
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
    DECLARE v_entry_id, v_lost_id, v_sale_entry_id INT;
    DECLARE c_entries CURSOR FOR
        SELECT e.id, e.adjusts_id, s.id
        FROM (
            SELECT CONVERT('invoice_returns' USING ascii) AS reference_type, r.id AS reference_id
            FROM invoice_returns AS r FORCE INDEX (invoice_returns_of_invoice) WHERE r.invoice_id = p_invoice_id
            UNION ALL
            SELECT CONVERT('invoice_amendments' USING ascii), m.id
            FROM invoice_amendments AS m FORCE INDEX (invoice_amendments_of_invoice) WHERE m.invoice_id = p_invoice_id
        ) AS d
        STRAIGHT_JOIN journal_entries AS e FORCE INDEX (journal_entries_once) ON e.reference_type = d.reference_type AND e.reference_id = d.reference_id
        STRAIGHT_JOIN journal_entries AS s FORCE INDEX (journal_entries_once)
            ON s.reference_type = 'invoices_out' AND s.reference_id = p_invoice_id
            AND s.entry_type = IF(e.entry_type IN ('return', 'invoice'), 'invoice', 'invoice_cogs')
        LEFT JOIN journal_entries AS a FORCE INDEX (PRIMARY) ON a.id = e.adjusts_id
        WHERE a.id IS NULL AND e.entry_type IN ('return', 'invoice', 'invoice_cogs_reversal', 'invoice_cogs_adjustment')
        ORDER BY e.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_entries;
    each_entry: LOOP
        FETCH c_entries INTO v_entry_id, v_lost_id, v_sale_entry_id;
        IF v_done THEN
            LEAVE each_entry;
        END IF;
        UPDATE journal_entries SET adjusts_id = v_sale_entry_id WHERE id = v_entry_id;
        CALL _note_repair(
            IF(v_lost_id IS NULL, 'return_adjusts_the_sale', 'undone_entry_is_there'), 'journal_entries', v_entry_id, 'adjusts_id', v_lost_id, v_sale_entry_id,
            p_user_id, p_request_id, p_now, p_changes);
    END LOOP;
    CLOSE c_entries;
END
