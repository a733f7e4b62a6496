-- Let the entries of what went back of a purchase name the purchase's entry, where they name none, or one that is lost: a reversal takes them along.
-- Parameters: p_purchase_id, its supplier locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _link_purchase_returns(
    IN p_purchase_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_entry_id, v_lost_id, v_bought_entry_id INT;
    DECLARE c_entries CURSOR FOR
        SELECT e.id, e.adjusts_id, u.id
        FROM purchase_returns AS r FORCE INDEX (purchase_returns_of_purchase)
        STRAIGHT_JOIN journal_entries AS e FORCE INDEX (journal_entries_once) ON e.reference_type = 'purchase_returns' AND e.reference_id = r.id
        STRAIGHT_JOIN journal_entries AS u FORCE INDEX (journal_entries_once)
            ON u.reference_type = 'purchases' AND u.reference_id = r.purchase_id AND u.entry_type = 'purchase'
        LEFT JOIN journal_entries AS a FORCE INDEX (PRIMARY) ON a.id = e.adjusts_id
        WHERE r.purchase_id = p_purchase_id AND a.id IS NULL
        ORDER BY e.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_entries;
    each_entry: LOOP
        FETCH c_entries INTO v_entry_id, v_lost_id, v_bought_entry_id;
        IF v_done THEN
            LEAVE each_entry;
        END IF;
        UPDATE journal_entries SET adjusts_id = v_bought_entry_id WHERE id = v_entry_id;
        CALL _note_repair(
            IF(v_lost_id IS NULL, 'purchase_return_stands_in_the_journal', 'undone_entry_is_there'), 'journal_entries', v_entry_id, 'adjusts_id', v_lost_id,
            v_bought_entry_id, p_user_id, p_request_id, p_now, p_changes);
    END LOOP;
    CLOSE c_entries;
END
