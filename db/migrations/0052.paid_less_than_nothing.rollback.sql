-- The older rule knows no invoice that counts less than nothing as paid: as one that broke a rule before adoption, it is exempt.
UPDATE invoices_out SET exempt = 1, updated_at = updated_at WHERE exempt = 0 AND paid_amount < 0;

ALTER TABLE invoices_out
    DROP CONSTRAINT invoices_out_amounts,
    ADD CONSTRAINT invoices_out_amounts CHECK (exempt = 1 OR (
        discount_amount >= 0 AND total_after_discount >= 0 AND total_after_discount = total_before_discount - discount_amount
        AND paid_amount >= 0 AND returned_amount >= 0 AND remaining_amount >= 0 AND invoice_date IS NOT NULL) IS TRUE);
