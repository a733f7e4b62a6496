-- The best offer for the whole invoice; between two worth the same the one with the higher priority, then the older one. Its conditions are about the open
-- lines of its product or, where it names none, about all lines, in both cases less what offers take off them.
-- Parameters: p_offers of _find_offers; p_open of _open_lines; p_priced of _price_lines; p_choices, what the lines are given (_give_free_item); p_qty and
-- p_as_given of all lines of the request; p_left of that after the invoice's own discount.
-- Returns: p_offer_no place in p_offers, from 1, NULL where none is given; p_discount that it takes off, in currency units, 0 where it adds something
-- for nothing.
CREATE PROCEDURE _choose_invoice_offer(
    IN p_offers JSON,
    IN p_open JSON,
    IN p_priced JSON,
    IN p_choices JSON,
    IN p_qty DECIMAL(30,4),
    IN p_as_given DECIMAL(19,4),
    IN p_left DECIMAL(19,4),
    IN p_minor_units TINYINT,
    OUT p_offer_no INT,
    OUT p_discount DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    -- one row in any case, as the union has one more: worth nothing
    SELECT NULLIF(w.offer_no, 0), IF(w.gives = 'free_item', 0, w.worth) INTO p_offer_no, p_discount
    FROM (
        SELECT
            o.offer_no, o.gives, o.priority, o.min_qty, o.max_qty, o.min_amount, o.max_amount,
            CASE o.gives
                WHEN 'invoice_percent' THEN ROUND(p_left * o.value * 0.01, p_minor_units)
                WHEN 'invoice_amount' THEN LEAST(p_left, o.value)
                ELSE COALESCE(MAX(f.total), 0)
            END AS worth,
            IF(o.product_id IS NULL, p_qty, COALESCE(SUM(l.qty), 0)) AS qty,
            IF(o.product_id IS NULL, p_as_given, COALESCE(SUM(
                l.total - IF(c.percent IS NULL, COALESCE(c.amount, 0), ROUND(l.total * c.percent * 0.01, p_minor_units))), 0)) AS amount
        FROM JSON_TABLE(p_offers, '$[*]' COLUMNS (
            offer_no FOR ORDINALITY,
            gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.gives',
            value DECIMAL(19,6) PATH '$.value',
            product_id INT PATH '$.product_id',
            priority INT PATH '$.priority',
            min_qty DECIMAL(19,4) PATH '$.min_qty',
            max_qty DECIMAL(19,4) PATH '$.max_qty',
            min_amount DECIMAL(19,4) PATH '$.min_amount',
            max_amount DECIMAL(19,4) PATH '$.max_amount',
            free_line INT PATH '$.free_line'
        )) AS o
        LEFT JOIN JSON_TABLE(p_open, '$[*]' COLUMNS (
            line_no INT PATH '$[0]',
            product_id INT PATH '$[1]',
            qty DECIMAL(19,4) PATH '$[2]',
            total DECIMAL(19,4) PATH '$[3]'
        )) AS l ON l.product_id = o.product_id
        LEFT JOIN JSON_TABLE(p_choices, '$[*]' COLUMNS (
            line_no INT PATH '$.line_no',
            percent DECIMAL(7,4) PATH '$.percent',
            amount DECIMAL(19,4) PATH '$.amount'
        )) AS c ON c.line_no = l.line_no
        LEFT JOIN (
            SELECT j.line_no, CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.total')) AS DECIMAL(19,4)) AS total
            FROM JSON_TABLE(p_priced, '$[*]' COLUMNS (
                line_no FOR ORDINALITY,
                priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.priced'
            )) AS j
        ) AS f ON f.line_no = o.free_line
        WHERE o.gives IN ('invoice_percent', 'invoice_amount') OR (o.gives = 'free_item' AND o.product_id IS NULL)
        GROUP BY o.offer_no, o.gives, o.priority, o.min_qty, o.max_qty, o.min_amount, o.max_amount, o.value, o.product_id
        UNION ALL
        SELECT 0, '', 0, NULL, NULL, NULL, NULL, 0, 0, 0
    ) AS w
    WHERE w.offer_no = 0 OR (
        w.worth > 0 AND w.qty >= COALESCE(w.min_qty, 0) AND w.qty <= COALESCE(w.max_qty, w.qty)
        AND w.amount >= COALESCE(w.min_amount, 0) AND w.amount <= COALESCE(w.max_amount, w.amount))
    ORDER BY w.worth DESC, w.priority DESC, w.offer_no
    LIMIT 1;
END
