-- The items of a voucher in their plain form: each on one side of one account, all together on both sides alike.
-- Parameters: p_items raw JSON of the member items; p_minor_units of the company's currency.
-- Returns: p_lines a JSON array [{"account_id", "debit", "credit", "memo"}], amounts as texts in currency units, one of the two 0; p_total of the debits.
-- Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, UNKNOWN_ACCOUNT, AMOUNT_PRECISION, ENTRY_UNBALANCED.
CREATE PROCEDURE _read_voucher_items(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    OUT p_lines JSON,
    OUT p_total DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_items JSON;
    DECLARE v_lines, v_item LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_line_no, v_line_count INT DEFAULT 0;
    DECLARE v_account_id INT;
    DECLARE v_place VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_memo VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_debit, v_credit DECIMAL(19,4);
    DECLARE v_credits DECIMAL(19,4) DEFAULT 0;

    SET p_total = 0;
    CALL _read_items(p_items, 'NO_ITEMS.of_voucher', NULL, v_items, v_line_count);
    WHILE v_line_no < v_line_count DO
        SET v_item = JSON_EXTRACT(v_items, CONCAT('$[', v_line_no, ']'));
        SET v_line_no = v_line_no + 1;
        SET v_place = CONCAT('items[', v_line_no, ']');
        SET v_debit = COALESCE(_read_money(CONCAT(v_place, '.debit'), JSON_EXTRACT(v_item, '$.debit'), p_minor_units), 0);
        SET v_credit = COALESCE(_read_money(CONCAT(v_place, '.credit'), JSON_EXTRACT(v_item, '$.credit'), p_minor_units), 0);
        SET v_memo = _read_text(CONCAT(v_place, '.memo'), JSON_EXTRACT(v_item, '$.memo'), 255);
        IF (v_debit > 0) = (v_credit > 0) THEN
            CALL _raise('VALIDATION.one_side', v_line_no, v_debit, v_credit, NULL);
        END IF;
        CALL _find_account_of_voucher(v_place, v_item, v_account_id);
        SET p_total = p_total + v_debit;
        SET v_credits = v_credits + v_credit;
        SET v_lines = CONCAT(
            v_lines, ',{"account_id":', v_account_id, ',"debit":"', v_debit, '","credit":"', v_credit, '","memo":', _json_text(v_memo), '}');
    END WHILE;
    IF p_total <> v_credits THEN
        CALL _raise('ENTRY_UNBALANCED.of_voucher', _money(p_total, p_minor_units), _money(v_credits, p_minor_units), NULL, NULL);
    END IF;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']');
END
