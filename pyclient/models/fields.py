"""What all requests and answers share: amounts without floats, "leave as it is", and pages."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Final, Generic, TypeAlias, TypeVar

Amount: TypeAlias = Decimal | int | str
"""A number of money, quantity or percent: Decimal("12.50"), 12 or "12.50"; never a float."""


class Keep(enum.Enum):
    """The type of :data:`KEEP`."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP
"""In a change: this member stays as it is. (None clears it.)"""


def refuse_floats(value: object, where: str) -> None:
    """Raise TypeError for a float anywhere in a request: 0.1 + 0.2 is not 0.3, and money is exact."""
    if isinstance(value, float):
        raise TypeError(
            f'{where} is a float ({value!r}): pass Decimal("{value!r}"), a whole number or a text'
        )
    if isinstance(value, Mapping):
        for name, member in value.items():
            refuse_floats(member, f"{where}.{name}")
    elif isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        for position, member in enumerate(value):
            refuse_floats(member, f"{where}[{position}]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """Base of everything that is sent: checks for floats when it is made."""

    def __post_init__(self) -> None:
        for each in fields(self):
            refuse_floats(getattr(self, each.name), f"{type(self).__name__}.{each.name}")


@dataclass(frozen=True, kw_only=True, slots=True)
class WriteRequest(Request):
    """Base of the requests that write.

    ``created_by`` is the id of the user who acts. ``request_id`` (1 to 64 visible ASCII characters) makes the
    call safe to repeat: the same id with the same request gives the first answer again and does nothing. The
    client makes one when it is None.
    """

    created_by: int
    request_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter(Request):
    """Base of the list filters: at most ``limit`` (1 to 500) rows, following the row that ``after`` names."""

    limit: int = 50
    after: Cursor | None = None


Cursor: TypeAlias = int | str

T = TypeVar("T")
F = TypeVar("F", bound=Filter)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows of a list, and where the next ones begin (``next_after`` is None on the last page)."""

    rows: tuple[T, ...] = ()
    next_after: Cursor | None = None


def every_row(fetch: Callable[[F], Page[T]], wanted: F) -> Iterator[T]:
    """All rows of a list, page after page: each page is one call, made when it is reached."""
    while True:
        page = fetch(wanted)
        yield from page.rows
        if page.next_after is None:
            return
        wanted = replace(wanted, after=page.next_after)
