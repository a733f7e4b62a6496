-- Let payment rows settle documents: rows in their order, documents in theirs, each row on to the next document when one is
-- settled, until the money or the documents are used up. One payment is posted for each document and row that meet.
-- Parameters: p_rows of _read_payments, excess (money above all that is open) split off (_split_excess), which stays out of the payments;
-- p_overpayment wallet|change where it goes; p_documents a JSON array [{"place", "invoice_id" or "debit_note_id", "amount"}] (place from 1; amount as
-- text: how much of it to settle), or NULL for the customer's open invoices and debit notes by due date, date and id, only invoices of
-- p_work_order_id where it is given; p_currency of the documents where it is not the company's, else NULL; p_minor_units of it, p_base_minor_units of the
-- company's; p_rate and p_base_amount of _read_payment_rate; p_request_id and p_now as in _audit; the rest as in _post_payment.
-- Returns: p_allocations a JSON array [{invoice_id, payment_id, method, amount, remaining_after, payment_status}], invoice_id null and debit_note_id
-- beside it where a note was paid; p_work_orders a JSON array of the ids of their invoices' work orders, one for each payment, so that one may stand there twice; p_allocated the sum
-- of the amounts, less than the money where the open documents did not suffice.
-- Locks: open invoices and debit notes one after the other, by primary key, under the customer's lock, which everybody holds who changes one of
-- them; the work order of each, by primary key; number_series JE and PAY.
CREATE PROCEDURE _allocate_payments(
    IN p_rows JSON,
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_documents LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_work_order_id INT,
    IN p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    IN p_rate DECIMAL(20,10),
    IN p_base_amount DECIMAL(19,4),
    IN p_base_minor_units TINYINT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_allocations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_work_orders LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_allocated DECIMAL(19,4),
    OUT p_first_payment_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_row_no, v_place, v_after_id INT DEFAULT 0;
    DECLARE v_after_pay_by, v_after_day DATE DEFAULT '1000-01-01';
    DECLARE v_invoice_id, v_debit_note_id, v_work_order_id, v_payment_id INT;
    DECLARE v_amount, v_excess, v_money, v_part, v_settled, v_worth, v_paid, v_remaining, v_balance_before DECIMAL(19,4);
    DECLARE v_open DECIMAL(19,4) DEFAULT 0;
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_allocation VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';

    SET p_allocations = '';
    SET p_work_orders = '';
    SET p_allocated = 0;
    SET p_first_payment_id = NULL;
    each_row: WHILE v_row_no < JSON_LENGTH(p_rows) DO
        CALL _read_plain_payment(p_rows, v_row_no, v_amount, v_excess, v_method, v_notes);
        SET v_row_no = v_row_no + 1;
        SET v_money = v_amount - v_excess;
        WHILE v_money > 0 DO
            IF v_open = 0 THEN
                SET v_place = v_place + 1;
                CALL _lock_next_document(
                    p_documents, v_place, p_customer_id, p_work_order_id, v_after_pay_by, v_after_day, v_after_id,
                    v_invoice_id, v_debit_note_id, v_document_no, v_work_order_id, v_paid, v_remaining, v_open);
                IF v_invoice_id IS NULL AND v_debit_note_id IS NULL THEN
                    LEAVE each_row;
                END IF;
                -- those that the request lists were looked at when they were locked
                IF p_documents IS NULL THEN
                    CALL _check_branch_of(
                        p_user_id, IF(v_invoice_id IS NULL, 'customer_debit_notes', 'invoices_out'), COALESCE(v_invoice_id, v_debit_note_id));
                END IF;
            END IF;

            SET v_part = LEAST(v_money, v_open);
            SET v_money = v_money - v_part;
            SET v_open = v_open - v_part;
            SET v_worth = IF(p_currency IS NULL, v_part, _check_worth('amount', v_part, COALESCE(p_base_amount, ROUND(v_part * p_rate, p_base_minor_units))));
            SET v_balance_before = p_balance;
            -- the row's excess stands on its last payment; a row that is nothing but excess has none
            CALL _post_payment(
                v_invoice_id, v_debit_note_id, v_document_no, v_work_order_id, v_worth,
                IF(v_debit_note_id IS NULL AND p_currency IS NULL, NULL, v_part), p_minor_units, p_rate, v_method, v_notes, NULL, NULL,
                v_worth + IF(v_money = 0, v_excess, 0), IF(v_money = 0 AND p_overpayment = 'change', v_excess, 0),
                p_customer_id, p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, p_balance, p_wallet, p_seq, v_entries, v_payment_id);
            -- an invoice's paid and open amounts are in the company's currency
            SET v_settled = IF(v_debit_note_id IS NULL AND p_currency IS NOT NULL, v_balance_before - p_balance, v_part);
            SET v_paid = v_paid + v_settled;
            SET v_remaining = v_remaining - v_settled;
            IF v_invoice_id IS NOT NULL THEN
                UPDATE invoices_out SET
                    paid_amount = v_paid, remaining_amount = v_remaining,
                    delivered = CASE WHEN v_remaining = 0 THEN 'yes' WHEN v_paid > 0 THEN 'partial' ELSE 'no' END, updated_by = p_user_id
                WHERE id = v_invoice_id;
                IF ROW_COUNT() <> 1 THEN
                    CALL _raise_interrupted();
                END IF;
            END IF;
            CALL _audit_payment('pay', v_invoice_id, v_debit_note_id, v_settled, v_paid, v_remaining, v_payment_id, NULL, p_user_id, p_request_id, p_now);

            SET p_first_payment_id = COALESCE(p_first_payment_id, v_payment_id);
            SET p_allocated = p_allocated + v_part;
            IF v_work_order_id IS NOT NULL THEN
                SET p_work_orders = CONCAT(p_work_orders, ',', v_work_order_id);
            END IF;
            SET v_allocation = _payment_json(
                v_invoice_id, v_debit_note_id, v_payment_id, v_method, v_part, v_paid, IF(p_currency IS NULL, v_remaining, v_open), p_minor_units);
            IF p_currency IS NOT NULL THEN
                SET v_allocation = CONCAT(
                    TRIM(TRAILING '}' FROM v_allocation),
                    _in_base_json(p_currency, p_rate, v_worth, v_balance_before - p_balance, p_base_minor_units), '}');
            END IF;
            SET p_allocations = CONCAT(p_allocations, ',', v_allocation);
        END WHILE;
    END WHILE;
    CALL _post_entries(CONCAT('[', SUBSTRING(v_entries, 2), ']'), p_customer_id);
    SET p_allocations = CONCAT('[', SUBSTRING(p_allocations, 2), ']');
    SET p_work_orders = CONCAT('[', SUBSTRING(p_work_orders, 2), ']');
END
