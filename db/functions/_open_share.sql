-- The share of what is open in one currency that goes with a part of what is open in the other: for the whole all of it, for less never all, so that both
-- come to zero together.
-- Parameters: p_open of the one, in currency units, and its p_minor_units; p_part of p_whole, what is open in the other; p_part above 0.
-- Returns: currency units, whole minor units.
CREATE FUNCTION _open_share(p_open DECIMAL(19,4), p_part DECIMAL(19,4), p_whole DECIMAL(19,4), p_minor_units TINYINT) RETURNS DECIMAL(19,4)
DETERMINISTIC NO SQL
RETURN IF(
    p_part = p_whole, p_open,
    LEAST(
        _ratio(p_open, p_part, p_whole, p_minor_units),
        p_open - CAST(ELT(p_minor_units + 1, '1', '0.1', '0.01', '0.001', '0.0001') AS DECIMAL(5,4))))
