"""Amendments in the account book: what sp_amend_invoice must answer and leave behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.model.book import (
    ZERO,
    Answer,
    Book,
    Branch,
    Invoice,
    Item,
    Product,
    Request,
    Row,
    Taking,
    customer_member,
    find,
    minor,
    put_back,
    raise_if,
    refund_members,
    summed,
    take,
    to_minor,
)
from tests.model.requests import TOO_MUCH, given, listed, number, optional_text

_QTY = Decimal("0.0001")


# What a random program does to a line of an invoice.
STEPS = ("same", "same", "more", "one less", "half", "what is left", "off", "dearer", "retail")


def amended_items(invoice: Invoice, steps: Sequence[str]) -> list[dict[str, object]]:
    """The request's lines for those that there are: each as its step says."""
    rows: list[dict[str, object]] = []
    there = [item for item in invoice.items if item.qty]
    for place, item in enumerate(there):
        step = steps[place % len(steps)]
        qtys = {
            "more": item.qty * 2,
            "one less": item.qty - 1,
            "half": (item.qty / 2).quantize(_QTY),
            "what is left": item.returned or item.qty,
        }
        row: dict[str, object] = {"item_id": item.id, "qty": qtys.get(step, item.qty)}
        if step == "dearer":
            row["selling_price"] = item.price + Decimal("0.333333")
        if step == "retail":
            row["price_type"] = "retail"
        if step != "off":
            rows.append(row)
    return rows


@dataclass(eq=False)
class InvoiceAmendment(Row):
    invoice: Invoice
    branch: Branch
    day: date
    total_change: Decimal
    discount_change: Decimal

    @property
    def value(self) -> Decimal:
        return self.total_change - self.discount_change


@dataclass(eq=False)
class Wish:
    """What a line is to be. ``item`` is the line that there is; a new one comes into being with its wish."""

    item: Item
    qty: Decimal
    price: Decimal
    kind: str
    row_id: str | None
    is_new: bool
    total: Decimal = field(init=False)
    kept: Decimal = field(init=False)
    settled: Decimal = ZERO
    """The part of the discount that what came back carries."""
    share: Decimal = ZERO

    def __post_init__(self) -> None:
        company, item = self.item.product.company, self.item
        self.total = to_minor(self.qty * self.price, company)
        most = self.total - item.given
        if item.returned and self.qty == item.returned:
            self.settled = most
        elif item.returned:
            qty, _, share = item.settled
            self.settled = share
            if item.returned > qty:
                part = (item.share - share) * (item.returned - qty) / (item.qty - qty)
                self.settled += to_minor(part, company)
            self.settled = min(self.settled, most)
        self.kept = most - self.settled

    @property
    def changes(self) -> bool:
        item = self.item
        return self.is_new or (self.qty, self.price, self.kind, self.row_id) != (
            item.qty, item.price, item.kind, item.row_id,
        )  # fmt: skip


def amend_invoice(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    refund = str(given(request, "refund") or "wallet")
    if refund not in ("wallet", "cash", "original"):
        wrong.add("VALIDATION")
    invoice = book.live(book.required(request, "invoice_id", book.invoices, "UNKNOWN_INVOICE", wrong), wrong)
    customer = invoice.customer
    company, unit = customer.company, minor(customer.company)
    branch = book.branch(request, company, wrong)
    wishes = _wishes(book, invoice, request, wrong)
    total = sum((wish.total for wish in wishes), ZERO)
    if total >= TOO_MUCH:
        wrong.add("INVALID_PRICE")
    kind, value = _discount(request, invoice, wrong)
    settled = sum((wish.settled for wish in wishes), ZERO)
    spread = _spread(wishes, kind, value, settled, wrong)
    _check_stock(wishes, wrong)
    raise_if(wrong)

    before, day = (customer.balance, customer.wallet), book.today(company)
    discount = settled + spread
    document = InvoiceAmendment(
        invoice, branch, day, total - invoice.total_before, discount - invoice.discount
    )
    changes = any(wish.changes for wish in wishes) or (kind, value, discount) != (
        invoice.discount_kind, invoice.discount_sent, invoice.discount,
    )  # fmt: skip
    paid, open_before, cost_before = invoice.paid, invoice.remaining, invoice.cost
    if changes:
        invoice.amendments.append(document)
    moved = {wish: put_back(wish.item, wish.item.qty - wish.qty, document) for wish in wishes if _less(wish)}
    for wish in wishes:
        if wish not in moved:
            moved[wish] = _take(wish, document)
    for wish in wishes:
        _write(wish, invoice)
    invoice.total_before, invoice.discount = total, discount
    invoice.discount_kind, invoice.discount_sent = kind, value
    _enter(book, document, invoice.cost - cost_before, [t for each in moved.values() for t in each])
    if document.value:
        book.post(customer, "adjustment", document.value, ZERO, day, invoice=invoice)
    refunded = max(-(open_before + document.value), ZERO)
    assert refunded <= paid
    refunds = book.refund(invoice, branch, refund, refunded)
    return {
        "ok": True,
        "amendment_id": document if changes else None,
        "invoice_id": invoice,
        "invoice_no": invoice.number,
        "total_before": total.quantize(unit),
        "discount_type": kind,
        "discount_value": value if kind == "percent" else value.quantize(unit),
        "discount_amount": discount.quantize(unit),
        "total_after": (total - discount).quantize(unit),
        "total_cogs": invoice.cost.quantize(unit),
        "profit_amount": (invoice.total - invoice.cost).quantize(unit),
        "value_change": document.value.quantize(unit),
        "cost_change": (invoice.cost - cost_before).quantize(unit),
        "paid_amount": invoice.paid.quantize(unit),
        "remaining_amount": invoice.remaining.quantize(unit),
        "payment_status": invoice.status,
        "items": [
            {
                "row_id": wish.row_id,
                "item_id": wish.item,
                "product_id": wish.item.product,
                "qty": wish.qty,
                "selling_price": wish.price,
                "total_price": wish.total,
                "discount_share": wish.share.quantize(unit),
                "cost": wish.item.cost.quantize(unit),
                "allocations": [
                    {"batch_id": each.batch, "qty": each.qty, "cost": each.cost.quantize(unit)}
                    for each in moved[wish]
                ],
            }
            for wish in wishes
        ],
        "refunded_amount": refunded.quantize(unit),
        "refunds": refund_members(refunds, unit),
        "customer": customer_member(customer, *before),
        "work_order": book.totals(invoice.work_order) if invoice.work_order else None,
    }


def _wishes(book: Book, invoice: Invoice, request: Request, wrong: set[str]) -> list[Wish]:
    """The lines of the request, then those that it takes off."""
    rows = listed(request.get("items"))
    if not rows:
        wrong.add("NO_ITEMS")
    there = [item for item in invoice.items if item.qty]
    wishes: list[Wish] = []
    for row in rows:
        assert isinstance(row, Mapping)
        qty = number(row.get("qty"), 4)
        if qty is None or qty <= 0:
            wrong.add("INVALID_QUANTITY")
        price = number(given(row, "selling_price"), 6)
        if given(row, "selling_price") is not None and price is None:
            wrong.add("INVALID_PRICE")
        if (wish := _wish(book, invoice, there, row, qty or ZERO, price, wrong)) is not None:
            if any(wish.item is other.item for other in wishes):
                wrong.add("VALIDATION")
            wishes.append(wish)
    named = {wish.item for wish in wishes}
    wishes += [
        Wish(item, ZERO.quantize(_QTY), item.price, item.kind, item.row_id, is_new=False)
        for item in there
        if item not in named
    ]
    for wish in wishes:
        if wish.total >= TOO_MUCH:
            wrong.add("INVALID_PRICE")
        if wish.item.returned and wish.price != wish.item.price:
            wrong.add("VALIDATION")
        if wish.qty < wish.item.returned or wish.total < wish.item.given:
            wrong.add("RETURN_EXCEEDS_SOLD")
    return wishes


def _wish(
    book: Book,
    invoice: Invoice,
    there: list[Item],
    row: Mapping[str, object],
    qty: Decimal,
    price: Decimal | None,
    wrong: set[str],
) -> Wish | None:
    item = None
    if given(row, "item_id") is not None:
        item = find(there, row["item_id"])
        if item is None:
            wrong.add("UNKNOWN_ITEM")
            return None
        if given(row, "product_id") not in (None, item.product.id):
            wrong.add("VALIDATION")
    elif given(row, "product_id") is None:
        wrong.add("VALIDATION")
        return None
    product = item.product if item else find(book.products, row["product_id"])
    if product is None or product.company is not invoice.customer.company:
        wrong.add("UNKNOWN_PRODUCT")
        return None
    if qty > (item.qty if item else ZERO) and not product.active:
        wrong.add("UNKNOWN_PRODUCT")
    kind = str(given(row, "price_type") or (item.kind if item else "wholesale"))
    row_id = optional_text(given(row, "row_id")) or (item.row_id if item else None)
    if price is None or price <= 0:
        own = product.retail_price if kind == "retail" else product.selling_price
        price = item.price if item and item.kind == kind else own
    qty = qty.quantize(_QTY)
    new = item or Item(product, ZERO.quantize(_QTY), price, ZERO, row_id)
    return Wish(new, qty, price, kind, row_id, is_new=item is None)


def _discount(request: Request, invoice: Invoice, wrong: set[str]) -> tuple[str, Decimal]:
    """What is not given stays."""
    kind = str(given(request, "discount_type") or invoice.discount_kind)
    raw = given(request, "discount_value")
    value = invoice.discount_sent if raw is None else number(raw, 4)
    if kind not in ("percent", "amount") or (raw is None and kind != invoice.discount_kind):
        wrong.add("INVALID_DISCOUNT")
    if value is None or value < 0 or (kind == "percent" and value > 100):
        wrong.add("INVALID_DISCOUNT")
        return kind, ZERO
    if kind == "amount" and value != value.quantize(minor(invoice.customer.company)):
        wrong.add("AMOUNT_PRECISION")
    return kind, value


def _spread(wishes: list[Wish], kind: str, value: Decimal, settled: Decimal, wrong: set[str]) -> Decimal:
    """The discount of what is kept, shared by cumulative rounding; what came back keeps its own."""
    kept = sum((wish.kept for wish in wishes), ZERO)
    if kind == "amount" and value < settled:
        wrong.add("INVALID_DISCOUNT")
    if not wishes:
        return ZERO
    company = wishes[0].item.product.company
    spread = to_minor(kept * value / 100, company) if kind == "percent" else min(value - settled, kept)
    so_far = shared = ZERO
    for wish in wishes:
        so_far += wish.kept
        due = to_minor(spread * so_far / kept, company) if spread > 0 else ZERO
        wish.share = wish.settled + due - shared
        shared = due
    return spread


def _check_stock(wishes: list[Wish], wrong: set[str]) -> None:
    products: dict[Product, Decimal] = {}
    for wish in wishes:
        more = wish.qty - wish.item.qty
        products[wish.item.product] = products.get(wish.item.product, ZERO) + more
    for product, more in products.items():
        if product.keeps_stock and more > sum((batch.remaining for batch in product.batches), ZERO):
            wrong.add("INSUFFICIENT_STOCK")


def _less(wish: Wish) -> bool:
    return wish.qty < wish.item.qty


def _take(wish: Wish, document: InvoiceAmendment) -> list[Taking]:
    """What the line has more of, oldest batch first."""
    product = wish.item.product
    product.sold = True
    takings = take(product, wish.qty - wish.item.qty) if product.keeps_stock else []
    for taking in takings:
        taking.amendment = document
    wish.item.takings += takings
    return takings


def _write(wish: Wish, invoice: Invoice) -> None:
    item = wish.item
    if wish.is_new:
        invoice.items.append(item)
    elif (item.qty, item.total - item.share) != (wish.qty, wish.total - wish.share):
        item.settled = item.returned, item.given, wish.settled
    item.qty, item.price, item.kind, item.row_id = wish.qty, wish.price, wish.kind, wish.row_id
    item.total, item.share = wish.total, wish.share


def _enter(book: Book, document: InvoiceAmendment, cost: Decimal, moved: list[Taking]) -> None:
    invoice = document.invoice
    if document.total_change or document.discount_change:
        root = book.root("invoice", invoice)
        amounts = {
            "receivables": document.value,
            "sales_discounts": document.discount_change,
            "sales": -document.total_change,
        }
        book.enter("invoice", document, document.branch, amounts, invoice.customer)
        book.journal[-1].adjusts = root
    movements = summed("sale_adjustment", [Taking(t.batch, -t.qty, -t.cost) for t in moved])
    if movements:
        root = book.root("invoice_cogs", invoice)
        amounts = {"cost_of_goods_sold": cost, "inventory": -cost}
        book.enter("invoice_cogs_adjustment", document, document.branch, amounts, movements=movements)
        book.journal[-1].adjusts = root
