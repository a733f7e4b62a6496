-- The lines of a request in their plain form, without a look at any table: an array of objects with product_id, qty and, where given,
-- selling_price (above 0), price_type retail|wholesale and row_id, each a number or string that a typed column reads without loss; and
-- pricing, a text that holds an object, of a line that says more of its price (_read_line_pricing).
-- Nearly every request comes so, without pricing, and passes as it is; any other is written anew, or refused (_plain_invoice_lines).
-- Parameters: p_items raw JSON of the member items (an array, or a string that holds one); p_lines_before, how many lines of the request
-- stand before these. Returns: p_lines in the request's order.
-- Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, INVALID_QUANTITY, INVALID_PRICE, INVALID_DISCOUNT, AMOUNT_PRECISION.
CREATE PROCEDURE _read_invoice_lines(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, IN p_lines_before INT, OUT p_lines JSON
)
READS SQL DATA
BEGIN
    DECLARE v_items JSON DEFAULT IF(LEFT(p_items, 1) = '[', p_items, _list(p_items));
    DECLARE v_bytes LONGBLOB DEFAULT v_items;
    DECLARE v_count, v_plain_count INT;

    IF v_items IS NULL AND _scalar(p_items) IS NOT NULL THEN
        CALL _raise('VALIDATION.items', _scalar(p_items), NULL, NULL, NULL);
    END IF;

    -- What is no scalar becomes -1, which no pattern takes, and true and false their words, which are no text. Bytes decide: a caseless pattern would take look-alikes for letters.
    SELECT
        COUNT(*),
        COALESCE(SUM(
            CONCAT_WS('|', j.product_id, j.qty, COALESCE(j.selling_price, IF(j.price IS NULL, '0', '')), COALESCE(j.price_type, 'wholesale'))
                COLLATE utf8mb4_bin
                REGEXP '^[1-9][0-9]{0,8}[|](?=[0-9.]*[1-9])[0-9]{1,9}([.][0-9]{1,4})?[|][0-9]{1,9}([.][0-9]{1,6})?[|](wholesale|retail)\\z'
            AND (j.row_id IS NULL OR (CHAR_LENGTH(j.row_id) BETWEEN 1 AND 255 AND j.row_id NOT IN ('-1', 'true', 'false')))), 0)
    INTO v_count, v_plain_count
    FROM JSON_TABLE(v_items, '$[*]' COLUMNS (
        product_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.product_id' DEFAULT '-1' ON ERROR,
        qty VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.qty' DEFAULT '-1' ON ERROR,
        selling_price VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.selling_price' DEFAULT '-1' ON ERROR,
        price VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price' DEFAULT '-1' ON ERROR,
        price_type VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type' DEFAULT '-1' ON ERROR,
        row_id VARCHAR(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id' DEFAULT '-1' ON ERROR
    )) AS j;
    IF v_count = 0 THEN
        CALL _raise('NO_ITEMS', NULL, NULL, NULL, NULL);
    END IF;
    IF v_count > 1000 THEN
        CALL _raise('TOO_MANY_ITEMS', v_count, NULL, NULL, NULL);
    END IF;

    SET p_lines = v_items;
    -- a name of those that say more of the price, or of those that only the package itself writes into a line; or escapes, which MariaDB keeps in names.
    -- Bytes looked for one after the other cost a third of a pattern.
    IF v_plain_count < v_count OR LOCATE('"uom', v_bytes) > 0 OR LOCATE('"unit', v_bytes) > 0 OR LOCATE('"disc', v_bytes) > 0 OR LOCATE('"tax_', v_bytes) > 0
        OR LOCATE('"price_i', v_bytes) > 0 OR LOCATE('"priced', v_bytes) > 0 OR LOCATE('"pricin', v_bytes) > 0 OR LOCATE('\\', v_bytes) > 0
    THEN
        CALL _plain_invoice_lines(v_items, v_count, p_lines_before, p_lines);
    END IF;
END
