"""A shop's books with something of everything: adopted rows that do not add up, and days of own business."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pyclient.deploy import migrate
from pyclient.deploy.session import Connection, execute, fetch, freeze
from pyclient.deploy.source import ObjectSource, db_dir, read_object
from pyclient.wire import JsonValue
from tests.deploy.old_shop import load_dump
from tests.server import Server
from tests.shop import Shop, empty_database

GUARDED_TABLES = (
    "customer_transactions",
    "audit_log",
    "batch_taxes",
    "customer_debit_note_applications",
    "customer_debit_note_items",
    "customer_debit_notes",
    "inventory_transactions",
    "invoice_amendment_taxes",
    "invoice_amendments",
    "invoice_currencies",
    "invoice_currency_items",
    "invoice_offers",
    "invoice_payments",
    "invoice_return_items",
    "invoice_return_taxes",
    "invoice_returns",
    "invoice_settlements",
    "journal_entries",
    "journal_entry_lines",
    "journal_vouchers",
    "order_invoice_items",
    "orders",
    "pending_payments",
    "purchase_return_items",
    "purchase_return_taxes",
    "purchase_returns",
    "purchases",
    "sale_item_allocations",
    "shift_counts",
    "shifts",
    "stock_adjustment_items",
    "supplier_payments",
    "supplier_transactions",
    "wallet_transactions",
)


@dataclass(frozen=True)
class Books:
    """``shop`` has no append-only guards and no enforced CHECKs; ``ids`` names its documents' rows."""

    shop: Shop
    ids: Mapping[str, int]

    @contextmanager
    def corrupted(self, *statements: str) -> Iterator[Connection]:
        """A connection with the statements done in an open transaction, taken back at the end. ``{name}`` in
        a statement stands for an id."""
        connection = self.shop.connection
        execute(connection, "SET SESSION foreign_key_checks = 0")
        if self.shop.server.engine == "mariadb":
            execute(connection, "SET SESSION check_constraint_checks = 0")
        execute(connection, "START TRANSACTION")
        try:
            for statement in statements:
                assert execute(connection, statement.format(**self.ids)) > 0, f"{statement} changed no row"
            yield connection
        finally:
            connection.rollback()

    def corrupt(self, *statements: str) -> None:
        """Do the statements for good, past the guards, which are there again afterwards."""
        text = "; ".join(statements)
        with self._without([guard for guard in _guards() if re.search(rf"\b{guard.table}\b", text)]):
            connection = self.shop.connection
            execute(connection, "SET SESSION foreign_key_checks = 0")
            if self.shop.server.engine == "mariadb":
                execute(connection, "SET SESSION check_constraint_checks = 0")
            for statement in statements:
                assert execute(connection, statement.format(**self.ids)) > 0, f"{statement} changed no row"

    def put_back(self) -> None:
        """Every row as it was when the shop was remembered."""
        changed = self.shop.changed()
        on_insert = [trigger for trigger in _triggers() if trigger.name.endswith(("_bi", "_ai"))]
        with self._without([trigger for trigger in on_insert if trigger.table in changed]):
            self.shop.restore()

    @contextmanager
    def _without(self, guards: Sequence[ObjectSource]) -> Iterator[None]:
        """Without these triggers, which are there again afterwards, as the loader makes them."""
        for guard in guards:
            execute(self.shop.connection, f"DROP TRIGGER {guard.name}")
        self.shop.disconnect()
        try:
            yield
        finally:
            self.shop.disconnect()
            freeze(self.shop.connection)
            for guard in guards:
                execute(self.shop.connection, guard.create())
            self.shop.disconnect()


@contextmanager
def opened_books(server: Server, name: str, *, guarded: bool = False) -> Iterator[Books]:
    """The shop's old database with inconsistent rows, adopted, and business of two days on top of it.

    ``guarded``: the append-only guards stay.
    """
    with empty_database(server, name) as url:
        load_dump(url, inconsistent=True)
        migrate.migrate(url)
        shop = Shop(server, name)
        try:
            ids = _do_business(shop)
            _drop_rules(shop, guards=not guarded)
            yield Books(shop, ids)
        finally:
            shop.disconnect()


def set_now(connection: Connection, expression: str) -> None:
    """Give the database another clock: the body of ``_now()``."""
    execute(connection, "DROP FUNCTION IF EXISTS _now")
    execute(
        connection, f"CREATE FUNCTION _now() RETURNS DATETIME NOT DETERMINISTIC NO SQL RETURN {expression}"
    )


def _triggers() -> list[ObjectSource]:
    return [read_object(path) for path in sorted((db_dir() / "triggers").glob("*.sql"))]


def _guards() -> list[ObjectSource]:
    return [trigger for trigger in _triggers() if trigger.table in GUARDED_TABLES]


def _do_business(shop: Shop) -> dict[str, int]:
    connection = shop.connection
    keys = iter(range(1, 1000))

    def do(procedure: str, member: str, **request: object) -> int:
        request = {"created_by": 5, **request, "request_id": f"books-{next(keys)}"}
        answer = shop.call(procedure, request)
        value: JsonValue = answer[member]
        assert isinstance(value, int)
        return value

    def customer(name: str, company: int = 1) -> int:
        members = {"name": name, "mobile": "0100", "city": "x", "company_id": company}
        return do("sp_save_customer", "customer_id", **members)

    def product(code: str, *, stock: bool = True, company: int = 1) -> int:
        members = {"product_code": code, "name": code, "unit": "x", "company_id": company}
        return do("sp_save_product", "product_id", **members, keeps_stock=stock)

    def receive(product_id: int, qty: int, unit_cost: str) -> int:
        return do("sp_receive_batch", "batch_id", product_id=product_id, qty=qty, unit_cost=unit_cost)

    def sell(customer_id: int, *lines: tuple[int, int, str], **request: object) -> int:
        items = [{"product_id": p, "qty": q, "price": price} for p, q, price in lines]
        return do("sp_save_invoice", "invoice_id", customer_id=customer_id, items=items, **request)

    def move(customer_id: int, kind: str, amount: str) -> int:
        request = {"customer_id": customer_id, "type": kind, "amount": amount}
        return do("sp_wallet_move", "wallet_transaction_id", **request)

    def pay(invoice_id: int, amount: str, method: str = "cash") -> None:
        request = {"invoice_id": invoice_id, "amount": amount, "method": method, "created_by": 5}
        shop.call("sp_add_payment", request)

    execute(
        connection,
        "INSERT INTO companies (id, code, name, currency, time_zone)"
        " VALUES (2, 'KW', 'KW', 'KWD', 'Africa/Cairo')",
    )
    execute(
        connection, "INSERT INTO branches (id, company_id, code, name, main_of) VALUES (2, 2, 'K', 'K', 2)"
    )
    execute(
        connection,
        "INSERT INTO number_series (branch_id, kind, day, last_no)"
        " SELECT 2, k.kind, '1000-01-01', 0 FROM _series_kinds AS k",
    )
    set_now(connection, "UTC_TIMESTAMP() - INTERVAL 2 DAY")
    ids = {"ali": customer("ali"), "sara": customer("sara"), "noor": customer("noor", 2)}
    ids |= {"pump": product("pump"), "pipe": product("pipe"), "visit": product("visit", stock=False)}
    lamp, bulb = product("lamp", company=2), product("bulb", company=2)
    ids["pump_batch"] = receive(ids["pump"], 10, "3.33")
    ids["pump_batch_2"] = receive(ids["pump"], 5, "4")
    ids["pipe_batch"] = receive(ids["pipe"], 100, "1.25")
    ids["lamp_batch"] = receive(lamp, 7, "1.2345")
    ids["bulb_batch"] = receive(bulb, 10, "2.5")
    ids["gz"] = do("sp_save_branch", "branch_id", code="GZ", name="gz")
    ids["site"] = do("sp_save_work_order", "work_order_id", customer_id=ids["ali"], title="site")
    ids["early"] = sell(ids["ali"], (ids["pipe"], 2, "3"), status="paid")

    set_now(connection, "UTC_TIMESTAMP()")
    ids["sale"] = sell(ids["sara"], (ids["pump"], 3, "100"), (ids["visit"], 1, "50"), discount_value=10)
    draft = shop.call("sp_save_draft", {"customer_id": ids["sara"], "created_by": 5})["draft_id"]
    assert isinstance(draft, int)
    ids["draft"] = draft
    part = {"status": "partial", "payments": [{"amount": 60}], "draft_id": ids["draft"]}
    ids["part"] = sell(ids["sara"], (ids["pump"], 8, "20"), **part)
    ids["on_site"] = sell(ids["ali"], (ids["pipe"], 10, "5"), work_order_id=ids["site"])
    ids["deposit"] = move(ids["ali"], "deposit", "200")
    pay(ids["on_site"], "20", "wallet")
    over = {"payments": [{"amount": 10}], "overpayment": "wallet"}
    ids["at_gz"] = sell(ids["ali"], (ids["pipe"], 1, "5"), branch_id=ids["gz"], status="paid", **over)
    sell(ids["noor"], (lamp, 2, "3.125"), status="paid")
    ids["void"] = do("sp_void_payment", "void_id", payment_id=_last_payment(connection))
    ids["undone"] = sell(ids["noor"], (lamp, 2, "25"))
    do("sp_cancel_invoice", "invoice_id", invoice_id=ids["undone"])
    ids["withdrawal"] = move(ids["ali"], "withdraw", "5")
    ids["returned_sale"] = sell(ids["noor"], (bulb, 4, "10"), discount_value=10)
    items = [{"item_id": _last_line(connection), "qty": 1}]
    ids["return"] = do("sp_return_items", "return_id", invoice_id=ids["returned_sale"], items=items)
    items = [{"product_id": bulb, "qty_delta": -2}]
    ids["breakage"] = do("sp_adjust_stock", "adjustment_id", items=items, reason="broken")
    ids |= {"mona": customer("mona"), "tap": product("tap")}
    ids["tap_batch"], ids["tap_batch_2"] = receive(ids["tap"], 4, "2.5"), receive(ids["tap"], 4, "3")
    ids["amended_sale"] = sell(ids["mona"], (ids["tap"], 5, "10"), discount_value=10)
    ids["amended_line"] = _last_line(connection)
    items = [{"item_id": ids["amended_line"], "qty": 2}]
    do("sp_return_items", "return_id", invoice_id=ids["amended_sale"], items=items)
    items = [{"item_id": ids["amended_line"], "qty": 6}]
    ids["amendment"] = do("sp_amend_invoice", "amendment_id", invoice_id=ids["amended_sale"], items=items)
    ids |= _buy(shop, do)
    ids |= _book_by_hand(do)
    ids |= _sell_priced(shop, do)
    ids |= _undo_taxed(shop, do)
    ids |= _give_offers(ids["mona"], do)
    ids |= _number_at_tills(shop, ids["noor"], do)
    ids |= _take_orders(shop, do, ids["mona"])
    ids |= _serve_walk_ins(do)
    ids["promise"] = _promise(shop, customer("hoda"), ids["visit"], do)
    ids |= _charge(connection, customer("rana"), ids["visit"], do)
    ids["salwa"] = customer("salwa")
    ids |= _sell_in_dollars(shop, ids["salwa"], ids["visit"], do)
    # no other document of the cashier bears a second of the shift: by that a lost entry finds it again
    set_now(connection, "UTC_TIMESTAMP() + INTERVAL 1 MINUTE")
    ids |= _keep_shift(ids["mona"], do)
    set_now(connection, "UTC_TIMESTAMP()")
    # Adopted rows that do not add up go on: what was wrong stays exactly as wrong.
    pay(201, "10")
    move(20, "deposit", "2")
    ids["salma"] = customer("salma")
    ids |= _open_balances(ids["salma"], do)
    return ids | _rows_of(connection, ids)


def _buy(shop: Shop, do: Callable[..., int]) -> dict[str, int]:
    """Purchases of every kind, at a branch of their own."""
    made = {"tubes": do("sp_save_supplier", "supplier_id", name="tubes")}
    made["store"] = do("sp_save_branch", "branch_id", code="ST", name="store")
    made["idle"] = do("sp_save_supplier", "supplier_id", name="idle")
    made["valve"] = do("sp_save_product", "product_id", product_code="valve", name="valve", unit="x")

    def buy(qty: int, unit_cost: str, **request: object) -> int:
        items = [{"product_id": made["valve"], "qty": qty, "unit_cost": unit_cost}]
        return do("sp_post_purchase", "bill_id", items=items, branch_id=made["store"], **request)

    made["bill"] = buy(10, "7", supplier_id=made["tubes"], bill_no="T-1")
    made["wrong_bill"] = buy(4, "5", supplier_id=made["tubes"], payments=[{"amount": 8}])
    undo = {"bill_id": made["wrong_bill"], "refund": "cash", "branch_id": made["store"]}
    do("sp_reverse_purchase", "bill_id", **undo)
    made["cash_bill"] = buy(2, "9", payments=[{"amount": 18, "method": "card"}])
    for method, amount in (("cash", 20), ("check", 30)):
        request = {"supplier_id": made["tubes"], "amount": amount, "method": method, "created_by": 5}
        shop.call("sp_pay_supplier", {**request, "branch_id": made["store"]})
    # paid on account by mistake, at a branch of its own: no number of another one moves
    at: dict[str, object] = {"branch_id": do("sp_save_branch", "branch_id", code="AC", name="account")}
    mistaken = do("sp_save_supplier", "supplier_id", name="mistaken")
    request = {"supplier_id": mistaken, "amount": 3, "overpayment": "advance", "created_by": 5}
    shop.call("sp_pay_supplier", {**request, **at})
    ((payment,),) = fetch(shop.connection, "SELECT MAX(id) FROM supplier_payments")
    # a part of a bill that went back, at a branch of its own
    back = do("sp_save_branch", "branch_id", code="BACK", name="back")
    made["hose"] = do("sp_save_product", "product_id", product_code="hose", name="hose", unit="x")
    hoses = [{"product_id": made["hose"], "qty": 10, "unit_cost": 5}]
    made["hoses"] = do("sp_save_supplier", "supplier_id", name="hoses")
    bought = {"supplier_id": made["hoses"], "items": hoses}
    made |= {"back": back, "hose_bill": do("sp_post_purchase", "bill_id", **bought, branch_id=back)}
    ((batch,),) = fetch(shop.connection, f"SELECT id FROM batches WHERE purchase_id = {made['hose_bill']}")
    made["hose_batch"] = batch
    request = {"bill_id": made["hose_bill"], "items": [{"batch_id": batch, "qty": 4}], "branch_id": back}
    made["sent_back"] = do("sp_return_purchase", "return_id", **request)
    made |= _buy_taxed(shop, made["hose"], do)
    made["advance_void"] = do("sp_void_supplier_payment", "void_id", payment_id=payment, **at)
    return made


def _buy_taxed(shop: Shop, product: int, do: Callable[..., int]) -> dict[str, int]:
    """A bill with a tax, of which a part went back, at a branch of its own."""
    at = {"branch_id": do("sp_save_branch", "branch_id", code="VAT", name="taxed")}
    supplier = do("sp_save_supplier", "supplier_id", name="taxed")
    lines = ((10, 5), (2, 10))
    items = [{"product_id": product, "qty": q, "unit_cost": cost, "tax_rate": 14} for q, cost in lines]
    bill = do("sp_post_purchase", "bill_id", supplier_id=supplier, items=items, **at)
    (batch,), (other,) = fetch(
        shop.connection, f"SELECT id FROM batches WHERE purchase_id = {bill} ORDER BY id"
    )
    back = {"bill_id": bill, "items": [{"batch_id": batch, "qty": 4}, {"batch_id": other, "qty": 1}]}
    sent_back = do("sp_return_purchase", "return_id", **back, **at)
    return {
        **{"taxed_bills": at["branch_id"], "taxed_bill": bill, "taxed_batch": batch},
        **{"other_taxed_batch": other, "taxed_supplier": supplier},
        "taxed_sent_back": sent_back,
    }


def _book_by_hand(do: Callable[..., int]) -> dict[str, int]:
    """A voucher, and one that was taken back, at a branch of their own."""
    desk = do("sp_save_branch", "branch_id", code="DESK", name="desk")
    items = [{"account": "5400", "debit": 12}, {"account": "1110", "credit": 12}]
    voucher: dict[str, object] = {"description": "rent", "items": items, "branch_id": desk}
    made = {"desk": desk, "voucher": do("sp_post_voucher", "voucher_id", **voucher)}
    made["wrong_voucher"] = do("sp_post_voucher", "voucher_id", **voucher)
    do("sp_reverse_voucher", "voucher_id", voucher_id=made["wrong_voucher"])
    return made


def _take_orders(shop: Shop, do: Callable[..., int], customer: int) -> dict[str, int]:
    """An order billed in part, one billed whole, one of which nothing is billed, and one that is given up."""
    visit = {"product_code": "care", "name": "care", "unit": "x", "selling_price": 10, "keeps_stock": False}
    care = do("sp_save_product", "product_id", **visit)
    booth = do("sp_save_branch", "branch_id", code="BOOTH", name="booth")

    def order(qty: int, **line: object) -> int:
        items = [{"product_id": care, "qty": qty, **line}]
        discount = {"discount_type": "amount", "discount_value": 3 if qty == 3 else 0}
        request = {"customer_id": customer, "items": items, "branch_id": booth, **discount}
        return do("sp_save_order", "order_id", **request)

    made = {"order": order(3), "billed_order": order(1, discount_amount=1), "held_order": order(2)}
    made["order_line"], made["billed_order_line"] = (
        fetch(shop.connection, f"SELECT MAX(id) FROM order_items WHERE order_id = {made[name]}")[0][0]
        for name in ("order", "billed_order")
    )
    part = [{"order_item_id": made["order_line"], "qty": 2}]
    undone = do("sp_complete_order", "invoice_id", order_id=made["order"], items=part)
    do("sp_cancel_invoice", "invoice_id", invoice_id=undone, branch_id=booth)
    made["order_invoice"] = do("sp_complete_order", "invoice_id", order_id=made["order"], items=part)
    made["billed_order_invoice"] = do("sp_complete_order", "invoice_id", order_id=made["billed_order"])
    do("sp_cancel_order", "order_id", order_id=order(1))
    return made


def _give_offers(customer: int, do: Callable[..., int]) -> dict[str, int]:
    """A sale with an offer on its line, one off the invoice, and a coupon; and one that was canceled."""
    fair = do("sp_save_branch", "branch_id", code="FAIR", name="fair")
    members = {"product_code": "cup", "name": "cup", "unit": "x", "selling_price": 10, "keeps_stock": False}
    cup = do("sp_save_product", "product_id", **members)
    offer: dict[str, object] = {"name": "x", "product_id": cup, "value": 2}
    do("sp_save_offer", "offer_id", code="each", gives="amount", **offer)
    do("sp_save_offer", "offer_id", code="all", gives="invoice_amount", **offer)
    made = {"coupon": do("sp_save_coupon", "coupon_id", code="C", name="x", gives="amount", value=1)}
    sale: dict[str, object] = {"customer_id": customer, "coupon_code": "C", "branch_id": fair}
    sale["items"] = [{"product_id": cup, "qty": 3}]
    made["given_sale"] = do("sp_save_invoice", "invoice_id", **sale)
    made["ungiven_sale"] = do("sp_save_invoice", "invoice_id", **sale)
    do("sp_cancel_invoice", "invoice_id", invoice_id=made["ungiven_sale"], branch_id=fair)
    return made


def _number_at_tills(shop: Shop, noor: int, do: Callable[..., int]) -> dict[str, int]:
    """Documents of every kind by a till with series of its own, at its own branch, and deposits at the other
    company's till."""
    connection = shop.connection
    execute(connection, "INSERT INTO users (id, username) VALUES (6, 'stand'), (7, 'other')")
    made = {"stand": do("sp_save_branch", "branch_id", code="MK", name="stand")}
    for cashier, branch, code in ((6, made["stand"], "MK-T1-"), (7, 2, "K-T1-")):
        for statement in (
            "INSERT INTO tills (id, company_id, branch_id, code, name, own_numbers, created_by)"
            " SELECT {cashier}, company_id, id, 'T1', 'x', 1, 5 FROM branches WHERE id = {branch}",
            "INSERT INTO number_series (branch_id, kind, code, day, last_no) SELECT {branch}, kind, '{code}',"
            " IF(kind = 'SH', CURRENT_DATE(), '1000-01-01'), kind = 'SH' FROM _series_kinds",
            "INSERT INTO shifts (id, company_id, branch_id, till_id, cashier_id, shift_no, opened_on,"
            " opened_at, opening_cash) SELECT {cashier}, company_id, id, {cashier}, {cashier},"
            " CONCAT('SH-{code}', CURRENT_DATE() + 0, '-0001'), CURRENT_DATE(), UTC_TIMESTAMP(), 0"
            " FROM branches WHERE id = {branch}",
        ):
            execute(connection, statement.format(cashier=cashier, branch=branch, code=code))
    at: dict[str, object] = {"branch_id": made["stand"], "created_by": 6}
    rope = do("sp_save_product", "product_id", product_code="rope", name="rope", unit="x")
    do("sp_post_purchase", "bill_id", items=[{"product_id": rope, "qty": 9, "unit_cost": 2}], **at)
    made["hana"] = do("sp_save_customer", "customer_id", name="hana", mobile="0100", city="x")
    items = [{"product_id": rope, "qty": 2, "price": 5}]
    sale: dict[str, object] = {"customer_id": made["hana"], "items": items, "status": "paid", **at}
    made["stand_sale"] = do("sp_save_invoice", "invoice_id", **sale)
    made["stand_payment"] = _last_payment(connection)
    items = [{"item_id": _last_line(connection), "qty": 1}]
    do("sp_save_invoice", "invoice_id", **sale)
    request = {"invoice_id": made["stand_sale"], "items": items}
    made["stand_return"] = do("sp_return_items", "return_id", **request, **at)
    deposit: dict[str, object] = {"customer_id": noor, "type": "deposit", "amount": 1, "created_by": 7}
    made["stand_deposit"] = do("sp_wallet_move", "wallet_transaction_id", **deposit)
    do("sp_wallet_move", "wallet_transaction_id", **deposit)
    do("sp_save_order", "order_id", customer_id=made["hana"], items=[{"product_id": rope, "qty": 1}], **at)
    return made


def _serve_walk_ins(do: Callable[..., int]) -> dict[str, int]:
    """A customer without an account, one who owes nothing, and a sale to each, at a branch of their own."""
    made = {"kiosk": do("sp_save_branch", "branch_id", code="KI", name="kiosk")}
    request: dict[str, object] = {"name": "x", "mobile": "0100", "city": "x"}
    made["walk_in"] = do("sp_save_customer", "customer_id", **request, tracks_balance=False)
    made["settled"] = do("sp_save_customer", "customer_id", **request)
    gum = {"product_code": "gum", "name": "gum", "unit": "x", "selling_price": 10, "keeps_stock": False}
    items = [{"product_id": do("sp_save_product", "product_id", **gum), "qty": 3}]
    sale: dict[str, object] = {"items": items, "status": "paid", "branch_id": made["kiosk"]}
    made["settled_sale"] = do("sp_save_invoice", "invoice_id", customer_id=made["settled"], **sale)
    made["walk_in_sale"] = do("sp_save_invoice", "invoice_id", customer_id=made["walk_in"], **sale)
    undo = {"invoice_id": made["walk_in_sale"], "branch_id": made["kiosk"]}
    do("sp_return_items", "return_id", **undo, all=True)
    return made


def _keep_shift(customer: int, do: Callable[..., int]) -> dict[str, int]:
    """A shift with a sale and a cash move, closed with a difference, at a branch of its own."""
    made = {"stall": do("sp_save_branch", "branch_id", code="SL", name="stall")}
    at = {"branch_id": made["stall"]}
    till = do("sp_save_till", "till_id", code="T1", name="x", **at)
    made["shift"] = do("sp_open_shift", "shift_id", till_id=till, opening_cash=50)
    members = {"product_code": "mint", "name": "mint", "unit": "x", "selling_price": 5, "keeps_stock": False}
    items = [{"product_id": do("sp_save_product", "product_id", **members), "qty": 3}]
    sale = {"customer_id": customer, "items": items, "status": "paid"}
    made["shift_sale"] = do("sp_save_invoice", "invoice_id", **sale, **at)
    made["cash_move"] = do("sp_cash_move", "cash_move_id", type="out", amount=40, reason="x")
    do("sp_close_shift", "shift_id", counted={"cash": 24})
    return made


def _sell_priced(shop: Shop, do: Callable[..., int]) -> dict[str, int]:
    """Two dozens and a piece more, taxed and rounded to the smallest coin, at a branch of their own."""
    made = {"laundry": do("sp_save_branch", "branch_id", code="LD", name="laundry")}
    made["dina"] = do("sp_save_customer", "customer_id", name="dina", mobile="0100", city="x")
    do("sp_save_tax", "tax_id", code="LD14", name="x", rate=14)
    wash = {"product_code": "wash", "name": "wash", "unit": "x", "keeps_stock": False, "taxes": ["LD14"]}
    units = [{"unit": "dozen", "factor": 12, "selling_price": 100}]
    made["wash"] = do("sp_save_product", "product_id", **wash, units=units)
    execute(shop.connection, "UPDATE companies SET smallest_coin = 0.25 WHERE id = 1")
    items = [
        {"product_id": made["wash"], "qty": 2, "uom": "dozen", "discount_percent": 10},
        {"product_id": made["wash"], "qty": 1, "price": "9.99"},
    ]
    request = {"customer_id": made["dina"], "items": items, "branch_id": made["laundry"]}
    made["priced_sale"] = do("sp_save_invoice", "invoice_id", **request)
    made["priced_line"] = _last_line(shop.connection)
    made["dozens"] = made["priced_line"] - 1
    execute(shop.connection, "UPDATE companies SET smallest_coin = NULL WHERE id = 1")
    return made


def _undo_taxed(shop: Shop, do: Callable[..., int]) -> dict[str, int]:
    """Sales with tax, rounded to the smallest coin, that came back or were amended, at their own branch."""
    connection = shop.connection
    made = {"taxes_branch": do("sp_save_branch", "branch_id", code="TX", name="taxes")}
    at = {"branch_id": made["taxes_branch"]}
    request = {"name": "nada", "mobile": "0100", "city": "x", "company_id": 1}
    made["nada"] = do("sp_save_customer", "customer_id", **request)
    made["tea"] = do("sp_save_product", "product_id", product_code="tea", name="tea", unit="x")
    bought = [{"product_id": made["tea"], "qty": 20, "unit_cost": "2"}]
    do("sp_post_purchase", "bill_id", items=bought, payments=[{"amount": 40}], **at)
    execute(connection, "INSERT INTO taxes (id, company_id, code, name, rate) VALUES (9, 1, 'TX', 'x', 14)")
    execute(connection, f"INSERT INTO product_taxes VALUES ({made['tea']}, 9)")
    execute(connection, "UPDATE companies SET smallest_coin = 0.25 WHERE id = 1")

    def sell(qty: int) -> tuple[int, int]:
        items = [{"product_id": made["tea"], "qty": qty, "price": "10.03"}]
        request = {"customer_id": made["nada"], "items": items, "discount_value": 10}
        return do("sp_save_invoice", "invoice_id", **request, **at), _last_line(connection)

    def give_back(invoice: int, line: int, qty: int) -> int:
        items = [{"item_id": line, "qty": qty}]
        return do("sp_return_items", "return_id", invoice_id=invoice, items=items, **at)

    made["taxed_sale"], made["taxed_line"] = sell(4)
    made["taxed_return"] = give_back(made["taxed_sale"], made["taxed_line"], 1)
    items = [{"item_id": made["taxed_line"], "qty": 6, "price_type": "wholesale"}]
    request = {"invoice_id": made["taxed_sale"], "items": items}
    made["taxed_amendment"] = do("sp_amend_invoice", "amendment_id", **request, **at)
    made["spent_sale"], made["spent_line"] = sell(3)
    made["spent_return"] = give_back(made["spent_sale"], made["spent_line"], 2)
    give_back(made["spent_sale"], made["spent_line"], 1)
    execute(connection, "UPDATE companies SET smallest_coin = NULL WHERE id = 1")
    return made


def _promise(shop: Shop, customer: int, service: int, do: Callable[..., int]) -> int:
    """A promised payment that was completed, at a branch of its own: no number of another one moves."""
    branch = do("sp_save_branch", "branch_id", code="PR", name="pr")
    items = [{"product_id": service, "qty": 1, "price": 7}]
    sale = {"customer_id": customer, "items": items, "branch_id": branch}
    invoice = do("sp_save_invoice", "invoice_id", **sale)
    request = {"invoice_id": invoice, "amount": 5, "method": "check", "status": "pending", "created_by": 5}
    shop.call("sp_add_payment", request)
    settled = {"pending_payment_id": 1, "status": "completed", "branch_id": branch}
    return do("sp_set_payment_status", "pending_payment_id", **settled)


def _charge(connection: Connection, customer: int, service: int, do: Callable[..., int]) -> dict[str, int]:
    """Debit notes: one applied in part, with a payment that was voided, one cancelled, and one in dollars
    that two payments at other rates settled; at a branch of their own."""
    made = {"rana": customer, "charges": do("sp_save_branch", "branch_id", code="DN", name="charges")}
    at = {"branch_id": made["charges"]}
    items = [{"product_id": service, "qty": 1, "price": 70}]
    made["charged"] = do("sp_save_invoice", "invoice_id", customer_id=customer, items=items, **at)
    charges = [
        {"description": description, "quantity": quantity, "unit_price": "0.25", "tax_rate": 14}
        for description, quantity in (("a", 1), ("b", 1), ("c", 78))
    ]
    note = {"customer_id": customer, "source_invoice_id": made["charged"], "items": charges, **at}
    made["note"] = do("sp_save_debit_note", "debit_note_id", reference_type="penalty", **note)
    made["wrong_note"] = do("sp_save_debit_note", "debit_note_id", reference_type="correction", **note)
    do("sp_cancel_debit_note", "debit_note_id", debit_note_id=made["wrong_note"], **at)
    for amount in (3, 5):
        do("sp_apply_debit_note", "debit_note_id", debit_note_id=made["note"], amount=amount, **at)
    made["note_payment"] = _last_payment(connection)
    made["voided_note_payment"] = made["note_payment"] - 1
    do("sp_void_payment", "void_id", payment_id=made["voided_note_payment"], **at)
    dollars = {"reference_type": "price_difference", "currency": "USD", "exchange_rate": 50}
    made["dollar_note"] = do("sp_save_debit_note", "debit_note_id", **dollars, **note)
    part = {"debit_note_id": made["dollar_note"], "amount": 10, "base_amount": 450}
    do("sp_apply_debit_note", "debit_note_id", **part, **at)
    made["dollar_part"] = _last_payment(connection)
    rest = {"debit_note_id": made["dollar_note"], "amount": "12.80", "exchange_rate": 55}
    do("sp_apply_debit_note", "debit_note_id", **rest, **at)
    made["dollar_rest"] = _last_payment(connection)
    return made


def _open_balances(customer: int, do: Callable[..., int]) -> dict[str, int]:
    """What was owed before the books, by a customer, by an adopted one (part of what no document
    explains) and to a supplier; at branches of their own."""
    made = {"old_debts": do("sp_save_branch", "branch_id", code="OB", name="old debts")}
    note = {"reference_type": "opening_balance", "debit_note_date": "2020-01-31"}

    def owed(customer: int, amount: int, **members: object) -> int:
        items = [{"description": "before", "quantity": 1, "unit_price": amount}]
        request = {"customer_id": customer, "items": items, "branch_id": made["old_debts"], **note, **members}
        return do("sp_save_debit_note", "debit_note_id", **request)

    made["old_debt"] = owed(customer, 40)
    made["adopted_debt"] = owed(21, 5, adopted=True)
    part = {"debit_note_id": made["adopted_debt"], "amount": 2, "branch_id": made["old_debts"]}
    do("sp_apply_debit_note", "debit_note_id", **part)
    made["old_supplier"] = do("sp_save_supplier", "supplier_id", name="old supplier")
    made["old_bills"] = do("sp_save_branch", "branch_id", code="OS", name="old bills")
    bill = {"supplier_id": made["old_supplier"], "branch_id": made["old_bills"], "date": "2020-01-31"}
    made["old_bill"] = do("sp_save_supplier_opening", "bill_id", amount=60, **bill)
    wrong = do("sp_save_supplier_opening", "bill_id", amount=7, **bill)
    do("sp_reverse_purchase", "bill_id", bill_id=wrong, branch_id=made["old_bills"])
    return made


def _sell_in_dollars(shop: Shop, customer: int, service: int, do: Callable[..., int]) -> dict[str, int]:
    """An invoice in dollars: paid in part when it was sold and at two other rates, with a payment that was
    voided and goods that came back; at a branch of its own."""
    made = {"abroad": do("sp_save_branch", "branch_id", code="FX", name="abroad")}
    at = {"branch_id": made["abroad"]}
    items = [{"product_id": service, "qty": 3, "price": "33.33", "tax_rate": 14}]
    sale = {"customer_id": customer, "items": items, "currency": "USD", "exchange_rate": "47.123457", **at}
    first = {"status": "partial", "payments": [{"amount": "10.01"}]}
    made["dollar_sale"] = do("sp_save_invoice", "invoice_id", **sale, **first)
    made["dollar_line"] = _last_line(shop.connection)
    for name, money in (
        ("voided_dollars", {"amount": 5, "exchange_rate": 51}),
        ("told_dollars", {"amount": 20, "base_amount": 900}),
        ("rated_dollars", {"amount": 30, "exchange_rate": 55}),
    ):
        pay = {"invoice_id": made["dollar_sale"], **money, **at, "created_by": 5}
        shop.call("sp_add_payment", pay)
        made[name] = _last_payment(shop.connection)
    do("sp_void_payment", "void_id", payment_id=made["voided_dollars"], **at)
    items = [{"item_id": made["dollar_line"], "qty": 1}]
    made["dollar_return"] = do(
        "sp_return_items", "return_id", invoice_id=made["dollar_sale"], items=items, **at
    )
    return made


def _last_payment(connection: Connection) -> int:
    ((payment_id,),) = fetch(connection, "SELECT MAX(id) FROM invoice_payments")
    assert isinstance(payment_id, int)
    return payment_id


def _last_line(connection: Connection) -> int:
    ((line_id,),) = fetch(connection, "SELECT MAX(id) FROM invoice_out_items")
    assert isinstance(line_id, int)
    return line_id


def _rows_of(connection: Connection, ids: Mapping[str, int]) -> dict[str, int]:
    """Ids of the rows that the documents brought along."""
    queries = {
        "line_offer": "SELECT id FROM invoice_offers WHERE invoice_id = {given_sale} AND sale_item_id > 0",
        "pump_line": "SELECT id FROM invoice_out_items WHERE invoice_out_id = {sale} AND line_no = 1",
        "part_line": "SELECT id FROM invoice_out_items WHERE invoice_out_id = {part}",
        "over": "SELECT wallet_transaction FROM customer_transactions WHERE invoice_id = {at_gz}"
        " AND transaction_type = 'deposit'",
        "visit_line": "SELECT id FROM invoice_out_items WHERE invoice_out_id = {sale} AND line_no = 2",
        "taking": "SELECT id FROM sale_item_allocations WHERE batch_id = {pump_batch_2}",
        "return_row": "SELECT MAX(id) FROM customer_transactions WHERE invoice_id = {undone}",
        "return_taking": "SELECT MAX(a.id) FROM sale_item_allocations a"
        " JOIN invoice_out_items i ON i.id = a.sale_item_id WHERE i.invoice_out_id = {undone}",
        "payment": "SELECT id FROM invoice_payments WHERE invoice_id = {part}",
        "sale_row": "SELECT id FROM customer_transactions WHERE invoice_id = {sale}",
        "part_row": "SELECT MIN(id) FROM customer_transactions WHERE invoice_id = {part}",
        "payment_row": "SELECT MAX(id) FROM customer_transactions WHERE invoice_id = {part}",
        "deposit_row": "SELECT id FROM customer_transactions WHERE wallet_transaction = {deposit}",
        "on_site_row": "SELECT MIN(id) FROM customer_transactions WHERE invoice_id = {on_site}",
        "withdrawal_row": "SELECT id FROM customer_transactions WHERE wallet_transaction = {withdrawal}",
        "wallet_payment": "SELECT id FROM wallet_transactions WHERE type = 'invoice_payment'"
        " AND customer_id = {ali}",
        "returned_line": "SELECT id FROM invoice_out_items WHERE invoice_out_id = {returned_sale}",
        "pump_receipt": "SELECT e.id FROM journal_entries e JOIN batches b ON e.reference_id = b.purchase_id"
        " WHERE e.reference_type = 'purchases' AND b.id = {pump_batch}",
        "pump_taking": "SELECT id FROM sale_item_allocations WHERE sale_item_id ="
        " (SELECT id FROM invoice_out_items WHERE invoice_out_id = {sale} AND line_no = 1)",
        "amendment_row": "SELECT id FROM customer_transactions WHERE invoice_id = {amended_sale}"
        " AND transaction_type = 'adjustment'",
        "amended_line_audit": "SELECT id FROM audit_log WHERE document_table = 'invoice_out_items'"
        " AND document_id = {amended_line}",
        "before_amended_line_audit": "SELECT b.id FROM audit_log a JOIN audit_log b ON b.chain = a.chain"
        " AND b.seq = a.seq - 1 WHERE a.document_table = 'invoice_out_items'"
        " AND a.document_id = {amended_line}",
        "last_audit": "SELECT MAX(id) FROM audit_log",
        "amended_taking": "SELECT id FROM sale_item_allocations WHERE amendment_id = {amendment}",
        "amendment_movement": "SELECT m.id FROM inventory_transactions m JOIN journal_entries e"
        " ON e.id = m.journal_entry_id WHERE e.entry_type = 'invoice_cogs_adjustment'"
        " AND e.reference_id = {amendment}",
        "old_batch": "SELECT MIN(id) FROM batches WHERE purchase_id IS NULL AND NOT EXISTS (SELECT 1"
        " FROM adoption_findings f WHERE f.table_name = 'batches' AND f.row_id = batches.id)",
        "pump_bill": "SELECT purchase_id FROM batches WHERE id = {pump_batch}",
        "pipe_bill": "SELECT purchase_id FROM batches WHERE id = {pipe_batch}",
        "bill_batch": "SELECT id FROM batches WHERE purchase_id = {bill}",
        "wrong_batch": "SELECT id FROM batches WHERE purchase_id = {wrong_bill}",
        "sent_back_row": "SELECT id FROM supplier_transactions WHERE purchase_return_id = {sent_back}",
        "bill_row": "SELECT id FROM supplier_transactions WHERE purchase_id = {bill}",
        "wrong_row": "SELECT MIN(id) FROM supplier_transactions WHERE purchase_id = {wrong_bill}",
        "supplier_payment": "SELECT MAX(id) FROM supplier_payments WHERE supplier_id = {tubes}",
        "supplier_refund": "SELECT id FROM supplier_payments WHERE supplier_id = {tubes} AND kind = 'refund'",
        "card_payment": "SELECT id FROM supplier_payments WHERE purchase_id = {cash_bill}",
        "supplier_payment_row": "SELECT MAX(id) FROM supplier_transactions WHERE supplier_id = {tubes}",
        "check_entry": "SELECT e.id FROM journal_entries e WHERE e.reference_type = 'supplier_payments'"
        " AND e.reference_id = (SELECT MAX(id) FROM supplier_payments WHERE supplier_id = {tubes})",
        "card_payment_entry": "SELECT e.id FROM journal_entries e JOIN supplier_payments p"
        " ON e.reference_type = 'supplier_payments' AND e.reference_id = p.id"
        " WHERE p.purchase_id = {cash_bill}",
        "note_item": "SELECT MIN(id) FROM customer_debit_note_items WHERE debit_note_id = {note}",
        "note_application": "SELECT id FROM customer_debit_note_applications"
        " WHERE payment_id = {note_payment}",
        **{
            f"{name}_application": "SELECT id FROM customer_debit_note_applications"
            f" WHERE payment_id = {{{name}}}"
            for name in ("dollar_part", "dollar_rest")
        },
        "told_settlement": "SELECT id FROM invoice_settlements WHERE payment_id = {told_dollars}",
        "rated_settlement": "SELECT id FROM invoice_settlements WHERE payment_id = {rated_dollars}",
        "returned_settlement": "SELECT id FROM invoice_settlements WHERE return_id = {dollar_return}",
        "voided_note_application": "SELECT id FROM customer_debit_note_applications"
        " WHERE payment_id = {voided_note_payment}",
        "note_row": "SELECT MIN(id) FROM customer_transactions WHERE debit_note_id = {note}",
        "note_payment_row": "SELECT id FROM customer_transactions WHERE payment_id = {note_payment}",
        "payment_entry": "SELECT e.id FROM journal_entries e JOIN invoice_payments p"
        " ON e.reference_type = 'invoice_payments' AND e.reference_id = p.id WHERE p.invoice_id = {part}",
    }
    for name, document in (
        ("taxed_return_entry", "taxed_return"),
        ("taxed_amendment_entry", "taxed_amendment"),
    ):
        table = f"invoice_{document.removeprefix('taxed_')}s"
        queries[name] = (
            "SELECT id FROM journal_entries WHERE entry_type IN ('return', 'invoice')"
            f" AND reference_type = '{table}' AND reference_id = {{{document}}}"
        )
    entries = {
        "sale_entry": ("invoice", "sale"),
        "sale_cost_entry": ("invoice_cogs", "sale"),
        "early_entry": ("invoice", "early"),
        "gz_entry": ("invoice", "at_gz"),
        "gz_cost_entry": ("invoice_cogs", "at_gz"),
        "undoing_entry": ("invoice_reversal", "undone"),
        "deposit_entry": ("wallet", "deposit"),
        "bill_entry": ("purchase", "bill"),
        "sent_back_entry": ("purchase_reversal", "sent_back"),
        "taxed_bill_entry": ("purchase", "taxed_bill"),
        "taxed_sent_back_entry": ("purchase_reversal", "taxed_sent_back"),
        "unbill_entry": ("purchase_reversal", "wrong_bill"),
        "voucher_entry": ("voucher", "voucher"),
        "return_entry": ("return", "return"),
        "breakage_entry": ("stock_adjustment", "breakage"),
        "amendment_entry": ("invoice_cogs_adjustment", "amendment"),
        "note_entry": ("customer_debit", "note"),
        "old_debt_entry": ("customer_debit", "old_debt"),
        "old_bill_entry": ("opening", "old_bill"),
        "note_payment_entry": ("payment", "note_payment"),
        "advance_void_entry": ("payment_reversal", "advance_void"),
        "drawer_entry": ("cash_move", "cash_move"),
        "dollar_part_entry": ("payment", "dollar_part"),
        "told_entry": ("payment", "told_dollars"),
        "stand_entry": ("invoice", "stand_sale"),
        "stand_cost_entry": ("invoice_cogs", "stand_sale"),
        "stand_payment_entry": ("payment", "stand_payment"),
        "stand_return_entry": ("return", "stand_return"),
        "stand_deposit_entry": ("wallet", "stand_deposit"),
    }
    for name, (kind, document) in entries.items():
        queries[name] = (
            f"SELECT id FROM journal_entries WHERE entry_type = '{kind}' AND reference_id = {{{document}}}"
        )
    found = {}
    for name, query in queries.items():
        ((found[name],),) = fetch(connection, query.format(**ids))
    return found


def _drop_rules(shop: Shop, *, guards: bool) -> None:
    for trigger in _guards() if guards else ():
        execute(shop.connection, f"DROP TRIGGER {trigger.name}")
    if shop.server.engine == "mysql":  # MariaDB has a setting of the session for it
        for table, name in fetch(
            shop.connection,
            "SELECT table_name, constraint_name FROM information_schema.table_constraints"
            " WHERE constraint_schema = DATABASE() AND constraint_type = 'CHECK'",
        ):
            execute(shop.connection, f"ALTER TABLE {table} ALTER CHECK {name} NOT ENFORCED")
