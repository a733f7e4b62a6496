"""Orders in the account book: what was agreed, and what of it invoices billed. They move nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.model.book import (
    ZERO,
    Answer,
    Book,
    Branch,
    Customer,
    Invoice,
    Item,
    Refused,
    Request,
    Row,
    WorkOrder,
    find,
    minor,
    raise_if,
    read_payments,
    refuse,
    to_minor,
)
from tests.model.currencies import refuse_other_currency
from tests.model.pricing import spread
from tests.model.requests import given, listed, number, optional_text

# Members of a line that say more of its price than the price.
_PRICING = ("uom", "unit", "discount_percent", "discount_amount", "tax_rate", "price_includes_tax")


@dataclass(eq=False)
class OrderItem(Row):
    """As it was agreed, in the unit as ordered."""

    item: Item
    tax_rate: Decimal | None
    included: bool | None
    """None where nothing but the company's setting says it, on the day on which it is billed."""


@dataclass(eq=False)
class Part:
    """What an invoice bills of a line, and what of the agreed discounts goes with it."""

    item: OrderItem
    qty: Decimal
    line_discount: Decimal
    order_discount: Decimal


@dataclass(eq=False)
class Order(Row):
    customer: Customer
    branch: Branch
    number: str
    day: date
    agreed: Invoice
    """Its figures, as a sale of it would have had them on the day on which they were agreed."""
    items: list[OrderItem]
    work_order: WorkOrder | None
    source: str
    shift: Row | None = None
    cancelled_on: date | None = None
    billed: list[tuple[Invoice, list[Part]]] = field(default_factory=list)

    @property
    def live(self) -> list[Invoice]:
        return [invoice for invoice, _ in self.billed if not invoice.closed]

    def parts(self, item: OrderItem) -> Iterator[Part]:
        """Of live invoices."""
        for invoice, parts in self.billed:
            yield from (part for part in parts if part.item is item and not invoice.closed)

    def invoiced(self, item: OrderItem) -> Decimal:
        return sum((part.qty for part in self.parts(item)), ZERO)

    def left(self, item: OrderItem) -> Decimal:
        return item.item.terms.line.qty - self.invoiced(item)

    @property
    def status(self) -> str:
        if self.cancelled_on and not self.live:
            return "cancelled"
        return "completed" if self.cancelled_on or not any(map(self.left, self.items)) else "pending"

    @property
    def payment_status(self) -> str:
        if self.live and self.status == "completed" and not any(i.remaining for i in self.live):
            return "paid"
        return "partial" if sum(i.paid for i in self.live) > 0 else "unpaid"

    def short(self) -> Answer:
        """As the answer of a sale shows it."""
        return {
            "id": self,
            "order_no": self.number,
            "status": self.status,
            "payment_status": self.payment_status,
        }

    def members(self) -> Answer:
        agreed, unit = self.agreed, minor(self.customer.company)
        percent = agreed.discount_kind == "percent"
        return {
            "order_id": self,
            "order_no": self.number,
            "company_id": self.customer.company,
            "branch_id": self.branch,
            "customer_id": self.customer,
            "work_order_id": self.work_order,
            "shift_id": self.shift,
            "source": self.source,
            "status": self.status,
            "payment_status": self.payment_status,
            "order_date": self.day.isoformat(),
            "discount_type": agreed.discount_kind,
            "discount_value": agreed.discount_sent if percent else agreed.discount_sent.quantize(unit),
            "discount_amount": agreed.discount.quantize(unit),
            "total_before": agreed.total_before.quantize(unit),
            "total_after": agreed.total.quantize(unit),
            "net_total": agreed.net.quantize(unit),
            "tax_total": agreed.tax.quantize(unit),
            "rounding_amount": agreed.rounding.quantize(unit),
            "invoiced_amount": sum((i.total - i.returned for i in self.live), ZERO).quantize(unit),
            "paid_amount": sum((i.paid for i in self.live), ZERO).quantize(unit),
            "remaining_amount": sum((i.remaining for i in self.live), ZERO).quantize(unit),
            "cancelled_on": self.cancelled_on.isoformat() if self.cancelled_on else None,
            "items": [self._item_members(item, unit) for item in self.items],
            "invoices": [
                {
                    "invoice_id": invoice,
                    "invoice_no": invoice.number,
                    "status": invoice.status,
                    "paid_amount": invoice.paid.quantize(unit),
                    "remaining_amount": invoice.remaining.quantize(unit),
                }
                for invoice, _ in self.billed
            ],
        }

    def _item_members(self, item: OrderItem, unit: Decimal) -> Answer:
        line, invoiced = item.item.terms.line, self.invoiced(item)
        return {
            "order_item_id": item,
            "row_id": item.item.row_id,
            "product_id": item.item.product,
            "qty": line.qty,
            "invoiced_qty": invoiced.quantize(line.qty),
            "open_qty": (ZERO if self.cancelled_on else line.qty - invoiced).quantize(line.qty),
            "unit": item.item.terms.unit,
            "price_type": item.item.kind,
            "selling_price": line.price.quantize(Decimal("0.000001")),
            "discount_percent": line.percent_off,
            "discount_amount": line.amount_off.quantize(unit) if line.amount_off else None,
            "tax_rate": item.tax_rate,
            "price_includes_tax": item.included,
            "total_price": item.item.total.quantize(unit),
        }


def save_order(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    old = None
    if given(request, "order_id") is not None:
        old = find(book.orders, request["order_id"]) or refuse("UNKNOWN_ORDER", *wrong)
        book.ask(old.branch, wrong)
        if given(request, "customer_id") not in (None, old.customer.id):
            wrong.add("VALIDATION")
        request = {**request, "customer_id": old.customer.id, "branch_id": old.branch.id}
        if old.status != "pending" or old.billed:
            wrong.add("ORDER_CLOSED")
    customer = book.required(request, "customer_id", book.customers, "UNKNOWN_CUSTOMER", wrong)
    source = str(given(request, "source") or "manual")
    if source not in ("pos", "booking", "manual"):
        wrong.add("VALIDATION")
    items = book.priced_items(request, wrong)
    if customer is None:
        raise Refused(*wrong)
    if not customer.active:
        wrong.add("UNKNOWN_CUSTOMER")
    branch = book.branch(request, customer.company, wrong)
    refuse_other_currency(request, customer.company, wrong)
    work_order = book.work_order_of(request, customer, wrong)
    agreed = book.drafted(request, items, customer, branch, work_order, wrong)
    raise_if(wrong)
    keep_discount(agreed, request)
    lines = agreed_lines(request, agreed)
    if old is None:
        day = book.today(customer.company)
        number_of_it = book.next_number(branch, "ORD", day)
        old = Order(customer, branch, number_of_it, day, agreed, lines, work_order, source)
        old.shift = book.joined(customer.company)
        book.orders.append(old)
    else:
        old.agreed, old.items, old.work_order, old.source = agreed, lines, work_order, source
    return {"ok": True, **old.members()}


def keep_discount(agreed: Invoice, request: Request) -> None:
    sent = number(given(request, "discount_value") or 0, 4)
    assert sent is not None
    agreed.discount_kind, agreed.discount_sent = str(given(request, "discount_type") or "percent"), sent


def agreed_lines(request: Request, agreed: Invoice) -> list[OrderItem]:
    """Behind the request's lines stand those that offers add."""
    customer, rows = agreed.customer, [row for row in listed(request["items"]) if isinstance(row, Mapping)]
    rows += [{}] * (len(agreed.items) - len(rows))
    lines = list(zip(rows, agreed.items, strict=True))
    on_list = {product for product, _ in customer.buys_by.prices} if customer.buys_by else set()
    plain = not (
        customer.company.prices_include_tax
        or any(gift.item for gift in agreed.gifts)
        or any(
            any(member in row for member in _PRICING) or item.product.taxes or item.product in on_list
            for row, item in lines
        )
    )
    return [
        OrderItem(item, number(row.get("tax_rate"), 4), None if plain else item.terms.line.included)
        for row, item in lines
    ]


def complete_order(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    order = book.required(request, "order_id", book.orders, "UNKNOWN_ORDER", wrong)
    if order is None:
        raise Refused(*wrong)
    company = order.customer.company
    branch = order.branch
    if given(request, "branch_id") is not None:
        branch = book.branch(request, company, wrong)
    refuse_other_currency(request, company, wrong)
    if order.status != "pending":
        wrong.add("ORDER_CLOSED")
    parts = planned(order, _asked(order, request, wrong), wrong)
    paid = sum((row.amount for row in read_payments(listed(request.get("payments")), company, wrong)), ZERO)
    raise_if(wrong)
    passed_on = ("overpayment", "due_date", "cash_rounding", "credit_override_by", "payments", "created_by")
    sale: dict[str, object] = {
        **{member: request.get(member) for member in passed_on},
        "customer_id": order.customer.id,
        "branch_id": branch.id,
        "work_order_id": order.work_order.id if order.work_order else None,
        "status": given(request, "status") or ("partial" if paid else "pending"),
        "apply_offers": False,
        "discount_type": "amount",
        "discount_value": sum((part.order_discount for part in parts), ZERO),
        "items": [_row(part) for part in parts],
    }
    answer = book.save_invoice(sale)
    bill(order, book.invoices[-1], parts)
    return {**answer, "order": order.short()}


def bill(order: Order, invoice: Invoice, parts: list[Part]) -> None:
    invoice.order = order
    order.billed.append((invoice, parts))


def planned(order: Order, asked: Mapping[OrderItem, Decimal] | None, wrong: set[str]) -> list[Part]:
    """``asked`` None: all that is left. What is due of an agreed discount goes by what is billed by now."""
    company = order.customer.company
    shares = spread(order.agreed.discount, [item.item.total for item in order.items], minor(company))
    parts = []
    for item, share in zip(order.items, shares, strict=True):
        whole, left = item.item.terms.line.qty, order.left(item)
        qty = left if asked is None else asked.get(item, ZERO)
        if qty > left:
            wrong.add("INVALID_QUANTITY")
        elif qty:
            so_far = whole - left + qty
            line_due = to_minor((item.item.terms.line.amount_off or ZERO) * so_far / whole, company)
            order_due = to_minor(share * so_far / whole, company)
            before = list(order.parts(item))
            line_due -= sum((part.line_discount for part in before), ZERO)
            order_due -= sum((part.order_discount for part in before), ZERO)
            parts.append(Part(item, qty, max(line_due, ZERO), max(order_due, ZERO)))
    return parts


def _asked(order: Order, request: Request, wrong: set[str]) -> dict[OrderItem, Decimal] | None:
    if given(request, "items") is None:
        return None
    asked: dict[OrderItem, Decimal] = {}
    for row in listed(request["items"]):
        assert isinstance(row, Mapping)
        item, qty = find(order.items, given(row, "order_item_id")), number(row.get("qty"), 4)
        if qty is None or qty <= 0:
            wrong.add("INVALID_QUANTITY")
        if item is None:
            wrong.add("UNKNOWN_ITEM")
        elif qty is not None:
            asked[item] = asked.get(item, ZERO) + qty
    return asked


def _row(part: Part) -> Request:
    """The line of the sale that bills it."""
    terms, item = part.item.item.terms, part.item
    return {
        "product_id": item.item.product.id,
        "qty": part.qty,
        "agreed_price": terms.line.price,
        "price_type": terms.kind,
        "row_id": item.item.row_id,
        "uom": terms.unit,
        "unit_factor": terms.line.factor if terms.unit else None,
        "discount_percent": terms.line.percent_off,
        "discount_amount": part.line_discount or None,
        "tax_rate": item.tax_rate,
        "price_includes_tax": item.included,
    }


def cancel_order(book: Book, request: Request) -> Answer:
    wrong = book.user_faults(request)
    order = book.required(request, "order_id", book.orders, "UNKNOWN_ORDER", wrong)
    if optional_text(given(request, "reason")) and len(str(request["reason"])) > 255:
        wrong.add("VALIDATION")
    if order is None:
        raise Refused(*wrong)
    if order.status != "pending":
        wrong.add("ORDER_CLOSED")
    raise_if(wrong)
    order.cancelled_on = book.today(order.customer.company)
    return {"ok": True, **order.members()}


# -- the rows of the database

QUERIES = {
    "orders": """
        SELECT id, order_no, customer_id, branch_id, work_order_id, shift_id, source, status, order_date,
            discount_type, discount_value, total_before, discount_amount, total_after, tax_total,
            rounding_amount, cancelled_on
        FROM orders WHERE company_id IN (%s, %s)""",
    "order_items": """
        SELECT i.order_id, i.line_no, i.row_id, i.product_id, i.qty, i.invoiced_qty, i.unit, i.unit_factor,
            i.price_type, i.selling_price, i.discount_percent, i.discount_amount, i.tax_rate,
            i.price_includes_tax, i.total_price
        FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.company_id IN (%s, %s)""",
    "order_invoice_items": """
        SELECT i.order_id, i.line_no, b.invoice_id, b.qty, b.line_discount, b.order_discount
        FROM order_invoice_items b JOIN order_items i ON i.id = b.order_item_id
        JOIN invoices_out v ON v.id = b.invoice_id
        WHERE v.company_id IN (%s, %s)""",
}


def rows(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """In the columns of QUERIES; a Row stands for its id, which no sale at the till shows of a line."""
    return {
        "orders": [
            (
                *(o, o.number, o.customer, o.branch, o.work_order, o.shift, o.source, o.status, o.day),
                *(o.agreed.discount_kind, o.agreed.discount_sent, o.agreed.total_before, o.agreed.discount),
                *(o.agreed.total, o.agreed.tax, o.agreed.rounding, o.cancelled_on),
            )
            for o in book.orders
        ],
        "order_items": [
            (
                *(o, line_no, i.item.row_id, i.item.product, i.item.terms.line.qty, o.invoiced(i)),
                *(i.item.terms.unit, i.item.terms.line.factor if i.item.terms.unit else None),
                *(i.item.kind, i.item.terms.line.price, i.item.terms.line.percent_off),
                *(i.item.terms.line.amount_off, i.tax_rate, i.included, i.item.total),
            )
            for o in book.orders
            for line_no, i in enumerate(o.items, 1)
        ],
        "order_invoice_items": [
            (o, o.items.index(part.item) + 1, invoice, part.qty, part.line_discount, part.order_discount)
            for o in book.orders
            for invoice, parts in o.billed
            for part in parts
        ],
    }
