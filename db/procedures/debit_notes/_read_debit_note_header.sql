-- The members of a debit note beside its items, without a look at any table.
-- Parameters: p_request as of sp_save_debit_note. Returns: them, NULL where they are absent. Errors: VALIDATION.
CREATE PROCEDURE _read_debit_note_header(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_customer_id BIGINT,
    OUT p_invoice_id BIGINT,
    OUT p_debit_note_date DATE,
    OUT p_reference_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_reference_no VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_adopted TINYINT
)
READS SQL DATA
BEGIN
    IF _scalar(JSON_EXTRACT(p_request, '$.source_debit_note_id')) IS NOT NULL THEN
        CALL _raise('VALIDATION.note_of_a_note', _scalar(JSON_EXTRACT(p_request, '$.source_debit_note_id')), NULL, NULL, NULL);
    END IF;
    SET p_customer_id = _required_id('customer_id', JSON_EXTRACT(p_request, '$.customer_id'));
    SET p_invoice_id = _read_id('source_invoice_id', JSON_EXTRACT(p_request, '$.source_invoice_id'));
    SET p_debit_note_date = _read_date('debit_note_date', JSON_EXTRACT(p_request, '$.debit_note_date'));
    SET p_reference_type = _read_word(
        'reference_type', JSON_EXTRACT(p_request, '$.reference_type'), NULL, 'price_difference,additional_fees,penalty,correction,opening_balance');
    IF p_reference_type IS NULL THEN
        CALL _raise('VALIDATION.required', 'reference_type', NULL, NULL, NULL);
    END IF;
    IF p_reference_type = 'opening_balance' AND p_invoice_id IS NOT NULL THEN
        CALL _raise('VALIDATION.opening_invoice', p_invoice_id, NULL, NULL, NULL);
    END IF;
    IF p_reference_type <> 'opening_balance' AND p_invoice_id IS NULL THEN
        CALL _raise('VALIDATION.required', 'source_invoice_id', NULL, NULL, NULL);
    END IF;
    SET p_reference_no = _read_text('reference_no', JSON_EXTRACT(p_request, '$.reference_no'), 64);
    SET p_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    SET p_adopted = _read_flag('adopted', JSON_EXTRACT(p_request, '$.adopted'));
    IF p_adopted AND p_reference_type <> 'opening_balance' THEN
        CALL _raise('VALIDATION', 'adopted', 'true', NULL, NULL);
    END IF;
END
