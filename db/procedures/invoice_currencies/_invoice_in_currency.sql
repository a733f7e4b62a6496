-- What an invoice just made says in its own currency, as answers show it (sp_get_invoice reads the same in its one statement).
-- Parameters: p_invoice_id. Returns: p_json the member "in_currency", NULL where the invoice is in the company's.
CREATE PROCEDURE _invoice_in_currency(IN p_invoice_id INT, OUT p_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_part, v_id INT;
    DECLARE v_piece LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_header, v_items, v_settlements LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_pieces CURSOR FOR
        SELECT 1 AS part, 0 AS id, _in_currency_json(
            x.currency, x.exchange_rate, x.total_before, IF(i.discount_type = 'amount', _money(x.discount_value, m.minor_units), x.discount_value),
            x.discount_amount, x.tax_total, x.total, x.remaining_amount, m.minor_units) AS json
        FROM invoice_currencies AS x FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = x.currency
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = x.invoice_id
        WHERE x.invoice_id = p_invoice_id
        UNION ALL
        SELECT 2, l.id, CONCAT('{"item_id":', l.id, ',', _currency_item_json(
            n.price, n.line_discount, n.total_price, n.discount_share, n.tax_amount, n.added_tax, m.minor_units), '}')
        FROM invoice_currencies AS x FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = x.currency
        STRAIGHT_JOIN invoice_out_items AS l FORCE INDEX (invoice_out_id) ON l.invoice_out_id = x.invoice_id
        STRAIGHT_JOIN invoice_currency_items AS n FORCE INDEX (PRIMARY) ON n.sale_item_id = l.id
        WHERE x.invoice_id = p_invoice_id
        UNION ALL
        SELECT 3, s.id, _settlement_json(s.payment_id, s.return_id, s.amount, s.settled_base, s.exchange_rate, m.minor_units, b.minor_units)
        FROM invoice_currencies AS x FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = x.currency
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = x.invoice_id
        STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = i.company_id
        STRAIGHT_JOIN currencies AS b FORCE INDEX (PRIMARY) ON b.code = c.currency
        STRAIGHT_JOIN invoice_settlements AS s FORCE INDEX (invoice_settlements_of_invoice) ON s.invoice_id = x.invoice_id
        WHERE x.invoice_id = p_invoice_id
        ORDER BY part, id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_pieces;
    each_piece: LOOP
        FETCH c_pieces INTO v_part, v_id, v_piece;
        IF v_done THEN
            LEAVE each_piece;
        END IF;
        CASE v_part
            WHEN 1 THEN SET v_header = v_piece;
            WHEN 2 THEN SET v_items = CONCAT(v_items, ',', v_piece);
            ELSE SET v_settlements = CONCAT(v_settlements, ',', v_piece);
        END CASE;
    END LOOP;
    CLOSE c_pieces;
    SET p_json = IF(v_header = '', NULL, CONCAT(
        '{', v_header, ',"items":[', SUBSTRING(v_items, 2), '],"settlements":[', SUBSTRING(v_settlements, 2), ']}'));
END
