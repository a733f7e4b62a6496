"""quote.js by itself in a real browser: rows by their id, what was typed untouched, late answers dropped."""

from __future__ import annotations

from typing import cast

import pytest

from tests.examples.screen import Screen

# What the server says of a row; TYPED is what the cashier has in it.
LINE = {"list_price": 10, "total_price": 20, "gross": 22.8, "tax_amount": 2.8, "qty": 2, "product_id": 3}
TYPED = {"qty": "٢", "selling_price": "", "discount_percent": "5."}


def merged(
    screen: Screen,
    rows: list[dict[str, object]],
    items: list[dict[str, object]],
    *problems: dict[str, object],
) -> list[dict[str, object]]:
    """The rows after :js:`mergeQuote`."""
    quote = {"items": items, "problems": problems}
    return cast(
        "list[dict[str, object]]",
        screen.browser.execute_async_script(
            "const [rows, quote, done] = arguments;"
            "import('./quote.js').then(({ mergeQuote }) => { mergeQuote(rows, quote); done(rows); });",
            rows,
            quote,
        ),
    )


@pytest.fixture
def page(screen: Screen) -> Screen:
    screen.open()
    return screen


def test_two_rows_of_one_product_get_their_own_figures(page: Screen) -> None:
    first: dict[str, object] = {"row_id": "a", "product_id": 3, **TYPED}
    second: dict[str, object] = {"row_id": "b", "product_id": 3, **TYPED, "qty": "7"}
    # in another order than the rows stand in
    rows = merged(
        page, [first, second], [{**LINE, "row_id": "b", "total_price": 70}, {**LINE, "row_id": "a"}]
    )
    assert [cast("dict[str, object]", row["computed"])["total_price"] for row in rows] == [20, 70]
    for row, typed in zip(rows, (first, second), strict=True):
        assert {name: row[name] for name in typed} == typed


def test_a_row_that_was_deleted_meanwhile_does_not_come_back(page: Screen) -> None:
    left: dict[str, object] = {"row_id": "b", **TYPED}
    (row,) = merged(page, [left], [{**LINE, "row_id": "a"}, {**LINE, "row_id": "b", "gross": 5}])
    assert (row["row_id"], cast("dict[str, object]", row["computed"])["gross"]) == ("b", 5)


def test_a_row_that_came_meanwhile_keeps_what_it_has(page: Screen) -> None:
    old: dict[str, object] = {"row_id": "a", **TYPED, "computed": {"gross": 1}, "problems": []}
    new: dict[str, object] = {"row_id": "c", **TYPED}
    rows = merged(page, [old, new], [])
    assert rows == [old, new]


def test_problems_stand_at_their_row(page: Screen) -> None:
    problems: list[dict[str, object]] = [
        {"token": "INVALID_QUANTITY", "row_id": "a", "message": "x"},
        {"token": "NO", "row_id": None},
    ]
    unknown: dict[str, object] = {"row_id": "a", "total_price": None}
    (row,) = merged(page, [{"row_id": "a", **TYPED}], [unknown], *problems)
    assert row["problems"] == problems[:1]
    assert set(cast("dict[str, object]", row["computed"]).values()) == {None}


# A cart is changed at these moments (ms); each question is answered so many ms after it was asked.
ASKING = """
const [changes, delays, done] = arguments;
import('./quote.js').then(({ quoter }) => {
  const asked = [], shown = [];
  let change = 0;
  const ask = () => {
    const question = change;
    asked.push(question);
    return new Promise((answer) => setTimeout(answer, delays[asked.length - 1], `of change ${question}`));
  };
  const changed = quoter(ask, (quote) => shown.push(quote), 50);
  for (const moment of changes) setTimeout(() => { change += 1; changed(); }, moment);
  setTimeout(() => done([asked, shown]), Math.max(...changes) + 50 + Math.max(...delays) + 100);
});
"""


@pytest.mark.parametrize(
    ("changes", "delays", "asked", "shown"),
    [
        # somebody types: one question, when the typing is over
        ([0, 20, 40, 60], [10], [4], ["of change 4"]),
        # two questions, answered in their order
        ([0, 300], [10, 10], [1, 2], ["of change 1", "of change 2"]),
        # the first answer arrives after the second: it is dropped
        ([0, 200], [600, 10], [1, 2], ["of change 2"]),
        # it arrives when the cart has changed again, but nobody asked about that yet: dropped, too
        ([0, 110], [90, 10], [1, 2], ["of change 2"]),
    ],
    ids=["typing", "in order", "late", "overtaken by a change"],
)
def test_only_the_answer_to_the_latest_change_is_shown(
    page: Screen, changes: list[int], delays: list[int], asked: list[int], shown: list[str]
) -> None:
    page.browser.set_script_timeout(10)
    assert page.browser.execute_async_script(ASKING, changes, delays) == [asked, shown]
