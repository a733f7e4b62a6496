"""Amendments in the account book: what sp_amend_invoice must answer and leave behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import add

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
from tests.model.pricing import Rules, Tax, taxes_of, to_coin
from tests.model.requests import TOO_MUCH, given, listed, number
from tests.model.sold import (
    Asked,
    Terms,
    by_tax,
    line_members,
    read_row,
    sale_members,
    tax_members,
    terms_of,
    total_of,
)

_QTY = Decimal("0.0001")


# What a random program does to a line of an invoice.
STEPS = (
    *("same", "same", "more", "more", "one less", "half", "half", "what is left", "off", "dearer", "retail"),
    *("discounted", "taxed", "in its own unit"),
)


def amended_items(invoice: Invoice, steps: Sequence[str]) -> list[dict[str, object]]:
    """The request's lines for those that there are: each as its step says."""
    rows: list[dict[str, object]] = []
    there = [item for item in invoice.items if item.qty]
    for place, item in enumerate(there):
        step, line = steps[place % len(steps)], item.terms.line
        qtys = {
            "more": line.qty * 2,
            "one less": line.qty - 1,
            "half": (line.qty / 2).quantize(_QTY),
            "what is left": (item.returned / line.factor).quantize(_QTY) or line.qty,
        }
        row: dict[str, object] = {"item_id": item.id, "qty": qtys.get(step, line.qty)}
        if step == "dearer":
            row["selling_price"] = line.price + Decimal("0.333333")
        if step == "retail":
            row["price_type"] = "retail"
        if step == "discounted":
            row["discount_percent"] = Decimal("12.5")
        if step == "taxed":
            row["tax_rate"] = Decimal(10)
        if step == "in its own unit":
            row["uom"] = item.product.unit_of_measure
        if step != "off":
            rows.append(row)
    return rows


@dataclass(eq=False)
class InvoiceAmendment(Row):
    invoice: Invoice
    branch: Branch
    day: date
    discount_change: Decimal
    total_change: Decimal = ZERO
    net_change: Decimal = ZERO
    rounding_change: Decimal = ZERO
    taxes: dict[Tax, Decimal] = field(default_factory=dict)
    bases: dict[Tax, Decimal] = field(default_factory=dict)
    """By how much each changes, and what is sold with it."""

    @property
    def value(self) -> Decimal:
        return self.total_change - self.discount_change

    @property
    def changes(self) -> bool:
        """Whether anything of the sale's entry."""
        changes = self.discount_change, self.total_change, self.net_change, self.rounding_change
        return any((*changes, *self.taxes.values()))

    def add(self, sign: int) -> None:
        """Take the invoice's figures in, before the change with -1 and after it with 1."""
        self.total_change += sign * self.invoice.total_before
        self.net_change += sign * self.invoice.net
        self.rounding_change += sign * self.invoice.rounding
        for tax, (base, amount) in by_tax(self.invoice.items).items():
            self.taxes[tax] = self.taxes.get(tax, ZERO) + sign * amount
            self.bases[tax] = self.bases.get(tax, ZERO) + sign * base


@dataclass(eq=False)
class Wish:
    """What a line is to be. ``item`` is the line that there is; a new one comes into being with its wish."""

    item: Item
    terms: Terms
    row_id: str | None
    is_new: bool
    rules: Rules
    total: Decimal = field(init=False)
    line_discount: Decimal = field(init=False)
    kept: Decimal = field(init=False)
    settled: Decimal = ZERO
    """The part of the discount that what came back carries."""
    share: Decimal = ZERO
    amounts: tuple[Decimal, ...] = ()

    def __post_init__(self) -> None:
        company, item = self.item.product.company, self.item
        self.total, self.line_discount = total_of(self.terms.line, self.rules)
        most = self.total - (item.given - item.added_tax_given)
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
    def qty(self) -> Decimal:
        return self.terms.own_qty

    @property
    def tax(self) -> Decimal:
        return sum(self.amounts, ZERO)

    @property
    def added_tax(self) -> Decimal:
        return ZERO if self.terms.line.included else self.tax

    @property
    def changes(self) -> bool:
        item, terms = self.item, self.terms
        return (
            self.is_new
            or terms.differ(item.terms)
            or self.amounts != item.amounts
            or (terms.own_qty, terms.own_price, terms.kind, self.row_id)
            != (item.qty, item.price, item.kind, item.row_id)
        )


def amend_invoice(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    ways = ("wallet", "cash", "original")
    book.refund_word(request, ways, wrong)
    invoice = book.live(book.required(request, "invoice_id", book.invoices, "UNKNOWN_INVOICE", wrong), wrong)
    refund = book.read_refund(request, invoice, ways, wrong)
    customer = invoice.customer
    company, unit = customer.company, minor(customer.company)
    branch = book.branch(request, company, wrong)
    book.check_shift(invoice.shift, wrong)
    if not invoice.is_in_base:
        wrong.add("OTHER_CURRENCY")
    wishes = _wishes(book, invoice, request, wrong)
    as_given = sum((wish.total for wish in wishes), ZERO)
    if as_given >= TOO_MUCH:
        wrong.add("INVALID_PRICE")
    settled = sum((wish.settled for wish in wishes), ZERO)
    kind, value = _discount(request, invoice, as_given, settled, wrong)
    spread = _spread(wishes, kind, value, settled, wrong)
    _check_stock(wishes, wrong)
    discount = settled + spread
    _tax(wishes, invoice.rules)
    owed = _worth(wishes) + _round(wishes, invoice) - invoice.total
    if not customer.has_account and invoice.remaining + owed > 0:
        wrong.add("PAYMENTS_REQUIRED")
    allowance = book.check_credit(invoice, customer.balance + max(owed, ZERO), request, wrong)
    raise_if(wrong)

    book.allow(allowance)
    before, day = (customer.balance, customer.wallet), book.today(company)
    document = InvoiceAmendment(invoice, branch, day, discount - invoice.discount)
    document.add(-1)
    tax, rounding = sum((wish.tax for wish in wishes), ZERO), _round(wishes, invoice)
    changes = any(wish.changes for wish in wishes) or (kind, value, discount, tax, rounding) != (
        invoice.discount_kind, invoice.discount_sent, invoice.discount, invoice.tax, invoice.rounding,
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
    invoice.discount, invoice.rounding = discount, rounding
    if changes:
        invoice.settled = _came_back(invoice)
    document.add(1)
    invoice.discount_kind, invoice.discount_sent = kind, value
    _enter(book, document, invoice.cost - cost_before, [t for each in moved.values() for t in each])
    if document.value:
        book.post(customer, "adjustment", document.value, ZERO, day, of=invoice)
    refunded = max(-(open_before + document.value), ZERO)
    assert refunded <= max(paid, ZERO)
    refunds = book.refund(invoice, branch, refund, refunded)
    return {
        "ok": True,
        "amendment_id": document if changes else None,
        "invoice_id": invoice,
        "invoice_no": invoice.number,
        "total_before": invoice.total_before.quantize(unit),
        "discount_type": kind,
        "discount_value": value if kind == "percent" else value.quantize(unit),
        "discount_amount": discount.quantize(unit),
        "total_after": invoice.total.quantize(unit),
        **sale_members(invoice),
        "taxes": tax_members(by_tax([wish.item for wish in wishes]), unit),
        "total_cogs": invoice.cost.quantize(unit),
        "profit_amount": (invoice.net - invoice.cost).quantize(unit),
        "value_change": document.value.quantize(unit),
        "cost_change": (invoice.cost - cost_before).quantize(unit),
        "paid_amount": invoice.paid.quantize(unit),
        "remaining_amount": invoice.remaining.quantize(unit),
        "payment_status": invoice.status,
        "items": [
            {
                **line_members(wish.item, unit),
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
        asked = read_row(row, wrong)
        if (wish := _wish(book, invoice, there, row, asked, wrong)) is not None:
            if any(wish.item is other.item for other in wishes):
                wrong.add("VALIDATION")
            wishes.append(wish)
    named = {wish.item for wish in wishes}
    wishes += [
        Wish(item, item.terms.taken_off(), item.row_id, is_new=False, rules=invoice.rules)
        for item in there
        if item not in named
    ]
    for wish in wishes:
        item, worth = wish.item, wish.item.given - wish.item.added_tax_given
        terms, old = wish.terms, item.terms
        if item.returned and (terms.differ(old) or terms.line.price != old.line.price):
            wrong.add("VALIDATION")
        if wish.qty < item.returned or wish.total < worth:
            wrong.add("RETURN_EXCEEDS_SOLD")
    return wishes


def _wish(
    book: Book,
    invoice: Invoice,
    there: list[Item],
    row: Mapping[str, object],
    asked: Asked,
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
    old = item.terms if item else None
    terms = terms_of(asked, product, invoice.customer.buys_by, wrong, old)
    if terms.own_qty > (item.qty if item else ZERO) and not product.active:
        wrong.add("UNKNOWN_PRODUCT")
    row_id = asked.row_id or (item.row_id if item else None)
    new = item or Item(product, terms.taken_off(), row_id)
    return Wish(new, terms, row_id, is_new=item is None, rules=invoice.rules)


def _discount(
    request: Request, invoice: Invoice, as_given: Decimal, settled: Decimal, wrong: set[str]
) -> tuple[str, Decimal]:
    """What is not given stays; an amount with a percentage in it that was a gift shrinks with the invoice."""
    kind = str(given(request, "discount_type") or invoice.discount_kind)
    raw = given(request, "discount_value")
    value = invoice.discount_sent if raw is None else number(raw, 4)
    before = sum((item.total for item in invoice.items), ZERO)
    was_part = any(gift.gives == "invoice_percent" and gift.item is None for gift in invoice.gifts)
    if raw is None and kind == "amount" and value is not None and was_part and as_given < before:
        value = max(to_minor(value * as_given / before, invoice.customer.company), settled)
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


def _tax(wishes: list[Wish], rules: Rules) -> None:
    """What came back keeps its taxes; those of what is kept are reckoned of that alone."""
    kept = [wish.kept - (wish.share - wish.settled) for wish in wishes]
    amounts = taxes_of([wish.terms.line for wish in wishes], kept, rules)
    for wish, of_kept in zip(wishes, amounts, strict=True):
        wish.amounts = tuple(map(add, of_kept, wish.item.taxes_given or (ZERO,) * len(of_kept)))


def _came_back(invoice: Invoice) -> tuple[Decimal, Decimal]:
    """The value of the lines that came back, and of the rounding that went with them."""
    worth = sum((item.given for item in invoice.items), ZERO)
    return worth, sum((each.rounding for each in invoice.returns), ZERO)


def _worth(wishes: list[Wish]) -> Decimal:
    """What the lines come to, with taxes, before it is rounded to the smallest coin."""
    return sum((wish.total - wish.share + wish.added_tax for wish in wishes), ZERO)


def _round(wishes: list[Wish], invoice: Invoice) -> Decimal:
    """To the smallest coin, as a sale; but what is kept is never worth less than nothing."""
    gross = _worth(wishes)
    worth, settled = _came_back(invoice)
    if gross == worth:
        return settled
    return max(to_coin(gross, invoice.rules.coin) - gross, settled + worth - gross)


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
    elif (item.qty, item.total - item.share, item.terms.line.taxes, item.amounts) != (
        wish.qty, wish.total - wish.share, wish.terms.line.taxes, wish.amounts,
    ):  # fmt: skip
        item.settled = item.returned, item.given, wish.settled
        item.settled_taxes = item.taxes_given
    item.terms, item.row_id = wish.terms.less(wish.line_discount), wish.row_id
    item.total, item.line_discount = wish.total, wish.line_discount
    item.share, item.amounts = wish.share, wish.amounts


def _enter(book: Book, document: InvoiceAmendment, cost: Decimal, moved: list[Taking]) -> None:
    invoice = document.invoice
    if document.changes:
        root = book.root("invoice", invoice)
        amounts = {
            "receivables": document.value,
            "sales_discounts": document.discount_change,
            "sales": -document.net_change - document.discount_change,
            "rounding": -document.rounding_change,
        }
        taxes = {tax: -amount for tax, amount in document.taxes.items()}
        book.enter("invoice", document, document.branch, amounts, invoice.customer, taxes=taxes)
        book.journal[-1].adjusts = root
    movements = summed("sale_adjustment", [Taking(t.batch, -t.qty, -t.cost) for t in moved])
    if movements:
        root = book.root("invoice_cogs", invoice)
        amounts = {"cost_of_goods_sold": cost, "inventory": -cost}
        book.enter("invoice_cogs_adjustment", document, document.branch, amounts, movements=movements)
        book.journal[-1].adjusts = root
