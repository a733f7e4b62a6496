-- One journal voucher with its items and its entries, in one state: all parts come out of one statement. Its plan is written down: without statistics
-- MySQL would hash whole tables.
--
-- Parameters: p_voucher_id the id, as a number.
-- Errors: VALIDATION, UNKNOWN_VOUCHER. Locks: none; opens no transaction.
-- Returns: one row, one column response: the header's members, items [{line_no, account_id, account, name_ar, name_en, debit, credit, memo}], journal.
-- Example: CALL sp_get_voucher(3);
CREATE PROCEDURE sp_get_voucher(IN p_voucher_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_voucher_id BIGINT DEFAULT _required_id('voucher_id', JSON_QUOTE(p_voucher_id));
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_part VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_piece_id INT;
    DECLARE v_json, v_header LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_items, v_journal LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_pieces CURSOR FOR
        SELECT 'header' AS part, 0 AS piece_id, CONCAT(
            '"voucher_id":', v.id, ',"company_id":', v.company_id, ',"branch_id":', v.branch_id,
            ',"cost_center_id":', COALESCE(v.cost_center_id, 'null'), ',"date":"', v.entry_date, '","description":', JSON_QUOTE(v.description),
            ',"reference_no":', _json_text(v.reference_no), ',"total":', _money((
                SELECT SUM(t.debit) FROM journal_voucher_items AS t FORCE INDEX (PRIMARY) WHERE t.voucher_id = v.id), m.minor_units),
            ',"reversed_on":', COALESCE(CONCAT('"', v.reversed_on, '"'), 'null'), ',"reversed_by":', COALESCE(v.reversed_by, 'null'),
            ',"reverse_reason":', _json_text(v.reverse_reason), ',"created_by":', v.created_by,
            ',"created_at":', _json_text(_from_timestamp(v.created_at))) AS json
        FROM journal_vouchers AS v FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = v.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE v.id = v_voucher_id
        UNION ALL
        SELECT 'item', i.line_no, CONCAT(
            '{"line_no":', i.line_no, ',"account_id":', i.account_id, ',"account":', _json_text(a.code), ',"name_ar":', _json_text(a.name_ar),
            ',"name_en":', _json_text(a.name_en), ',"debit":', _money(i.debit, m.minor_units), ',"credit":', _money(i.credit, m.minor_units),
            ',"memo":', _json_text(i.memo), '}')
        FROM journal_voucher_items AS i FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN accounts AS a FORCE INDEX (PRIMARY) ON a.id = i.account_id
        STRAIGHT_JOIN journal_vouchers AS v FORCE INDEX (PRIMARY) ON v.id = i.voucher_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = v.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE i.voucher_id = v_voucher_id
        UNION ALL
        SELECT 'entry', e.id, CONCAT(
            '{"entry_id":', e.id, ',"entry_no":', _json_text(e.entry_no), ',"entry_type":', _json_text(e.entry_type),
            ',"entry_date":"', e.entry_date, '","reverses_id":', COALESCE(e.reverses_id, 'null'), '}')
        FROM journal_entries AS e FORCE INDEX (journal_entries_once)
        WHERE e.reference_type = 'journal_vouchers' AND e.reference_id = v_voucher_id
        ORDER BY part, piece_id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_pieces;
    each_piece: LOOP
        FETCH c_pieces INTO v_part, v_piece_id, v_json;
        IF v_done THEN
            LEAVE each_piece;
        END IF;
        CASE v_part
            WHEN 'header' THEN SET v_header = v_json;
            WHEN 'item' THEN SET v_items = CONCAT(v_items, ',', v_json);
            ELSE SET v_journal = CONCAT(v_journal, ',', v_json);
        END CASE;
    END LOOP;
    CLOSE c_pieces;
    IF v_header IS NULL THEN
        CALL _raise('UNKNOWN_VOUCHER', v_voucher_id, NULL, NULL, NULL);
    END IF;

    SELECT CONCAT(
        '{"ok":true,', v_header, ',"items":[', SUBSTRING(v_items, 2), '],"journal":[', SUBSTRING(v_journal, 2), ']}') AS response;
END
