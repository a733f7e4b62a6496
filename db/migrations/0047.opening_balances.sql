-- Opening balances: what a customer owes, or a supplier is owed, from before the books. A customer's is a debit note of no invoice, a supplier's a purchase of
-- no goods.
-- depends: 0046.purchase_returns

ALTER TABLE customer_debit_notes
    MODIFY source_invoice_id INT DEFAULT NULL COMMENT 'the invoice that it was raised for; NULL on an opening balance',
    MODIFY reference_type ENUM('price_difference', 'additional_fees', 'penalty', 'correction', 'opening_balance') NOT NULL;

-- adopted: it is paid and cancelled like any other, but raising or cancelling it changes no balance
ALTER TABLE customer_debit_notes
    ADD COLUMN adopted TINYINT(1) NOT NULL DEFAULT 0 COMMENT '1: what it says stood in the balance, and in the books, when they were adopted' AFTER reason,
    ADD CONSTRAINT customer_debit_notes_opening CHECK (
        (source_invoice_id IS NULL) = (reference_type = 'opening_balance') AND (reference_type = 'opening_balance' OR adopted = 0)
        AND (reference_type <> 'opening_balance' OR tax_total = 0));

ALTER TABLE purchases
    ADD COLUMN opening_date DATE DEFAULT NULL COMMENT 'of an opening balance: since when it is owed; NULL: goods were bought' AFTER business_date;

ALTER TABLE purchases
    ADD CONSTRAINT purchases_opening CHECK (opening_date IS NULL OR (supplier_id IS NOT NULL AND total > 0 AND opening_date <= business_date));
