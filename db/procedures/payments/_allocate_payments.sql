-- Let payment rows settle documents: rows in their order, documents in theirs, each row on to the next document when one is
-- settled, until the money or the documents are used up. One payment is posted for each document and row that meet.
-- Excess (money above all that is open) stays out of the payments; it is taken from the last rows that may have any: cash for
-- change, all but wallet rows for the wallet.
-- Parameters: p_rows and sums of _read_payments; p_excess in currency units with p_overpayment wallet|change; p_documents a JSON array
-- [{"place", "invoice_id", "amount"}] (place from 1; amount as text: how much of it to settle), or NULL for the customer's open invoices by due date,
-- date and id, only those of p_work_order_id where it is given; the rest as in _post_payment.
-- Returns: p_allocations a JSON array [{invoice_id, payment_id, method, amount, remaining_after, payment_status}]; p_allocated
-- their sum, less than the money where the open invoices did not suffice; p_deposits the excess that goes into the wallet, for _deposit_excess.
-- Locks: open invoices one after the other, by primary key, under the customer's lock, which everybody holds who changes one of
-- them; the work order of each, by primary key; number_series PAY.
CREATE PROCEDURE _allocate_payments(
    IN p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_sum DECIMAL(19,4),
    IN p_wallet_sum DECIMAL(19,4),
    IN p_cash_sum DECIMAL(19,4),
    IN p_excess DECIMAL(19,4),
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_documents LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_work_order_id INT,
    IN p_minor_units TINYINT,
    IN p_customer_id INT,
    IN p_branch_id INT,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_allocations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_allocated DECIMAL(19,4),
    OUT p_first_payment_id INT,
    OUT p_deposits LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_row_no INT DEFAULT 0;
    DECLARE v_row, v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_invoice_id, v_payment_id INT;
    DECLARE v_document_no INT DEFAULT 0;
    DECLARE v_money, v_part, v_remaining, v_row_excess DECIMAL(19,4);
    DECLARE v_open DECIMAL(19,4) DEFAULT 0;
    DECLARE v_eligible_left DECIMAL(19,4) DEFAULT IF(p_overpayment = 'change', p_cash_sum, p_sum - p_wallet_sum);
    DECLARE v_method, v_excess_to, v_delivered VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SET p_allocations = '';
    SET p_allocated = 0;
    SET p_first_payment_id = NULL;
    SET p_deposits = '';
    each_row: WHILE v_row_no < JSON_LENGTH(p_rows) DO
        SET v_row = JSON_EXTRACT(p_rows, CONCAT('$[', v_row_no, ']'));
        SET v_row_no = v_row_no + 1;
        SET v_money = JSON_UNQUOTE(JSON_EXTRACT(v_row, '$.amount'));
        SET v_method = JSON_UNQUOTE(JSON_EXTRACT(v_row, '$.method'));
        SET v_excess_to = JSON_UNQUOTE(JSON_EXTRACT(v_row, '$.excess_to'));
        SET v_notes = _scalar(JSON_EXTRACT(v_row, '$.notes'));

        SET v_row_excess = 0;
        IF IF(p_overpayment = 'change', v_excess_to = 'change', v_excess_to <> 'none') THEN
            SET v_eligible_left = v_eligible_left - v_money;
            SET v_row_excess = LEAST(v_money, GREATEST(0, p_excess - v_eligible_left));
            SET v_money = v_money - v_row_excess;
        END IF;
        IF v_row_excess > 0 AND p_overpayment = 'wallet' THEN
            SET p_deposits = CONCAT(
                p_deposits, ',{"amount":"', v_row_excess, '","method":', IF(v_money > 0, 'null', JSON_QUOTE(v_method)), '}');
        END IF;

        WHILE v_money > 0 DO
            IF v_open = 0 THEN
                SET v_invoice_id = NULL;
                IF p_documents IS NOT NULL THEN
                    SET v_document_no = v_document_no + 1;
                    SELECT j.invoice_id, j.amount INTO v_invoice_id, v_open
                    FROM JSON_TABLE(p_documents, '$[*]' COLUMNS (
                        place INT PATH '$.place', invoice_id INT PATH '$.invoice_id', amount DECIMAL(19,4) PATH '$.amount')) AS j
                    WHERE j.place = v_document_no;
                ELSE
                    -- A locking walk would wait for the next customer's first invoice where this one's end: found by a plain read,
                    -- which the customer's lock keeps true, the invoice is locked by its key.
                    IF p_work_order_id IS NOT NULL THEN
                        SELECT i.id INTO v_invoice_id
                        FROM invoices_out AS i FORCE INDEX (invoices_out_of_work_order)
                        WHERE i.work_order_id = p_work_order_id AND i.pay_by IS NOT NULL AND i.customer_id = p_customer_id
                        ORDER BY i.pay_by, i.invoice_date, i.id LIMIT 1;
                    ELSE
                        SELECT i.id INTO v_invoice_id
                        FROM invoices_out AS i FORCE INDEX (invoices_out_pay_order)
                        WHERE i.customer_id = p_customer_id AND i.pay_by IS NOT NULL
                        ORDER BY i.pay_by, i.invoice_date, i.id LIMIT 1;
                    END IF;
                    SELECT i.remaining_amount INTO v_open FROM invoices_out AS i WHERE i.id = v_invoice_id FOR UPDATE;
                END IF;
                IF v_invoice_id IS NULL THEN
                    LEAVE each_row;
                END IF;
            END IF;

            SET v_part = LEAST(v_money, v_open);
            SET v_money = v_money - v_part;
            SET v_open = v_open - v_part;
            -- the row's excess stands on its last payment; a row that is nothing but excess has none
            CALL _post_payment(
                v_invoice_id, v_part, v_method, v_notes,
                v_part + IF(v_money = 0, v_row_excess, 0), IF(v_money = 0 AND p_overpayment = 'change', v_row_excess, 0),
                p_customer_id, p_branch_id, p_day, p_at, p_user_id, p_balance, p_wallet, p_seq,
                v_payment_id, v_remaining, v_delivered);
            SET p_first_payment_id = COALESCE(p_first_payment_id, v_payment_id);
            SET p_allocated = p_allocated + v_part;
            SET p_allocations = CONCAT(
                p_allocations, ',{"invoice_id":', v_invoice_id, ',"payment_id":', v_payment_id, ',"method":"', v_method,
                '","amount":', _money(v_part, p_minor_units), ',"remaining_after":', _money(v_remaining, p_minor_units),
                ',"payment_status":"', _payment_status(v_delivered), '"}');
        END WHILE;
    END WHILE;
    SET p_allocations = CONCAT('[', SUBSTRING(p_allocations, 2), ']');
    SET p_deposits = CONCAT('[', SUBSTRING(p_deposits, 2), ']');
END
