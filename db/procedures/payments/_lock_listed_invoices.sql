-- Lock the invoices that a payment names and say how much of each it settles.
-- Parameters: p_user_id who pays them; p_invoices JSON array [{invoice_id, amount}], amount absent: all that is open; p_customer_id, locked, whose they must be;
-- p_currency of the only one, NULL for the company's, in which all must be, with p_sentence of OTHER_CURRENCY that says so, NULL where the caller has looked; p_minor_units of
-- the currency.
-- Returns: p_documents for _allocate_payments, places in the order of the list; p_total of their amounts; both in that currency.
-- Errors: VALIDATION, UNKNOWN_INVOICE, FORBIDDEN_BRANCH, INVOICE_CLOSED, NOTHING_TO_PAY, OVERPAYMENT, INVALID_PAYMENT, AMOUNT_PRECISION,
-- OTHER_CURRENCY.
-- Locks: invoices_out, by primary key, ascending.
CREATE PROCEDURE _lock_listed_invoices(
    IN p_user_id INT,
    IN p_invoices LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_customer_id INT,
    IN p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_sentence VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_minor_units TINYINT,
    OUT p_documents LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_total DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_place INT;
    DECLARE v_id_raw, v_amount_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_invoice_id, v_last_id BIGINT DEFAULT 0;
    DECLARE v_customer_id INT;
    DECLARE v_open, v_amount DECIMAL(19,4);
    DECLARE v_delivered VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_invoices CURSOR FOR
        SELECT j.place, j.invoice_id, j.amount
        FROM JSON_TABLE(p_invoices, '$[*]' COLUMNS (
            place FOR ORDINALITY, invoice_id JSON PATH '$.invoice_id', amount JSON PATH '$.amount')) AS j
        ORDER BY _number(_scalar(j.invoice_id)), j.place;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_documents = '';
    SET p_total = 0;
    OPEN c_invoices;
    each_invoice: LOOP
        FETCH c_invoices INTO v_place, v_id_raw, v_amount_raw;
        IF v_done THEN
            LEAVE each_invoice;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_id = v_invoice_id;
        SET v_invoice_id = _required_id(CONCAT('invoices[', v_place, '].invoice_id'), v_id_raw);
        IF v_invoice_id = v_last_id THEN
            CALL _raise('VALIDATION.invoice_twice', v_invoice_id, NULL, NULL, NULL);
        END IF;

        CALL _check_branch_of(p_user_id, 'invoices_out', v_invoice_id);
        SET v_customer_id = NULL;
        SELECT i.customer_id, i.delivered, i.remaining_amount INTO v_customer_id, v_delivered, v_open
        FROM invoices_out AS i WHERE i.id = v_invoice_id FOR UPDATE;
        IF v_customer_id IS NULL THEN
            CALL _raise('UNKNOWN_INVOICE', v_invoice_id, NULL, NULL, NULL);
        END IF;
        IF v_customer_id <> p_customer_id THEN
            CALL _raise('VALIDATION.invoice_of_another', v_invoice_id, NULL, NULL, NULL);
        END IF;
        IF v_delivered IN ('canceled', 'reverted') THEN
            CALL _raise('INVOICE_CLOSED', v_invoice_id, v_delivered, NULL, NULL);
        END IF;
        IF v_delivered = 'yes' OR v_open <= 0 THEN
            CALL _raise('NOTHING_TO_PAY', v_invoice_id, NULL, NULL, NULL);
        END IF;
        IF p_sentence IS NOT NULL THEN
            CALL _refuse_invoice_in_currency(v_invoice_id, p_sentence);
        ELSEIF p_currency IS NOT NULL THEN
            SELECT x.remaining_amount INTO v_open FROM invoice_currencies AS x FORCE INDEX (PRIMARY) WHERE x.invoice_id = v_invoice_id;
        END IF;
        SET v_amount = COALESCE(_read_amount(CONCAT('invoices[', v_place, '].amount'), v_amount_raw, p_minor_units), v_open);
        IF v_amount > v_open THEN
            CALL _raise('OVERPAYMENT.of_invoice', v_invoice_id, _money(v_amount, p_minor_units), _money(v_open, p_minor_units), NULL);
        END IF;

        SET p_documents = CONCAT(p_documents, ',{"place":', v_place, ',"invoice_id":', v_invoice_id, ',"amount":"', v_amount, '"}');
        SET p_total = p_total + v_amount;
    END LOOP;
    CLOSE c_invoices;
    IF v_count <> JSON_LENGTH(p_invoices) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_documents = CONCAT('[', SUBSTRING(p_documents, 2), ']');
END
