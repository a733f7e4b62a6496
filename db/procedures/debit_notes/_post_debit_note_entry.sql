-- The journal entry of a debit note, in the company's currency: what the customer owes more against additional charges and, rate by rate, taxes, which
-- share the note's tax by cumulative rounding; an opening balance against opening equity.
-- Parameters: p_debit_note_id, its items written; the rest as in _open_entry. Returns: p_entry_id. Errors: PERIOD_CLOSED.
CREATE PROCEDURE _post_debit_note_entry(
    IN p_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_debit_note_id INT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    OUT p_entry_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rate, v_tax DECIMAL(19,4);
    DECLARE c_taxes CURSOR FOR
        SELECT
            w.tax_rate,
            ROUND(w.run * n.exchange_rate, m.minor_units) - ROUND((w.run - w.tax) * n.exchange_rate, m.minor_units) AS tax_base
        FROM (
            SELECT t.tax_rate, t.tax, SUM(t.tax) OVER (ORDER BY t.tax_rate ROWS UNBOUNDED PRECEDING) AS run
            FROM (
                SELECT i.tax_rate, SUM(i.tax_amount) AS tax
                FROM customer_debit_note_items AS i FORCE INDEX (customer_debit_note_items_in_note)
                WHERE i.debit_note_id = p_debit_note_id AND i.tax_rate > 0
                GROUP BY i.tax_rate
            ) AS t
        ) AS w
        STRAIGHT_JOIN customer_debit_notes AS n FORCE INDEX (PRIMARY) ON n.id = p_debit_note_id
        STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = n.company_id
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = c.currency
        ORDER BY w.tax_rate;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SELECT CONCAT(
        '["receivables","', n.total_base, '"],["', IF(n.reference_type = 'opening_balance', 'opening_equity', 'additional_charges'), '","', -n.net_base, '"]')
    INTO v_lines
    FROM customer_debit_notes AS n WHERE n.id = p_debit_note_id;
    OPEN c_taxes;
    each_tax: LOOP
        FETCH c_taxes INTO v_rate, v_tax;
        IF v_done THEN
            LEAVE each_tax;
        END IF;
        SET v_lines = CONCAT(v_lines, ',["tax_payable","', -v_tax, '",null,"', v_rate, '"]');
    END LOOP;
    CLOSE c_taxes;
    CALL _post_entry(
        p_entry_no, 'customer_debit', 'customer_debit_notes', p_debit_note_id, CONCAT('[', v_lines, ']'), NULL, NULL,
        p_customer_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, NULL, p_entry_id);
END
