-- What rounding an amount to the nearest multiple of the smallest coin adds to it, half up. DIV as in _ratio.
-- Parameters: p_amount 0 or more and p_coin above 0, in currency units; p_coin NULL where nothing is rounded. Returns: currency units, below 0 where it is rounded down.
CREATE FUNCTION _coin_rounding(p_amount DECIMAL(19,4), p_coin DECIMAL(19,4)) RETURNS DECIMAL(19,4)
DETERMINISTIC NO SQL
RETURN COALESCE(((2 * p_amount + p_coin) DIV (2 * p_coin)) * p_coin - p_amount, 0)
