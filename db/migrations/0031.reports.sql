-- What the reports look rows up by: open invoices of all customers by the day on which they are due, and returns by their day.
-- depends: 0030.orders_and_tills

ALTER TABLE invoices_out ADD INDEX invoices_out_open (pay_by);

ALTER TABLE invoice_returns ADD INDEX invoice_returns_by_day (business_date);
