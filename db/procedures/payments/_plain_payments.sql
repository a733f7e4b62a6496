-- Write the payments of a request anew in their plain form, checking each member: a row of method mixed becomes its parts, rows without
-- an amount are skipped.
-- Parameters: p_payments a JSON array, p_count of its elements; p_minor_units of the company. Returns: rows and sums as _read_payments gives them.
-- Errors: TOO_MANY_ITEMS (rows and parts together, whose sum must fit its column), INVALID_PAYMENT, INVALID_PAYMENT_METHOD, PAYMENTS_MISMATCH, AMOUNT_PRECISION, VALIDATION.
CREATE PROCEDURE _plain_payments(
    IN p_payments JSON,
    IN p_count INT,
    IN p_minor_units TINYINT,
    OUT p_rows JSON,
    OUT p_sum DECIMAL(19,4),
    OUT p_wallet_sum DECIMAL(19,4),
    OUT p_cash_sum DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_row, v_parts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_row_no, v_part_no INT DEFAULT 0;
    DECLARE v_place INT DEFAULT 0;
    DECLARE v_mixed_sum, v_sum_before DECIMAL(19,4);

    SET p_sum = 0;
    SET p_wallet_sum = 0;
    SET p_cash_sum = 0;
    WHILE v_row_no < p_count DO
        SET v_row = JSON_EXTRACT(p_payments, CONCAT('$[', v_row_no, ']'));
        SET v_row_no = v_row_no + 1;
        IF LEFT(v_row, 1) <> '{' THEN
            CALL _raise('INVALID_PAYMENT.list', v_row, NULL, NULL, NULL);
        END IF;

        IF LOWER(_scalar(JSON_EXTRACT(v_row, '$.method'))) COLLATE utf8mb4_bin = 'mixed' THEN
            SET v_parts = _list(JSON_EXTRACT(v_row, '$.parts'));
            IF COALESCE(JSON_LENGTH(v_parts), 0) = 0 THEN
                CALL _raise('INVALID_PAYMENT_METHOD', v_row_no, 'mixed', NULL, NULL);
            END IF;
            IF v_place + JSON_LENGTH(v_parts) + p_count - v_row_no > 1000 THEN
                CALL _raise('TOO_MANY_ITEMS', v_place + JSON_LENGTH(v_parts) + p_count - v_row_no, NULL, NULL, NULL);
            END IF;
            SET v_mixed_sum = _read_amount(CONCAT('payments[', v_row_no, '].amount'), JSON_EXTRACT(v_row, '$.amount'), p_minor_units);
            SET v_sum_before = p_sum;
            SET v_part_no = 0;
            WHILE v_part_no < JSON_LENGTH(v_parts) DO
                CALL _read_payment_row(
                    JSON_EXTRACT(v_parts, CONCAT('$[', v_part_no, ']')), CONCAT('payments[', v_row_no, '].parts[', v_part_no + 1, ']'), v_row_no,
                    JSON_EXTRACT(v_row, '$.notes'), p_minor_units, v_place, v_rows, p_sum, p_wallet_sum, p_cash_sum);
                SET v_part_no = v_part_no + 1;
            END WHILE;
            IF v_mixed_sum <> p_sum - v_sum_before THEN
                CALL _raise('PAYMENTS_MISMATCH', _money(p_sum - v_sum_before, p_minor_units), _money(v_mixed_sum, p_minor_units), NULL, NULL);
            END IF;
        ELSE
            CALL _read_payment_row(
                v_row, CONCAT('payments[', v_row_no, ']'), v_row_no, NULL, p_minor_units, v_place, v_rows, p_sum, p_wallet_sum, p_cash_sum);
        END IF;
    END WHILE;
    SET p_rows = CONCAT('[', SUBSTRING(v_rows, 2), ']');
END
