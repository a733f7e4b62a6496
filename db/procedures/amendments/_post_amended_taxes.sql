-- What an amendment changes of each tax, as a record of its own: its journal entry, and what the invoice was sold with, can be told from it.
-- Parameters: p_amendment_id just made; p_plan of _tax_amended_lines, its lines not written yet.
CREATE PROCEDURE _post_amended_taxes(IN p_amendment_id INT, IN p_invoice_id INT, IN p_plan JSON)
MODIFIES SQL DATA
BEGIN
    INSERT INTO invoice_amendment_taxes (amendment_id, tax_no, tax_id, name, rate, base, amount)
    SELECT p_amendment_id, ROW_NUMBER() OVER (ORDER BY MIN(t.place)), t.tax_id, MIN(t.name), t.rate, SUM(t.base), SUM(t.amount)
    FROM (
        SELECT j.line_no * 1000 + j.tax_no AS place, j.tax_id, j.name, j.rate, j.base, j.amount
        FROM JSON_TABLE(p_plan, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            NESTED PATH '$.taxes[*]' COLUMNS (
                tax_no INT PATH '$[0]',
                tax_id INT PATH '$[1]',
                name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[2]',
                rate DECIMAL(7,4) PATH '$[3]',
                base DECIMAL(19,4) PATH '$[4]',
                amount DECIMAL(19,4) PATH '$[5]'
            )
        )) AS j
        WHERE j.amount IS NOT NULL
        UNION ALL
        SELECT 10000000 + x.tax_no, x.tax_id, x.name, x.rate, -x.base, -x.amount
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN invoice_item_taxes AS x FORCE INDEX (PRIMARY) ON x.sale_item_id = l.id
        WHERE l.invoice_out_id = p_invoice_id
    ) AS t
    GROUP BY t.tax_id, t.rate HAVING SUM(t.amount) <> 0 OR SUM(t.base) <> 0;
END
