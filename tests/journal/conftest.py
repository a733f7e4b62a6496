"""What the calls of a test post, as text that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from tests.till import Till


@dataclass
class Journal:
    """The entries that were posted since the last look."""

    till: Till
    _last: int = 0

    def posted(self) -> list[str]:
        """Each entry's type and its roles, debits before the bar and credits behind it, each followed by the
        movements of its goods.

        >>> journal.posted()  # doctest: +SKIP
        ['invoice_cogs: cost_of_goods_sold 200 | inventory 200', 'sale of batch 1: -10 at -100']
        """
        texts = []
        entries = self.till.rows(
            "SELECT id, entry_type FROM journal_entries WHERE id > %s AND posted = 1 ORDER BY id",
            self._last,
        )
        for entry, entry_type in entries:
            lines = self.till.rows(
                "SELECT role, debit, credit FROM journal_entry_lines WHERE journal_entry_id = %s"
                " ORDER BY line_no",
                entry,
            )
            debits = ", ".join(f"{role} {plain(debit)}" for role, debit, _ in lines if debit)
            credits = ", ".join(f"{role} {plain(credit)}" for role, _, credit in lines if credit)
            texts.append(f"{entry_type}: {debits} | {credits}")
            movements = self.till.rows(
                "SELECT transaction_type, batch_id, qty, total_cost FROM inventory_transactions"
                " WHERE journal_entry_id = %s ORDER BY batch_id",
                entry,
            )
            texts += [
                f"{kind} of batch {batch}: {plain(qty)} at {plain(cost)}"
                for kind, batch, qty, cost in movements
            ]
            self._last = entry
        return texts

    def value(self, role: str) -> str:
        """Debit less credit of all that was ever posted to a role."""
        amounts = self.till.rows(
            "SELECT COALESCE(SUM(debit - credit), 0) FROM journal_entry_lines WHERE role = %s", role
        )
        return plain(amounts[0][0])


def plain(amount: Decimal) -> str:
    """Without the zeros behind the last figure: 3.3300 is 3.33, 10.0000 is 10."""
    return f"{amount.normalize():f}"


@pytest.fixture
def journal(till: Till) -> Journal:
    return Journal(till)
