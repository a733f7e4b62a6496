-- An entry that undoes another names one that is there: trg_journal_entries_bi looks, and no entry can be deleted. As foreign keys to its own
-- table they cost MySQL 9.7 four openings of that table for each entry that is posted, a twelfth of a sale.
-- depends: 0021.purchases

ALTER TABLE journal_entries
    DROP FOREIGN KEY journal_entries_fk_reverses,
    DROP FOREIGN KEY journal_entries_fk_adjusts;
