"""Reports as bars: which figure of which rows, in which order. Needs none of the extras' packages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from pyclient.models import (
    AgeingReportFilter,
    AgeingReportRow,
    Company,
    PayablesReportFilter,
    PayablesReportRow,
    ProfitReportRow,
    SalesReportFilter,
    SalesReportRow,
)
from pyclient.models.reports import PeriodFilter
from pyclient.print.documents import Document

MOST_SUBJECTS = 30
"""As many products, customers or invoices have a bar of their own; the others share one."""
MOST_BARS_OF_A_PICTURE = 1000

Charted: TypeAlias = AgeingReportFilter | PayablesReportFilter | PeriodFilter
"""What the reports that can be drawn are asked."""

_ZERO = Decimal(0)
_AGES = (
    ("not_due", "not due", "لم يحن موعدها"),
    ("days_1_30", "1-30", "من 1 إلى 30 يومًا"),
    ("days_31_60", "31-60", "من 31 إلى 60 يومًا"),
    ("days_61_90", "61-90", "من 61 إلى 90 يومًا"),
    ("over_90", "over 90", "أكثر من 90 يومًا"),
)
_PROFIT_BY = {"product": "الربح حسب الصنف", "customer": "الربح حسب العميل", "invoice": "الربح حسب الفاتورة"}


@dataclass(frozen=True, slots=True)
class Bar:
    """An amount and what it is of, in English for the terminal and in Arabic for the picture."""

    english: str
    arabic: str
    value: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """Bars with one scale, whose zero all of them begin at."""

    english: str
    arabic: str
    bars: tuple[Bar, ...]

    @property
    def total(self) -> Decimal:
        """What the bars come to."""
        return sum((bar.value for bar in self.bars), _ZERO)

    @property
    def lowest(self) -> Decimal:
        """Where the scale begins: at zero, unless a bar is below it."""
        return min((_ZERO, *(bar.value for bar in self.bars)))

    @property
    def highest(self) -> Decimal:
        """Where the scale ends."""
        return max((_ZERO, *(bar.value for bar in self.bars)))

    @property
    def scale(self) -> Decimal:
        """How long the scale is; zero where all bars are."""
        return self.highest - self.lowest

    def ends(self, value: Decimal) -> tuple[Decimal, Decimal]:
        """Where the bar of ``value`` begins and ends on the scale, counted from its beginning.

        >>> chart = Chart(english="", arabic="", bars=(Bar("", "", Decimal(6)), Bar("", "", Decimal(-2))))
        >>> chart.ends(Decimal(-2)), chart.ends(Decimal(6))
        ((Decimal('0'), Decimal('2')), (Decimal('2'), Decimal('8')))
        """
        return min(_ZERO, value) - self.lowest, max(_ZERO, value) - self.lowest


def of_sales(rows: Sequence[SalesReportRow], by: Literal["day", "month"]) -> Chart:
    """Revenue from the first to the last day or month that has any, with those in between that have none."""
    revenue = {row.period: row.revenue for row in rows}
    bars = []
    for period in _periods(rows[0].period, rows[-1].period, by) if rows else ():
        name = f"{period:%Y-%m}" if by == "month" else f"{period}"
        bars.append(Bar(name, name, revenue.get(period, _ZERO)))
    return Chart(
        english=f"Revenue by {by}",
        arabic={"day": "الإيرادات اليومية", "month": "الإيرادات الشهرية"}[by],
        bars=tuple(bars),
    )


def of_ageing(rows: Sequence[AgeingReportRow]) -> Chart:
    """What all customers owe together, by its age."""
    return Chart(
        english="What customers owe, by days overdue",
        arabic="أعمار ديون العملاء",
        bars=_sums(rows, _AGES),
    )


def of_payables(rows: Sequence[PayablesReportRow]) -> Chart:
    """What all suppliers are owed together, by its age."""
    return Chart(
        english="What suppliers are owed, by days overdue",
        arabic="أعمار مستحقات الموردين",
        bars=_sums(rows, (*_AGES, ("without_bill", "without a bill", "بلا فاتورة"))),
    )


def of_profit(rows: Sequence[ProfitReportRow], by: Literal["product", "customer", "invoice"]) -> Chart:
    """The largest profits and losses, from the best to the worst, and what the others come to."""
    ordered = sorted(rows, key=lambda row: abs(row.profit), reverse=True)
    shown, others = ordered[:MOST_SUBJECTS], ordered[MOST_SUBJECTS:]
    bars = [
        Bar(name := row.name or f"{row.id}", name, row.profit)
        for row in sorted(shown, key=lambda row: row.profit, reverse=True)
    ]
    if others:
        rest = sum((row.profit for row in others), _ZERO)
        bars.append(Bar(f"{len(others)} others", f"غيرها ({len(others)})", rest))
    return Chart(
        english=f"Profit by {by}",
        arabic={
            "product": "الربح حسب الصنف",
            "customer": "الربح حسب العميل",
            "invoice": "الربح حسب الفاتورة",
        }[by],
        bars=tuple(bars),
    )


def document(chart: Chart, company: Company, wanted: Charted) -> Document:
    """The chart under the company's letterhead, with the days that it is of."""
    today = datetime.now(ZoneInfo(company.time_zone)).date()
    if isinstance(wanted, AgeingReportFilter | PayablesReportFilter):
        first = last = wanted.as_of or today
    else:
        last = wanted.to_date or today
        by_month = isinstance(wanted, SalesReportFilter) and wanted.by == "month"
        first = wanted.from_date or (last.replace(day=1) if by_month else last)
    return Document(
        template="chart",
        number=f"{first}" if first == last else f"{first} – {last}",
        company=company,
        branch_id=wanted.branch_id,
        day=None,
        total=chart.total,
        members={"chart": chart},
    )


def _sums(rows: Sequence[object], members: Sequence[tuple[str, str, str]]) -> tuple[Bar, ...]:
    return tuple(
        Bar(english, arabic, sum((getattr(row, member) for row in rows), _ZERO))
        for member, english, arabic in members
    )


def _periods(first: date, last: date, by: Literal["day", "month"]) -> Iterator[date]:
    while first <= last:
        yield first
        first = first + timedelta(1) if by == "day" else (first + timedelta(31)).replace(day=1)
