"""Products, and the layers (batches) in which they were bought and are sold: first in, first out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyclient.models.fields import KEEP, Amount, Filter, Keep, Request, WriteRequest
from pyclient.models.terms import Tax


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductUnitRow(Request):
    """A unit beside the product's own: ``factor`` is how many of the product's own one of it is.

    Without a price of its own, one of it costs factor times the product's price.
    """

    unit: str
    factor: Amount
    selling_price: Amount | None = None
    retail_price: Amount | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductRequest(WriteRequest):
    """A new product (product_code, name and unit are needed), or with ``product_id`` a change of one.

    ``keeps_stock`` False is a service. ``barcodes``, ``taxes`` (codes or ids) and ``units`` each replace the
    whole list.

    >>> ProductRequest(product_code="CEM-1", name="أسمنت", unit="شيكارة", created_by=1).unit
    'شيكارة'
    """

    product_id: int | None = None
    product_code: str | Keep = KEEP
    name: str | Keep = KEEP
    unit: str | Keep = KEEP
    selling_price: Amount | Keep = KEEP
    retail_price: Amount | Keep = KEEP
    cost_price: Amount | Keep = KEEP
    reorder_level: Amount | Keep = KEEP
    barcodes: Sequence[str] | Keep = KEEP
    taxes: Sequence[str | int] | Keep = KEEP
    units: Sequence[ProductUnitRow] | Keep = KEEP
    keeps_stock: bool | Keep = KEEP
    active: bool | Keep = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductUnit:
    """A unit beside the product's own; prices are None where they are factor times the product's."""

    unit: str
    factor: Decimal
    selling_price: Decimal | None = None
    retail_price: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """One product; ``in_stock`` stands in lists, not in the answer to saving; its own lists do not."""

    id: int
    product_code: str
    name: str
    unit_of_measure: str
    selling_price: Decimal
    retail_price: Decimal
    cost_price: Decimal
    reorder_level: Decimal
    keeps_stock: bool = True
    active: bool = True
    company_id: int | None = None
    barcodes: tuple[str, ...] = ()
    taxes: tuple[Tax, ...] = ()
    units: tuple[ProductUnit, ...] = ()
    in_stock: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedProduct:
    """The answer to saving a product."""

    product_id: int
    product: Product
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductFilter(Filter):
    """Which products to list: ``search`` looks into codes, names and barcodes."""

    search: str | None = None
    active: bool | None = None
    product_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StockLayer:
    """One layer that still holds stock; ``value`` is what its remaining quantity cost."""

    batch_id: int
    received_at: date
    original_qty: Decimal
    remaining: Decimal
    unit_cost: Decimal
    value: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductStock(Product):
    """A product with its layers, in the order in which the next sales take them."""

    in_stock: Decimal = Decimal(0)
    stock_value: Decimal = Decimal(0)
    batches: tuple[StockLayer, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchRequest(WriteRequest):
    """Goods that came in: quantity at a unit cost, on a day (None: today).

    >>> BatchRequest(product_id=3, qty=20, unit_cost="33.25", created_by=1).qty
    20
    """

    product_id: int
    qty: Amount
    unit_cost: Amount
    received_at: date | None = None
    cost_center_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """One layer as it was received."""

    id: int
    product_id: int
    qty: Decimal
    remaining: Decimal
    unit_cost: Decimal
    value: Decimal
    received_at: date


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedBatch:
    """The answer to receiving goods, which is a purchase of one line: ``bill_id`` reverses it."""

    batch_id: int
    batch: Batch
    bill_id: int | None = None
    purchase_no: str | None = None
    msg: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AdjustmentItem(Request):
    """What was counted of a product, or the difference: exactly one of the two. ``unit_cost`` is that of what
    is more; without it the newest layer's."""

    product_id: int
    counted_qty: Amount | None = None
    qty_delta: Amount | None = None
    unit_cost: Amount | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AdjustmentRequest(WriteRequest):
    """Adjust stock to what was counted, or by so much.

    >>> AdjustmentRequest(
    ...     items=[AdjustmentItem(product_id=3, counted_qty=37)], reason="جرد", created_by=1
    ... ).items[0].counted_qty
    37
    """

    items: Sequence[AdjustmentItem]
    reason: str
    branch_id: int | None = None
    cost_center_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AdjustedProduct:
    """How one product changed: ``qty`` and ``value`` are below 0 where something was lost.

    ``batch_id`` is the new layer of what was found.
    """

    product_id: int
    qty: Decimal
    value: Decimal
    quantity_after: Decimal
    batch_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AdjustedStock:
    """The answer to an adjustment; ``value`` is that of all products."""

    adjustment_id: int
    value: Decimal
    items: tuple[AdjustedProduct, ...] = ()
    msg: str = ""
