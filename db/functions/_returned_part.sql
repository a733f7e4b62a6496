-- What a return gives of an amount of a sold line (its value, or one of its taxes): in the share of the pieces that have come back by now, less
-- what was given before, so that the parts add up to the whole. What came back before the line was amended is settled: the share is that of
-- the rest. The same rule gives the invoice's rounding, by the value that has come back in the place of pieces.
-- Parameters: p_amount of all that was sold, p_settled the part of it that was settled, p_given before this return, in currency units; p_back
-- with this return, p_settled_back and p_sold in units of the product (or in currency units).
-- Returns: currency units, whole minor units.
CREATE FUNCTION _returned_part(
    p_amount DECIMAL(19,4),
    p_settled DECIMAL(19,4),
    p_given DECIMAL(19,4),
    p_back DECIMAL(19,4),
    p_settled_back DECIMAL(19,4),
    p_sold DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS DECIMAL(19,4)
DETERMINISTIC NO SQL
RETURN p_settled - p_given + _ratio(p_amount - p_settled, p_back - p_settled_back, p_sold - p_settled_back, p_minor_units)
