-- The taxes of what is kept, by the rule of a sale (_price_taxes), with those that went back with what came back.
-- Parameters: p_plan and p_kept of _plan_amendment; p_spread of _amended_discount; p_tax_rounding of the invoice.
-- Returns: p_plan, where anything is or was taxed with line_tax and line_added_tax of the whole line, taxes [[place, tax, name, rate, base, amount,
-- of it came back], ...], tax_texts, the member "taxes" of the answer's item without brackets, and taxes_change, whether they are others than the line has;
-- numbers as texts. p_changes 1 where those of any line are, else as it was. p_answer the member "taxes" of the answer; p_tax_total and p_added_tax of the
-- whole invoice, in currency units.
CREATE PROCEDURE _tax_amended_lines(
    INOUT p_plan JSON,
    IN p_kept DECIMAL(19,4),
    IN p_spread DECIMAL(19,4),
    IN p_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    INOUT p_changes TINYINT,
    OUT p_answer LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_tax_total DECIMAL(19,4),
    OUT p_added_tax DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_done, v_is_taxed, v_includes_tax, v_differs, v_changes TINYINT DEFAULT 0;
    DECLARE v_line_no, v_place, v_places, v_old_places, v_tax_id INT DEFAULT 0;
    DECLARE v_base, v_line_tax, v_amount, v_back DECIMAL(19,4);
    DECLARE v_rate DECIMAL(7,4);
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_taxes JSON;
    DECLARE v_line, v_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_plan, v_rows, v_line_taxes, v_texts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- a row for each tax of a line, one for a line without
    DECLARE c_taxes CURSOR FOR
        SELECT
            w.line_no, w.line, w.place, w.places, w.old_places, w.tax_id, w.name, w.rate,
            -- as in a sale, where the taxes of a line of a few minor units round to more than the line
            GREATEST(w.worth - IF(w.includes_tax, SUM(w.amount + w.back) OVER (PARTITION BY w.line_no), 0), 0), w.amount + w.back, w.back, w.includes_tax,
            COALESCE(SUM(w.amount + w.back) OVER (PARTITION BY w.line_no), 0),
            NOT (o.tax_id <=> w.tax_id AND o.rate <=> w.rate AND o.amount <=> w.amount + w.back)
        FROM (
            SELECT
                j.line_no, j.line, j.item_id, j.includes_tax, t.tax_no AS place, t.tax_id, t.name, t.rate, t.amount,
                j.back_value + j.total - IF(
                    p_spread > 0,
                    _ratio(p_spread, j.running, p_kept, p_minor_units) - _ratio(p_spread, j.running - j.total, p_kept, p_minor_units), 0) AS worth,
                COUNT(t.tax_no) OVER (PARTITION BY j.line_no) AS places,
                (SELECT COUNT(*) FROM invoice_item_taxes AS n FORCE INDEX (PRIMARY) WHERE n.sale_item_id = j.item_id) AS old_places,
                (
                    SELECT COALESCE(SUM(b.amount), 0)
                    FROM invoice_return_items AS r FORCE INDEX (invoice_return_items_of_line)
                    STRAIGHT_JOIN invoice_return_taxes AS b FORCE INDEX (PRIMARY) ON b.return_item_id = r.id AND b.tax_no = t.tax_no
                    WHERE r.sale_item_id = j.item_id
                ) AS back
            FROM (
                SELECT g.line_no, g.line, g.item_id, g.includes_tax, g.total, g.back_value, SUM(g.total) OVER (ORDER BY g.line_no ROWS UNBOUNDED PRECEDING) AS running
                FROM JSON_TABLE(p_plan, '$[*]' COLUMNS (
                    line_no FOR ORDINALITY,
                    line JSON PATH '$',
                    item_id INT PATH '$.item_id',
                    includes_tax TINYINT PATH '$.price_includes_tax',
                    total DECIMAL(19,4) PATH '$.total',
                    back_value DECIMAL(19,4) PATH '$.back_value'
                )) AS g
            ) AS j
            LEFT JOIN JSON_TABLE(v_taxes, '$.rows[*]' COLUMNS (
                line_no INT PATH '$[0]',
                tax_no INT PATH '$[1]',
                tax_id INT PATH '$[2]',
                name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[3]',
                rate DECIMAL(7,4) PATH '$[4]',
                amount DECIMAL(19,4) PATH '$[6]'
            )) AS t ON t.line_no = j.line_no
        ) AS w
        LEFT JOIN invoice_item_taxes AS o FORCE INDEX (PRIMARY) ON o.sale_item_id = w.item_id AND o.tax_no = w.place
        ORDER BY w.line_no, w.place;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_answer = '[]', p_tax_total = 0, p_added_tax = 0;
    SELECT COALESCE(MAX(
        CAST(JSON_UNQUOTE(JSON_EXTRACT(j.priced, '$.tax_rate')) AS DECIMAL(7,4)) > 0
        OR EXISTS(SELECT 1 FROM invoice_item_taxes AS n FORCE INDEX (PRIMARY) WHERE n.sale_item_id = j.item_id)
        OR (
            COALESCE(JSON_EXTRACT(j.priced, '$.tax_rate'), JSON_EXTRACT(j.priced, '$.taxes_of')) IS NULL
            AND EXISTS(SELECT 1 FROM product_taxes AS x FORCE INDEX (PRIMARY) WHERE x.product_id = j.product_id))), 0)
    INTO v_is_taxed
    FROM JSON_TABLE(p_plan, '$[*]' COLUMNS (
        item_id INT PATH '$.item_id',
        product_id INT PATH '$.product_id',
        priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.priced'
    )) AS j;
    IF v_is_taxed THEN
        CALL _price_taxes(p_tax_rounding, p_minor_units, p_kept, p_spread, p_plan, v_taxes, p_tax_total, p_added_tax);
        SET p_tax_total = 0, p_added_tax = 0;
        OPEN c_taxes;
        each_tax: LOOP
            FETCH c_taxes INTO
                v_line_no, v_line, v_place, v_places, v_old_places, v_tax_id, v_name, v_rate, v_base, v_amount, v_back, v_includes_tax, v_line_tax,
                v_differs;
            IF v_done THEN
                LEAVE each_tax;
            END IF;
            SET v_changes = v_changes OR v_places <> v_old_places;
            IF v_place IS NOT NULL THEN
                SET v_changes = v_changes OR v_differs;
                SET v_line_taxes = CONCAT(
                    v_line_taxes, ',[', v_place, ',', COALESCE(v_tax_id, 'null'), ',', JSON_QUOTE(v_name), ',"', v_rate, '","', v_base, '","', v_amount,
                    '","', v_back, '"]');
                SET v_texts = CONCAT(v_texts, ',', _applied_tax_json(v_tax_id, v_name, v_rate, v_base, v_amount, p_minor_units));
                SET v_rows = CONCAT(
                    v_rows, ',[', v_line_no, ',', v_place, ',', COALESCE(v_tax_id, 'null'), ',', JSON_QUOTE(v_name), ',"', v_rate, '","', v_base, '","',
                    v_amount, '"]');
            END IF;
            IF COALESCE(v_place, 0) = v_places THEN
                SET p_tax_total = p_tax_total + v_line_tax;
                SET p_added_tax = p_added_tax + IF(v_includes_tax, 0, v_line_tax);
                SET v_plan = CONCAT(
                    v_plan, ',', LEFT(v_line, CHAR_LENGTH(v_line) - 1), ',"line_tax":"', v_line_tax, '","line_added_tax":"', IF(v_includes_tax, 0, v_line_tax),
                    '","taxes_change":', v_changes, ',"taxes":[', SUBSTRING(v_line_taxes, 2), '],"tax_texts":', JSON_QUOTE(SUBSTRING(v_texts, 2)), '}');
                -- also where they only move from line to line
                SET p_changes = p_changes OR v_changes;
                SET v_line_taxes = '', v_texts = '', v_changes = 0;
            END IF;
        END LOOP;
        CLOSE c_taxes;
        -- where a KILL cut the cursor short
        IF v_line_no < JSON_LENGTH(p_plan) OR COALESCE(v_place, 0) < v_places THEN
            CALL _raise_interrupted();
        END IF;
        SET p_plan = CONCAT('[', SUBSTRING(v_plan, 2), ']');
        CALL _sum_taxes(CONCAT('[', SUBSTRING(v_rows, 2), ']'), p_minor_units, p_answer, v_entries);
    END IF;
END
