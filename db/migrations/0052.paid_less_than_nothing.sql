-- A payment may come to nothing after a part of it was given back (a check that bounces): its invoice counts less than nothing as paid then, and
-- owes that beside its goods. Such an invoice is unpaid, and never closed: a closed one owes nothing.
-- depends: 0051.tax_bases_of_amendments

ALTER TABLE invoices_out
    DROP CONSTRAINT invoices_out_amounts,
    ADD CONSTRAINT invoices_out_amounts CHECK (exempt = 1 OR (
        discount_amount >= 0 AND total_after_discount >= 0 AND total_after_discount = total_before_discount - discount_amount
        AND (paid_amount >= 0 OR delivered = 'no') AND returned_amount >= 0 AND remaining_amount >= 0 AND invoice_date IS NOT NULL) IS TRUE);
