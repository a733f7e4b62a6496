-- Pieces of a sold line go back into the batches that they came from, those taken last first, each at the cost that it was taken at, in the
-- share of what of a taking has come back by now. So a batch gets back exactly what it gave.
-- Parameters: p_item_id, its product locked; p_qty in units of the product; p_amendment_id that gives it back, NULL for a return.
-- Returns: p_cost of what came back; p_allocations the member "allocations" of an answer's item, without brackets: empty where no batch got
-- anything. Errors: VALIDATION. Locks: batches, by primary key, under their product's lock.
CREATE PROCEDURE _give_back_to_batches(
    IN p_item_id INT,
    IN p_qty DECIMAL(19,4),
    IN p_amendment_id INT,
    IN p_minor_units TINYINT,
    IN p_user_id INT,
    IN p_at DATETIME,
    OUT p_cost DECIMAL(19,4),
    OUT p_allocations LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_need DECIMAL(19,4) DEFAULT p_qty;
    DECLARE v_batch_id INT;
    DECLARE v_taken, v_taken_cost, v_back, v_back_cost, v_part, v_part_cost DECIMAL(19,4);
    DECLARE v_unit_cost DECIMAL(19,6);

    SET p_cost = 0;
    SET p_allocations = '';
    each_taking: WHILE v_need > 0 DO
        SET v_batch_id = NULL;
        -- one row in any case, so that nothing needs to be said about none
        SELECT MAX(t.batch_id), MAX(t.taken), MAX(t.taken_cost), MAX(t.back), MAX(t.back_cost), MAX(t.unit_cost)
        INTO v_batch_id, v_taken, v_taken_cost, v_back, v_back_cost, v_unit_cost
        FROM (
            SELECT
                a.batch_id, MAX(a.unit_cost) AS unit_cost,
                SUM(GREATEST(a.qty, 0)) AS taken, SUM(IF(a.qty > 0, a.line_cost, 0)) AS taken_cost,
                SUM(GREATEST(-a.qty, 0)) AS back, SUM(IF(a.qty < 0, -a.line_cost, 0)) AS back_cost
            FROM sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item)
            WHERE a.sale_item_id = p_item_id
            GROUP BY a.batch_id HAVING SUM(a.qty) > 0
            ORDER BY MAX(IF(a.qty > 0, a.id, 0)) DESC LIMIT 1
        ) AS t;
        -- a service, or an adopted line that names no batch
        IF v_batch_id IS NULL THEN
            LEAVE each_taking;
        END IF;
        -- only an adopted taking can have one: its batch would lose value by what comes back
        IF v_taken_cost < 0 THEN
            CALL _raise('VALIDATION', CONCAT('cost of batch ', v_batch_id), v_taken_cost, NULL, NULL);
        END IF;
        SET v_part = LEAST(v_need, v_taken - v_back);
        -- 0: what came back before the line took more may have been rounded up above its share of the whole
        SET v_part_cost = GREATEST(_ratio(v_taken_cost, v_back + v_part, v_taken, p_minor_units) - v_back_cost, 0);
        UPDATE batches SET
            remaining = remaining + v_part, stock_value = stock_value + v_part_cost, status = IF(status = 'consumed', 'active', status),
            adjusted_at = p_at, adjusted_by = p_user_id
        WHERE id = v_batch_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
        INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, amendment_id, created_by, created_at)
        VALUES (p_item_id, v_batch_id, -v_part, v_unit_cost, -v_part_cost, p_amendment_id, p_user_id, p_at);
        SET v_need = v_need - v_part;
        SET p_cost = p_cost + v_part_cost;
        SET p_allocations = CONCAT(
            p_allocations, IF(p_allocations = '', '', ','), '{"batch_id":', v_batch_id, ',"qty":', IF(p_amendment_id IS NULL, v_part, -v_part),
            ',"cost":', _money(IF(p_amendment_id IS NULL, v_part_cost, -v_part_cost), p_minor_units), '}');
    END WHILE;
END
