-- Lock a debit note that is not cancelled, its customer first.
-- Parameters: p_debit_note_id as the request has it.
-- Returns: the customer with company, balance, wallet and seq as in _lock_customer; the note's number and currency with its decimals, what is applied and
-- open of it in that currency, and p_open_base in the company's. Errors: UNKNOWN_DEBIT_NOTE, DEBIT_NOTE_CLOSED. Locks: customer, then customer_debit_notes, by primary key.
CREATE PROCEDURE _lock_debit_note(
    IN p_debit_note_id BIGINT,
    OUT p_customer_id INT,
    OUT p_company_id INT,
    OUT p_balance DECIMAL(19,4),
    OUT p_wallet DECIMAL(19,4),
    OUT p_seq INT UNSIGNED,
    OUT p_debit_note_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_minor_units TINYINT,
    OUT p_applied DECIMAL(19,4),
    OUT p_open DECIMAL(19,4),
    OUT p_open_base DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    -- a note never changes its customer, so this needs no lock
    SELECT n.customer_id INTO p_customer_id FROM customer_debit_notes AS n WHERE n.id = p_debit_note_id;
    IF p_customer_id IS NULL THEN
        CALL _raise('UNKNOWN_DEBIT_NOTE', p_debit_note_id, NULL, NULL, NULL);
    END IF;
    CALL _lock_customer(p_customer_id, p_company_id, p_balance, p_wallet, p_seq);
    SELECT n.debit_note_no, n.currency, n.applied_amount, n.remaining_amount, n.remaining_base, n.status
    INTO p_debit_note_no, p_currency, p_applied, p_open, p_open_base, v_status
    FROM customer_debit_notes AS n WHERE n.id = p_debit_note_id FOR UPDATE;
    SELECT m.minor_units INTO p_minor_units FROM currencies AS m WHERE m.code = CONVERT(p_currency USING ascii);
    IF v_status = 'cancelled' THEN
        CALL _raise('DEBIT_NOTE_CLOSED', p_debit_note_id, NULL, NULL, NULL);
    END IF;
END
