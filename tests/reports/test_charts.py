"""daftar report sales|ageing|profit --plot and --png: each bar is as long as its figure."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from PIL import Image

import pyclient.print
from pyclient.cli import main
from pyclient.client import Client
from pyclient.models import AgeingReportFilter, ProfitReportRow, SalesReportFilter, SalesReportRow
from pyclient.print import charts, pages
from pyclient.print.charts import Bar, Chart
from tests.reports.conftest import Days, on
from tests.till import Till, line

ALL = ("--from", "2026-03-30", "--to", "2026-04-02")
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
REVENUE = [209, 102, 40, -30]
GAIN, LOSS = (15, 76, 92), (180, 35, 24)
# How much of a column a block takes, in eighths: from its left edge, or, where a bar begins in it, its right.
EIGHTHS = {block: at for at, block in enumerate(" ▏▎▍▌▋▊▉█")} | {"▐": 4, "▕": 1}
FIRST = date(2026, 10, 1)


def daftar(days: Days, *arguments: str, **environment: str) -> Result:
    url = days.till.shop.url
    return CliRunner().invoke(main, arguments, env={"DAFTAR_URL": url, "COLUMNS": "100", **environment})


def drawn(result: Result) -> list[tuple[str, str, str]]:
    """Each line's name, bar and amount."""
    assert result.exit_code == 0, result.output
    lines = [re.split("│", line)[1:-1] for line in result.stdout.splitlines() if line.startswith("│")]
    return [(name.strip(), bar[1:-1], amount.strip()) for name, bar, amount in lines]


def sold(*revenue: int, days_between: int = 1) -> list[SalesReportRow]:
    """A day's row for each, ``days_between`` apart."""
    zero = Decimal(0)
    names = ("sales", "discounts", "returned", "rounding", "tax", "cost", "profit")
    return [
        SalesReportRow(
            period=FIRST + timedelta(at * days_between), invoices=1, returns=0, undone=0,
            revenue=Decimal(each), **dict.fromkeys(names, zero),
        )
        for at, each in enumerate(revenue)
    ]  # fmt: skip


def earned(*profits: int) -> list[ProfitReportRow]:
    one = Decimal(1)
    return [
        ProfitReportRow(id=at, name=f"صنف {at}", quantity=one, revenue=one, cost=one, profit=Decimal(each))
        for at, each in enumerate(profits)
    ]


def test_the_terminals_bars_are_as_long_as_their_figures(days: Days) -> None:
    *bars, total = drawn(daftar(days, "report", "sales", *ALL, "--plot"))
    assert [name for name, _, _ in bars] == [f"2026-03-{day}" for day in (30, 31)] + [
        f"2026-04-0{day}" for day in (1, 2)
    ]
    assert [Decimal(amount) for _, _, amount in bars] == REVENUE
    assert total == ("", " " * len(total[1]), "321.00")
    unit = len(bars[0][1]) / (max(REVENUE) - min(REVENUE))
    for (_, bar, _), revenue in zip(bars, REVENUE, strict=True):
        assert sum(EIGHTHS[block] for block in bar) / 8 == pytest.approx(abs(revenue) * unit, abs=0.6)
    zero = len(bars[-1][1].rstrip())
    assert zero == pytest.approx(30 * unit, abs=1)
    for _, bar, _ in bars[:-1]:
        assert bar[: zero - 1].strip() == "", "what was sold stands on the other side than what was lost"


def test_the_figures_are_those_of_the_report(days: Days) -> None:
    for name, column in (("sales", "revenue"), ("profit", "profit")):
        plotted = drawn(daftar(days, "report", name, *ALL, "--plot"))
        rows = csv.DictReader(io.StringIO(daftar(days, "report", name, *ALL, "--csv").stdout))
        amounts = [Decimal(row[column]) for row in rows]
        assert sorted(Decimal(amount) for _, _, amount in plotted[:-1]) == sorted(amounts)
        assert Decimal(plotted[-1][2]) == sum(amounts)


def test_ageing_is_drawn_by_age(days: Days) -> None:
    plotted = drawn(daftar(days, "report", "ageing", "--as-of", "2026-04-15", "--plot"))
    rows = days.report("ageing", as_of="2026-04-15")
    for (name, _, amount), column in zip(
        plotted, ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90", "total"), strict=True
    ):
        assert Decimal(amount) == sum(Decimal(str(row[column])) for row in rows), name
    assert [bar.strip() != "" for _, bar, _ in plotted] == [False, True, False, False, False, False]


def test_what_suppliers_are_owed_is_drawn_by_age(days: Days, tmp_path: Path) -> None:
    asked = ("report", "payables", "--as-of", "2026-04-15")
    plotted = drawn(daftar(days, *asked, "--plot"))
    names = ["not due", "1-30", "31-60", "61-90", "over 90", "without a bill", ""]
    assert [name for name, _, _ in plotted] == names
    assert [Decimal(amount) for _, _, amount in plotted] == [0, 30, 0, 0, 0, 0, 30]
    done = daftar(days, *asked, "--png", str(tmp_path / "owed.png"))
    assert done.exit_code == 0, done.output
    assert len(bars_of(tmp_path / "owed.png")) == 1


def test_a_month_is_a_bar(days: Days) -> None:
    by_month = daftar(days, "report", "sales", *ALL, "--by", "month", "--plot")
    assert [(name, amount) for name, _, amount in drawn(by_month)] == [
        ("2026-03", "311.00"), ("2026-04", "10.00"), ("", "321.00"),
    ]  # fmt: skip


def test_nothing_is_drawn_where_there_is_nothing(days: Days, tmp_path: Path) -> None:
    nobody = ("--from", "2020-01-01", "--to", "2020-01-31")
    for name in ("sales", "profit"):
        assert drawn(daftar(days, "report", name, *nobody, "--plot")) == []
    done = daftar(days, "report", "sales", *nobody, "--png", str(tmp_path / "empty.png"))
    assert done.exit_code == 0, done.output
    assert bars_of(tmp_path / "empty.png") == []


def test_a_narrow_terminal_and_no_color(days: Days) -> None:
    narrow = daftar(days, "report", "sales", *ALL, "--plot", COLUMNS="40")
    assert max(map(len, narrow.stdout.splitlines())) == 40
    assert drawn(narrow)[0][0] == "2026-03-30"
    red = "\x1b[31"
    on_a_terminal = {"FORCE_COLOR": "1", "TERM": "xterm"}
    assert red in daftar(days, "report", "sales", *ALL, "--plot", **on_a_terminal).stdout
    assert red not in daftar(days, "report", "sales", *ALL, "--plot", NO_COLOR="1", **on_a_terminal).stdout


def test_days_without_sales_have_their_place() -> None:
    chart = charts.of_sales(sold(5, 7, days_between=3), "day")
    assert [(bar.english, int(bar.value)) for bar in chart.bars] == [
        ("2026-10-01", 5), ("2026-10-02", 0), ("2026-10-03", 0), ("2026-10-04", 7),
    ]  # fmt: skip
    months = charts.of_sales(sold(5, 7, days_between=31 + 30 + 31), "month")
    assert [bar.english for bar in months.bars] == ["2026-10", "2026-11", "2026-12", "2027-01"]


def test_the_profits_beyond_thirty_share_a_bar() -> None:
    chart = charts.of_profit(earned(*range(1, 41), -500), "product")
    values = [int(bar.value) for bar in chart.bars]
    assert values[:-1] == [*range(40, 11, -1), -500]
    assert (chart.bars[-1].english, values[-1]) == ("11 others", sum(range(1, 12)))
    assert chart.total == sum(range(1, 41)) - 500


def lines_of(picture: Path | bytes) -> list[int]:
    """How many pixels of a bar each line of the picture has, below zero those of a loss; from below the line
    under the letterhead, which has a gain's colour."""
    image = Image.open(io.BytesIO(picture) if isinstance(picture, bytes) else picture).convert("RGB")
    lines = [image.crop((0, y, image.width, y + 1)).tobytes() for y in range(image.height)]
    found = [line.count(bytes(GAIN)) - line.count(bytes(LOSS)) for line in lines]
    letterhead = next(at for at, length in enumerate(found) if length > image.width * 0.8)
    return found[letterhead + 8 :]


def bars_of(picture: Path | bytes) -> list[int]:
    """How long the bars are, from above."""
    return [length for length, _ in groupby(lines_of(picture)) if length]


def as_picture(days: Days, chart: Chart) -> tuple[bytes, str]:
    """The chart as PNG, and what its page says."""
    asked = SalesReportFilter(from_date=FIRST, to_date=FIRST)
    with Client.from_url(days.till.shop.url) as client:
        made = charts.document(chart, client.get_settings(), asked)
    page = pypdfium2.PdfDocument(pages.as_pdf(made, "chart"))[0]
    return pages.as_png(made), page.get_textpage().get_text_bounded()


def check(found: Sequence[int], values: Sequence[int]) -> None:
    longest = max(map(abs, found))
    assert len(found) == len(values)
    for length, value in zip(found, values, strict=True):
        assert length / longest == pytest.approx(value / max(map(abs, values)), abs=0.02)


def test_the_pictures_bars_are_as_long_as_their_figures(days: Days, tmp_path: Path) -> None:
    file = tmp_path / "sales.png"
    done = daftar(days, "report", "sales", *ALL, "--png", str(file))
    assert (done.exit_code, done.stdout) == (0, f"{file}\n"), done.output
    check(bars_of(file), REVENUE)


def test_a_picture_says_what_it_shows_in_arabic(days: Days) -> None:
    chart = charts.of_profit(earned(30, -10), "product")
    _, text = as_picture(days, chart)
    # of letters that are written as one sign, PDFium tells the second one first
    for wanted in ("الربح حسب الصنف", "2026-10-01", "30.00", "صنف 1", "-10.00", "20.00"):
        assert wanted in text
    with Client.from_url(days.till.shop.url) as client:
        html = pages.as_html(charts.document(chart, client.get_settings(), AgeingReportFilter()), "a4")
    assert '<html lang="ar" dir="rtl">' in html


def test_four_hundred_days_are_thin_bars_with_their_months(days: Days) -> None:
    revenue = [100 + at % 7 * 10 for at in range(400)]
    picture, text = as_picture(days, charts.of_sales(sold(*revenue), "day"))
    lines = lines_of(picture)
    first = next(at for at, length in enumerate(lines) if length)
    last = max(at for at, length in enumerate(lines) if length)
    thick = (last + 1 - first) / len(revenue)
    assert 5 < thick < 8
    check([lines[first + int((at + 0.5) * thick)] for at in range(len(revenue))], revenue)
    months = [str(date(2026 + (9 + at) // 12, (9 + at) % 12 + 1, 1)) for at in range(14)]
    assert re.findall(r"\d{4}-\d\d-\d\d", text) == ["2026-10-01", *months]
    for wanted in ("160.00", "0.00", f"{sum(revenue):,}.00"):
        assert wanted in text


def test_a_small_loss_is_seen_beside_large_gains(days: Days) -> None:
    chart = Chart(english="", arabic="", bars=(Bar("a", "a", Decimal(9000)), Bar("b", "b", Decimal(-100))))
    picture, _ = as_picture(days, chart)
    check(bars_of(picture), [9000, -100])


def test_what_cannot_be_is_said(days: Days, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in (
        ("--plot", "--csv"),
        ("--plot", "--png", "x.png"),
        ("--png", "x.png", "--csv"),
        ("--png", "x.txt"),
        ("--png", "x"),
        ("--png", ".png"),
    ):
        refused = daftar(days, "report", "sales", *ALL, *arguments)
        assert (refused.exit_code, refused.stdout) == (2, ""), arguments
    for arguments in (("--plot", "--json"), ("--png", "-", "--json")):
        refused = daftar(days, "report", "sales", *ALL, *arguments)
        assert (refused.exit_code, json.loads(refused.stdout)["token"]) == (2, "USAGE"), arguments
    assert daftar(days, "report", "stock", "--plot").exit_code == 2
    nowhere = daftar(days, "report", "ageing", "--png", "nowhere/x.png")
    assert (nowhere.exit_code, nowhere.stdout) == (1, "")
    assert "nowhere/x.png" in nowhere.stderr
    assert [*tmp_path.iterdir()] == []
    told = daftar(days, "report", "ageing", "--png", "x.png", "--json")
    assert json.loads(told.stdout) == {"ok": True, "file": "x.png"}
    assert daftar(days, "report", "ageing", "--png", "X.PNG").stdout == "X.PNG\n"
    assert daftar(days, "report", "ageing", "--png", "-").stdout_bytes.startswith(b"\x89PNG")
    monkeypatch.setattr(charts, "MOST_BARS_OF_A_PICTURE", 3)
    many = daftar(days, "report", "sales", *ALL, "--png", "y.png")
    assert (many.exit_code, many.stdout) == (2, "")
    assert "room for 3 bars, not for 4" in " ".join(many.stderr.split())


@pytest.mark.parametrize("package", ["jinja2", "weasyprint", "pypdfium2"])
def test_what_to_install_is_said(days: Days, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.delattr(pyclient.print, "pages", raising=False)
    monkeypatch.delitem(sys.modules, "pyclient.print.pages", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    done = daftar(days, "report", "sales", *ALL, "--png", "x.png")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"plotting needs the package {package}: in Daftar's folder, pip install '.[plot]'" in " ".join(
        done.stderr.split()
    )


@pytest.mark.skipif("DAFTAR_WRITE_PICTURES" not in os.environ, reason="writes docs/pictures when asked to")
def test_the_picture_of_the_documentation(dated_till: Till, tmp_path: Path) -> None:
    till = dated_till
    till.call("sp_set_setting", {"name": "company_name", "value": "شركة النور للأدوات الصحية"})
    product, customer = till.product((1000, 30), selling_price=42), till.customer()
    sold_on = [9, 14, 12, 0, 21, 17, 8, 11, 15, 0, 0, 19, 24, 16]
    for at, quantity in enumerate(sold_on):
        on(till, str(FIRST + timedelta(at)))
        if quantity:
            sale = till.sell(customer, line(product, quantity))
    on(till, str(FIRST + timedelta(10)))
    till.call("sp_return_items", {"invoice_id": sale["invoice_id"], "all": True})
    period = ("--from", f"{FIRST}", "--to", f"{FIRST + timedelta(len(sold_on) - 1)}")
    file = tmp_path / "sales.png"
    done = CliRunner().invoke(
        main, ["report", "sales", *period, "--png", str(file)], env={"DAFTAR_URL": till.shop.url}
    )
    assert done.exit_code == 0, done.output
    Image.open(file).quantize(48).save(PICTURES / "sales.png", optimize=True)
