-- Lock the invoices that a payment lists and say how much of each it settles.
-- Parameters: p_user_id who pays them; p_invoices JSON array [{invoice_id, amount}], amount absent: all that is open; p_customer_id, locked, whose they must be;
-- p_minor_units of the company's currency, in which all must be.
-- Returns: p_documents for _allocate_payments, places in the order of the list; p_total of their amounts.
-- Errors: those of _lock_payable_invoice, of which OTHER_CURRENCY for any but the company's; VALIDATION, OVERPAYMENT, INVALID_PAYMENT, AMOUNT_PRECISION.
-- Locks: invoices_out, by primary key, ascending.
CREATE PROCEDURE _lock_listed_invoices(
    IN p_user_id INT,
    IN p_invoices LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_customer_id INT,
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
    DECLARE v_open, v_amount DECIMAL(19,4);
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

        CALL _lock_payable_invoice(p_user_id, v_invoice_id, p_customer_id, NULL, 'OTHER_CURRENCY.list', v_open);
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
