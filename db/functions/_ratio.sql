-- round(amount x part / whole) to minor units, half away from zero, and for the whole the amount itself: the one rule behind FIFO costs and
-- discount shares. The lines of a sale and of a quote, and their taxes, have it without the call (_post_invoice_lines, _quote_items, sp_quote_invoice,
-- _price_taxes).
-- DIV is exact on DECIMALs of any length, where / would keep only as many decimals as the session's div_precision_increment says.
-- Parameters: p_amount currency units, p_part and p_whole in one unit (quantities or amounts), p_whole > 0, p_minor_units 0 to 4.
-- Returns: currency units, whole minor units.
CREATE FUNCTION _ratio(
    p_amount DECIMAL(19,4), p_part DECIMAL(19,4), p_whole DECIMAL(19,4), p_minor_units TINYINT
) RETURNS DECIMAL(19,4)
DETERMINISTIC NO SQL
RETURN IF(
    p_part = p_whole, p_amount,
    SIGN(p_amount * p_part)
    * ((2 * ABS(p_amount * p_part) * CAST(ELT(p_minor_units + 1, '1', '10', '100', '1000', '10000') AS DECIMAL(5,0)) + p_whole) DIV (2 * p_whole))
    * CAST(ELT(p_minor_units + 1, '1', '0.1', '0.01', '0.001', '0.0001') AS DECIMAL(5,4)))
