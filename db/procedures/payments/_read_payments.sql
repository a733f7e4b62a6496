-- The payments of a request in their plain form: an array of objects with amount, method and, where given, notes, each of which a typed
-- column reads without loss. Nearly every request comes so and passes as it is; any other is written anew, or refused (_plain_payments).
-- Parameters: p_payments raw JSON of the member (an array, or a string that holds one); p_minor_units of the company.
-- Returns: p_rows in the request's order, NULL where the member is absent; sums of the amounts, of the wallet rows, and of the rows that may
-- give change, in currency units.
-- Errors: TOO_MANY_ITEMS, INVALID_PAYMENT, INVALID_PAYMENT_METHOD, PAYMENTS_MISMATCH, AMOUNT_PRECISION, VALIDATION.
CREATE PROCEDURE _read_payments(
    IN p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    OUT p_rows JSON,
    OUT p_sum DECIMAL(19,4),
    OUT p_wallet_sum DECIMAL(19,4),
    OUT p_cash_sum DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_count, v_plain_count INT;

    SET p_rows = IF(LEFT(p_payments, 1) = '[', p_payments, _list(p_payments));
    IF p_rows IS NULL THEN
        IF _scalar(p_payments) IS NOT NULL THEN
            CALL _raise('INVALID_PAYMENT.list', _scalar(p_payments), NULL, NULL, NULL);
        END IF;
        SET p_sum = 0, p_wallet_sum = 0, p_cash_sum = 0;
    ELSE
        SET v_count = JSON_LENGTH(p_rows);
        IF v_count > 1000 THEN
            CALL _raise('TOO_MANY_ITEMS', v_count, NULL, NULL, NULL);
        END IF;
        -- What is no scalar becomes -1, which no pattern takes, and true and false their words, which are no text; excess is the package's own member (_split_excess).
        SELECT
            COALESCE(SUM(
                j.amount REGEXP '^[0-9]{1,12}([.][0-9]{1,4})?\\z' AND CAST(j.amount AS DECIMAL(19,4)) > 0
                AND CAST(j.amount AS DECIMAL(19,4)) = ROUND(CAST(j.amount AS DECIMAL(19,4)), p_minor_units)
                AND m.code IS NOT NULL AND j.has_excess = 0
                AND (j.notes IS NULL OR (CHAR_LENGTH(TRIM(j.notes)) = CHAR_LENGTH(j.notes) AND CHAR_LENGTH(j.notes) <= 255 AND j.notes NOT IN ('-1', 'true', 'false')))), 0),
            COALESCE(SUM(CAST(j.amount AS DECIMAL(19,4))), 0),
            COALESCE(SUM(IF(m.excess_to = 'none', CAST(j.amount AS DECIMAL(19,4)), 0)), 0),
            COALESCE(SUM(IF(m.excess_to = 'change', CAST(j.amount AS DECIMAL(19,4)), 0)), 0)
        INTO v_plain_count, p_sum, p_wallet_sum, p_cash_sum
        FROM JSON_TABLE(p_rows, '$[*]' COLUMNS (
            amount VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.amount' DEFAULT '-1' ON ERROR,
            method VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin PATH '$.method' DEFAULT '-1' ON ERROR,
            notes VARCHAR(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.notes' DEFAULT '-1' ON ERROR,
            has_excess INT EXISTS PATH '$.excess'
        )) AS j
        LEFT JOIN payment_methods AS m FORCE INDEX (PRIMARY) ON m.code = j.method;
        IF v_plain_count < v_count THEN
            CALL _plain_payments(p_rows, v_count, p_minor_units, p_rows, p_sum, p_wallet_sum, p_cash_sum);
        END IF;
    END IF;
END
