-- Write what a new invoice says in its own currency, beside its rows: the document, its lines, and what its own payments settle of it.
-- Parameters: p_invoice_id, its lines and payments written; p_currency and p_rate of _read_sale_currency; p_in_currency of _price_in_currency; p_rows of
-- _read_payments_in_currency; p_at for TIMESTAMP columns.
CREATE PROCEDURE _post_invoice_currency(
    IN p_invoice_id INT,
    IN p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_rate DECIMAL(20,10),
    IN p_in_currency JSON,
    IN p_rows JSON,
    IN p_user_id INT,
    IN p_at DATETIME
)
MODIFIES SQL DATA
BEGIN
    INSERT INTO invoice_currencies (
        invoice_id, currency, exchange_rate, total_before, discount_value, discount_amount, tax_total, total, total_base)
    SELECT p_invoice_id, p_currency, p_rate, j.total_before, j.discount_value, j.discount_amount, j.tax_total, j.total, i.total_after_discount
    FROM JSON_TABLE(p_in_currency, '$' COLUMNS (
        total_before DECIMAL(19,4) PATH '$.total_before',
        discount_value DECIMAL(19,4) PATH '$.discount_value',
        discount_amount DECIMAL(19,4) PATH '$.discount_amount',
        tax_total DECIMAL(19,4) PATH '$.tax_total',
        total DECIMAL(19,4) PATH '$.total'
    )) AS j
    STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = p_invoice_id;

    INSERT INTO invoice_currency_items (sale_item_id, price, line_discount, total_price, discount_share, tax_amount, added_tax)
    SELECT l.id, j.price, j.line_discount, j.total_price, j.discount_share, j.tax_amount, j.added_tax
    FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
    STRAIGHT_JOIN JSON_TABLE(JSON_EXTRACT(p_in_currency, '$.items'), '$[*]' COLUMNS (
        line_no FOR ORDINALITY,
        price DECIMAL(19,6) PATH '$[0]',
        line_discount DECIMAL(19,4) PATH '$[1]',
        total_price DECIMAL(19,4) PATH '$[2]',
        discount_share DECIMAL(19,4) PATH '$[3]',
        tax_amount DECIMAL(19,4) PATH '$[4]',
        added_tax DECIMAL(19,4) PATH '$[5]'
    )) AS j ON j.line_no = l.line_no
    WHERE l.invoice_out_id = p_invoice_id;
    IF ROW_COUNT() <> JSON_LENGTH(p_in_currency, '$.items') THEN
        CALL _raise_interrupted();
    END IF;

    IF JSON_LENGTH(p_rows) > 0 THEN
        INSERT INTO invoice_settlements (invoice_id, payment_id, amount, settled_base, created_by, created_at)
        SELECT p_invoice_id, w.id, j.amount, w.payment_amount, p_user_id, p_at
        FROM (
            SELECT p.id, p.payment_amount, ROW_NUMBER() OVER (ORDER BY p.id) AS place
            FROM invoice_payments AS p FORCE INDEX (invoice_id) WHERE p.invoice_id = p_invoice_id
        ) AS w
        STRAIGHT_JOIN JSON_TABLE(p_rows, '$[*]' COLUMNS (place FOR ORDINALITY, amount DECIMAL(19,4) PATH '$.in_currency')) AS j ON j.place = w.place
        ORDER BY w.place;
        IF ROW_COUNT() <> JSON_LENGTH(p_rows) THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
END
