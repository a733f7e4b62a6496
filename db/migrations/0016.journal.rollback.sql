DELETE FROM number_series_days WHERE kind = 'JE';

DELETE FROM number_series WHERE kind = 'JE';

DROP TABLE IF EXISTS inventory_transactions;

DROP TABLE IF EXISTS journal_entry_lines;

DROP TABLE IF EXISTS journal_entries;
