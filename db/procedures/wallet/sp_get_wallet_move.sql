-- One movement of a customer's wallet. How the money came or went is told by the movement itself or, of what was left over from a payment, by the
-- account in its journal entry; no money came or went where the wallet paid, or was given back what it had paid: then there is a payment of it.
--
-- Parameters: p_wallet_transaction_id the id, as a number.
-- Errors: VALIDATION, UNKNOWN_WALLET_TRANSACTION. Locks: none; opens no transaction.
-- Returns: one row, one column response: wallet_transaction_id, company_id, branch_id, customer_id, customer_name, type deposit|withdraw|refund|invoice_payment,
--   amount (above 0), method cash|bank_transfer|check|card (null: none, or not known of what is older than the books), payment_id and payment_no (of a
--   movement by a payment, else null), invoice_id, debit_note_id, description, wallet_before, wallet_after, business_date, created_at, created_by. Of what is
--   older than the books branch_id is null.
-- Example: CALL sp_get_wallet_move(12);
CREATE PROCEDURE sp_get_wallet_move(IN p_wallet_transaction_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_wallet_transaction_id BIGINT DEFAULT _required_id('wallet_transaction_id', JSON_QUOTE(p_wallet_transaction_id));
    DECLARE v_members LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SELECT CONCAT(
        '"wallet_transaction_id":', w.id, ',"company_id":', c.company_id, ',"branch_id":', COALESCE(e.branch_id, p.branch_id, 'null'),
        ',"customer_id":', c.id, ',"customer_name":', JSON_QUOTE(c.name), ',"type":"', w.type, '","amount":', _money(w.amount, m.minor_units),
        ',"method":', _json_text(COALESCE(w.method, l.role)), ',"payment_id":', COALESCE(p.id, 'null'), ',"payment_no":', _json_text(p.payment_no),
        ',"invoice_id":', COALESCE(t.invoice_id, 'null'), ',"debit_note_id":', COALESCE(t.debit_note_id, 'null'),
        ',"description":', JSON_QUOTE(w.description), ',"wallet_before":', _money(COALESCE(w.wallet_before, 0), m.minor_units),
        ',"wallet_after":', _money(COALESCE(w.wallet_after, 0), m.minor_units),
        ',"business_date":"', COALESCE(t.transaction_date, DATE(w.transaction_date)), '","created_at":', _json_text(_from_timestamp(w.created_at)),
        ',"created_by":', w.created_by)
    INTO v_members
    FROM wallet_transactions AS w FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = w.customer_id
    STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = c.company_id
    STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
    LEFT JOIN customer_transactions AS t FORCE INDEX (customer_transactions_in_order)
        ON t.customer_id = w.customer_id AND t.seq = w.seq AND t.wallet_transaction = w.id
    LEFT JOIN invoice_payments AS p FORCE INDEX (PRIMARY) ON p.id = t.payment_id
    LEFT JOIN journal_entries AS e FORCE INDEX (journal_entries_once)
        ON e.reference_type = 'wallet_transactions' AND e.reference_id = w.id AND e.entry_type = 'wallet'
    LEFT JOIN journal_entry_lines AS l FORCE INDEX (PRIMARY)
        ON l.journal_entry_id = e.id AND l.role IN ('cash', 'bank_transfer', 'check', 'card')
    WHERE w.id = v_wallet_transaction_id;
    IF v_members IS NULL THEN
        CALL _raise('UNKNOWN_WALLET_TRANSACTION', v_wallet_transaction_id, NULL, NULL, NULL);
    END IF;

    SELECT CONCAT('{"ok":true,', v_members, '}') AS response;
END
