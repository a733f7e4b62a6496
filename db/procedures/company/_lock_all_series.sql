-- Lock all series of a branch, in the order in which postings take their numbers: what is being posted ends first. Parameters: as of _next_numbers.
-- Locks: number_series, by primary key: ORD, INV, RET, PRET, PO, JE, PAY, SH.
CREATE PROCEDURE _lock_all_series(IN p_branch_id INT)
MODIFIES SQL DATA
BEGIN
    CALL _lock_series(p_branch_id, 'ORD');
    CALL _lock_series(p_branch_id, 'INV');
    CALL _lock_series(p_branch_id, 'RET');
    CALL _lock_series(p_branch_id, 'PRET');
    CALL _lock_series(p_branch_id, 'PO');
    CALL _lock_series(p_branch_id, 'JE');
    CALL _lock_series(p_branch_id, 'PAY');
    CALL _lock_series(p_branch_id, 'SH');
END
