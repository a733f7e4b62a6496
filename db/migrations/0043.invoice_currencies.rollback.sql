-- The invoices stay, in the company's currency; what they said in their own goes.
DROP TABLE IF EXISTS invoice_settlements;

DROP TABLE IF EXISTS invoice_currency_items;

DROP TABLE IF EXISTS invoice_currencies;
