ALTER TABLE invoice_returns DROP INDEX invoice_returns_by_day;

ALTER TABLE invoices_out DROP INDEX invoices_out_open;
