-- Write a debit note with its number, items, journal entry and ledger row. One of a balance that was adopted is in the books and in the balance
-- already: it has neither. The caller holds customer and invoice locked and writes the customer's balance (_close_customer_ledger).
-- Parameters: the header as _read_debit_note_header gives it; currency and rate of _read_document_currency; p_lines of _read_debit_note_items; p_figures and
-- the sums of _price_debit_note; branch and code of _read_branch; p_day business date of the posting; p_at for TIMESTAMP columns; the customer's balance, wallet and seq before, and after.
-- Returns: p_debit_note_id. Errors: DUPLICATE_REFERENCE, PERIOD_CLOSED. Locks: number_series DN, then JE, by primary key.
CREATE PROCEDURE _post_debit_note(
    IN p_customer_id INT,
    IN p_invoice_id INT,
    IN p_debit_note_date DATE,
    IN p_reference_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_reference_no VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_adopted TINYINT,
    IN p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    IN p_rate DECIMAL(20,10),
    IN p_tax_rounding VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_lines JSON,
    IN p_figures JSON,
    IN p_net DECIMAL(19,4),
    IN p_tax DECIMAL(19,4),
    IN p_net_base DECIMAL(19,4),
    IN p_tax_base DECIMAL(19,4),
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_cost_center_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_debit_note_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_line_count INT DEFAULT JSON_LENGTH(p_lines);
    DECLARE v_entry_id, v_wallet_transaction_id, v_customer_transaction_id INT;
    DECLARE v_debit_note_no, v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _next_debit_note_no(p_company_id, v_debit_note_no);
    INSERT INTO customer_debit_notes (
        company_id, branch_id, cost_center_id, debit_note_no, customer_id, source_invoice_id, debit_note_date, reference_type, reference_no, reason, adopted,
        currency, exchange_rate, tax_rounding, net_total, tax_total, total, net_base, tax_base, total_base, created_by, created_at)
    VALUES (
        p_company_id, p_branch_id, p_cost_center_id, v_debit_note_no, p_customer_id, p_invoice_id, p_debit_note_date, p_reference_type,
        p_reference_no, p_reason, p_adopted, p_currency,
        p_rate, p_tax_rounding, p_net, p_tax, p_net + p_tax, p_net_base, p_tax_base, p_net_base + p_tax_base, p_user_id, p_at);
    SET p_debit_note_id = LAST_INSERT_ID();
    INSERT INTO customer_debit_note_items (
        debit_note_id, line_no, item_type, description, quantity, unit_price, tax_rate, net, tax_amount)
    SELECT p_debit_note_id, j.line_no, j.item_type, j.description, j.quantity, j.unit_price, j.tax_rate, f.net, f.tax_amount
    FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
        line_no FOR ORDINALITY,
        item_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.item_type',
        description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.description',
        quantity DECIMAL(19,4) PATH '$.quantity',
        unit_price DECIMAL(19,6) PATH '$.unit_price',
        tax_rate DECIMAL(7,4) PATH '$.tax_rate'
    )) AS j
    JOIN JSON_TABLE(p_figures, '$[*]' COLUMNS (
        line_no FOR ORDINALITY, net DECIMAL(19,4) PATH '$[0]', tax_amount DECIMAL(19,4) PATH '$[1]')) AS f ON f.line_no = j.line_no
    ORDER BY j.line_no;
    IF ROW_COUNT() <> v_line_count THEN
        CALL _raise_interrupted();
    END IF;
    UPDATE customer_debit_notes SET posted = 1 WHERE id = p_debit_note_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;

    IF NOT p_adopted THEN
        CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
        CALL _post_debit_note_entry(v_entry_no, p_debit_note_id, p_customer_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, v_entry_id);
        CALL _post_customer_transaction(
            p_customer_id, 'adjustment', p_net_base + p_tax_base, 0, NULL, NULL,
            CONCAT(
                'إشعار مدين ', v_debit_note_no, IF(p_reference_type = 'opening_balance', ' (رصيد افتتاحي)', ''),
                _in_currency(NULL, p_debit_note_id, p_net + p_tax, p_minor_units)),
            NULL, NULL, NULL, p_debit_note_id, NULL, p_day, p_at, p_user_id, p_balance, p_wallet, p_seq, v_wallet_transaction_id, v_customer_transaction_id);
    END IF;
END
