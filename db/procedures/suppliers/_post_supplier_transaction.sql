-- One row of the supplier's ledger. The caller holds the supplier's lock and writes balance and seq back when its last row is posted
-- (_close_supplier_ledger).
-- Parameters: p_type of supplier_transactions; p_change of the balance, not 0, in currency units; the purchase (of a purchase_return the return) or the
-- payment that it belongs to, the other NULL; p_day business date; p_at for TIMESTAMP columns; balance and seq before, and after.
CREATE PROCEDURE _post_supplier_transaction(
    IN p_supplier_id INT,
    IN p_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_change DECIMAL(19,4),
    IN p_description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_document_id INT,
    IN p_payment_id INT,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED
)
MODIFIES SQL DATA
BEGIN
    SET p_seq = p_seq + 1;
    INSERT INTO supplier_transactions (
        supplier_id, seq, transaction_type, amount, description, purchase_id, payment_id, purchase_return_id, balance_before, balance_after, transaction_date,
        created_by, created_at)
    VALUES (
        p_supplier_id, p_seq, p_type, p_change, p_description, IF(p_type = 'purchase_return', NULL, p_document_id), p_payment_id,
        IF(p_type = 'purchase_return', p_document_id, NULL), p_balance, p_balance + p_change, p_day,
        p_user_id, p_at);
    SET p_balance = p_balance + p_change;
END
