"""Drafts: sales that are not made yet, as the till has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pyclient.models.fields import KEEP, Filter, Keep, WriteRequest
from pyclient.models.sales import QuotedInvoice, SaleItem, SaleRequest


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftRequest(SaleRequest):
    """A cart to keep, or with ``draft_id`` what takes the place of a kept one; it may be incomplete.

    A line that is not complete goes as a mapping of its members.

    >>> cart = DraftRequest(items=[SaleItem(product_id=3, qty=2, row_id="r1")], name="أحمد", created_by=1)
    >>> cart.customer_id is None
    True
    """

    customer_id: int | None = None
    items: Sequence[SaleItem | Mapping[str, object]] = ()
    name: str | Keep | None = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedDraft(QuotedInvoice):
    """The answer to saving a draft: what the sale would come to, and the draft's id."""

    draft_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A stored draft. ``request`` is what was sent, fractions as Decimals; ``quote`` what it came to then.

    ``invoice_id`` is the sale that it became; ``revision`` goes up each time the draft is saved.
    """

    draft_id: int
    request: dict[str, object]
    quote: QuotedInvoice
    created_by: int
    updated_by: int
    created_at: datetime
    updated_at: datetime
    revision: int
    name: str | None = None
    company_id: int | None = None
    branch_id: int | None = None
    customer_id: int | None = None
    invoice_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeleteDraftRequest(WriteRequest):
    """Delete a draft that was not sold.

    >>> DeleteDraftRequest(draft_id=7, created_by=1).draft_id
    7
    """

    draft_id: int
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeletedDraft:
    """The answer to deleting a draft."""

    draft_id: int
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftFilter(Filter):
    """Which drafts to list, newest first: those that were not sold, or with ``consumed`` those that were.

    ``created_by`` is who made them, ``search`` a part of their names.
    """

    customer_id: int | None = None
    branch_id: int | None = None
    created_by: int | None = None
    draft_id: int | None = None
    search: str | None = None
    consumed: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftSummary:
    """One row of the list of drafts."""

    draft_id: int
    line_count: int
    revision: int
    created_by: int
    updated_by: int
    created_at: datetime
    updated_at: datetime
    name: str | None = None
    branch_id: int | None = None
    customer_id: int | None = None
    customer_name: str | None = None
    total_after: Decimal | None = None
    invoice_id: int | None = None
