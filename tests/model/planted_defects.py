"""Defects that a hurried hand could put into the SQL, and short programs (witnesses) that must notice them.

A witness makes calls through a :class:`Till`, which compares each answer and, at the end, every row with the
book, and raises MismatchError where the database does something else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from threading import Thread
from time import monotonic, sleep

import mysql.connector
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient.deploy.session import execute, fetch
from tests.model.book import ACCOUNTS, Request
from tests.model.till import MismatchError, Till
from tests.shop import Shop, call_text

_PATIENCE_SECONDS = 5.0


class Counter:
    """A till with a customer and a product that its witness sells."""

    def __init__(self, shop: Shop, till: Till) -> None:
        self.shop, self.till = shop, till
        company = till.book.companies[0].id
        names = {"company_id": company, "name": "شاهد", "mobile": "01000000000", "city": "القاهرة"}
        till.call("sp_save_customer", names)
        self.customer = till.book.customers[0].id
        product = {"company_id": company, "product_code": "W", "name": "W", "unit": "W", "selling_price": 100}
        till.call("sp_save_product", product)
        self.product = till.book.products[0].id

    def receive(self, qty: str, unit_cost: str, days_ago: int = 0) -> None:
        request = {"product_id": self.product, "qty": Decimal(qty), "unit_cost": Decimal(unit_cost)}
        day = self.till.book.today(self.till.book.companies[0]) - timedelta(days=days_ago)
        self.till.call("sp_receive_batch", {**request, "received_at": day})

    def sell(self, *qtys: str, key: str | None = None, **members: object) -> None:
        self.till.call("sp_save_invoice", self.sale(*qtys, **members), key=key)

    def sale(self, *qtys: str, **members: object) -> Request:
        items = [{"product_id": self.product, "qty": Decimal(qty)} for qty in qtys]
        return {"customer_id": self.customer, "items": items, **members}

    def pay(self, amount: str, method: str = "cash", **members: object) -> None:
        target = {} if "invoice_id" in members else {"customer_id": self.customer}
        request = {**target, "amount": Decimal(amount), "method": method, **members}
        self.till.call("sp_add_payment", request)

    def move(self, kind: str, amount: str) -> None:
        request = {"customer_id": self.customer, "type": kind, "amount": Decimal(amount)}
        self.till.call("sp_wallet_move", request)

    def undo(self, what: str, place: int, **members: object) -> None:
        """Cancel or revert the invoice at ``place``."""
        request = {"invoice_id": self.till.book.invoices[place].id, **members}
        self.till.call(f"sp_{what}_invoice", request)

    def void(self, place: int, **members: object) -> None:
        """Void the payment row at ``place``, refunds and voids counted."""
        rows = [payment for invoice in self.till.book.invoices for payment in invoice.payments]
        self.till.call("sp_void_payment", {"payment_id": rows[place].id, **members})

    def at_once(self, series: str, calls: Sequence[tuple[str, Request]]) -> list[str]:
        """Answers, tokens or error numbers of calls that overlap: each begins when the one before it waits.

        The number ``series`` of the branch is held back until all have begun.
        """
        outcomes = [""] * len(calls)

        def run(place: int, procedure: str, text: str) -> None:
            try:
                outcomes[place] = call_text(connections[place], procedure, text)
            except mysql.connector.Error as error:
                own = error.sqlstate == "45000"
                outcomes[place] = str(error.msg).partition(":")[0] if own else str(error.errno)

        connections = [self.shop.connect() for _ in calls]
        holder = self.shop.connect()
        execute(holder, "START TRANSACTION")
        main = self.till.book.companies[0].main.id
        fetch(
            holder,
            "SELECT 1 FROM number_series WHERE branch_id = %s AND kind = %s FOR UPDATE",
            (main, series),
        )
        threads = []
        for place, (procedure, request) in enumerate(calls):
            text = self.till.text({**request, "created_by": self.till.user_id})
            threads.append(Thread(target=run, args=(place, procedure, text)))
            threads[-1].start()
            self._wait_for(place + 1, connections, threads[-1])
        execute(holder, "ROLLBACK")
        for thread in threads:
            thread.join()
        return outcomes

    def _wait_for(self, count: int, connections: Sequence[MySQLConnectionAbstract], last: Thread) -> None:
        """Until so many of the connections wait for a lock, or the last call has ended without waiting."""
        ids = ", ".join(str(connection.connection_id) for connection in connections)
        query = (
            "SELECT COUNT(*) FROM information_schema.innodb_trx"
            f" WHERE trx_state = 'LOCK WAIT' AND trx_mysql_thread_id IN ({ids})"
        )
        deadline = monotonic() + _PATIENCE_SECONDS
        while last.is_alive() and monotonic() < deadline and fetch(self.till.connection, query)[0][0] < count:
            sleep(0.15)  # the server keeps what this table says until nobody asked for 0.1 s


# -- witnesses


def oldest_first(counter: Counter) -> None:
    counter.receive("2", "9")
    counter.receive("2", "5", days_ago=3)
    counter.sell("3")


def one_product_on_two_lines(counter: Counter) -> None:
    counter.receive("5", "2")
    counter.sell("1", "2")


def layers_keep_their_value(counter: Counter) -> None:
    counter.receive("3", "0.333333")
    for _ in range(3):
        counter.sell("1")


def costs_are_rounded(counter: Counter) -> None:
    counter.receive("3", "0.333333")
    counter.sell("2")


def shares_add_up(counter: Counter) -> None:
    counter.receive("3", "1")
    counter.sell("1", "1", "1", discount_type="amount", discount_value=10)


def half_a_piastre_goes_up(counter: Counter) -> None:
    counter.receive("1", "1")
    items = [{"product_id": counter.product, "qty": 1, "selling_price": Decimal("1.005")}]
    counter.sell(items=items)


def wallet_never_below_zero(counter: Counter) -> None:
    counter.move("deposit", "50")
    counter.move("withdraw", "50.01")


def ledger_of_two_calls(counter: Counter) -> None:
    counter.move("deposit", "50")
    counter.move("deposit", "10")


def the_same_call_again(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1", key=f"{counter.till.name}-again")
    counter.till.repeat(counter.till.kept[0], packed=True, backwards=True)


def the_same_key_for_another_call(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1", key=f"{counter.till.name}-taken")
    counter.till.reuse(counter.till.kept[0], "sp_save_invoice", counter.sale("2"))


def excess_goes_into_the_wallet(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1")
    counter.pay("130", overpayment="wallet")


def change_is_cash(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1")
    counter.pay("130", "card", overpayment="change")


def first_due_first(counter: Counter) -> None:
    counter.receive("5", "1")
    today = counter.till.book.today(counter.till.book.companies[0])
    counter.sell("1", due_date=today + timedelta(days=9))
    counter.sell("1", due_date=today + timedelta(days=2))
    counter.pay("60")


def work_order_follows_payments(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.till.call("sp_save_work_order", {"customer_id": counter.customer, "title": "شغلانة"})
    counter.sell("1", work_order_id=counter.till.book.work_orders[0].id)
    counter.pay("60")


def numbers_over_midnight(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1")
    counter.till.wait(24 * 60)
    counter.sell("1")
    counter.till.wait(-24 * 60)
    counter.sell("1")


def evening_in_cairo(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.till.wait(13 * 60 + 30)
    counter.sell("1")


def amounts_decide_the_status(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1", status="partial", payments=[{"amount": 100, "method": "cash"}])


def wallet_pays(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.move("deposit", "150")
    counter.sell("1")
    counter.pay("100", "wallet")


def work_goes_on_after_a_refusal(counter: Counter) -> None:
    counter.move("withdraw", "1")
    counter.move("deposit", "1")


def open_transaction_is_left_alone(counter: Counter) -> None:
    connection = counter.till.connection
    execute(connection, "START TRANSACTION")
    execute(connection, "INSERT INTO settings (name, value) VALUES ('witness', '1')")
    request = {
        "customer_id": counter.customer,
        "type": "deposit",
        "amount": 1,
        "created_by": counter.till.user_id,
    }
    try:
        call_text(connection, "sp_wallet_move", counter.till.text(request))
    except mysql.connector.Error:
        pass
    else:
        counter.till.fail("a call inside an open transaction was accepted")
    kept = fetch(connection, "SELECT COUNT(*) FROM settings WHERE name = 'witness'")[0][0]
    execute(connection, "ROLLBACK")
    if not kept:
        counter.till.fail("the caller's open transaction was undone")


def wallet_spent_twice_at_once(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.move("deposit", "100")
    counter.sell("1")
    invoice = counter.till.book.invoices[0].id
    payment = {"invoice_id": invoice, "amount": 100, "method": "wallet"}
    withdrawal = {"customer_id": counter.customer, "type": "withdraw", "amount": 100}
    paid, withdrawn = counter.at_once("PAY", [("sp_add_payment", payment), ("sp_wallet_move", withdrawal)])
    if not paid.startswith("{") or withdrawn != "WALLET_INSUFFICIENT":
        raise MismatchError(f"the wallet paid once, then was empty: expected; found {paid}, {withdrawn}")
    counter.till.compares_state = False  # the book has not seen these calls


def one_key_twice_at_once(counter: Counter) -> None:
    counter.receive("5", "1")
    request = counter.sale("1", request_id=f"{counter.till.name}-twice")
    first, second = counter.at_once("INV", [("sp_save_invoice", request)] * 2)
    if not first.startswith("{") or first != second:
        raise MismatchError(f"one answer for both: expected; found {first}, {second}")
    counter.till.compares_state = False  # the book has not seen these calls


def goods_come_back_at_their_cost(counter: Counter) -> None:
    counter.receive("3", "3.333333")
    for _ in range(3):
        counter.sell("1")
    counter.undo("cancel", 1)
    counter.sell("1")


def goods_come_back_to_their_place(counter: Counter) -> None:
    counter.receive("1", "10")
    counter.receive("5", "20")
    counter.sell("1")
    counter.undo("cancel", 0)
    counter.sell("2")


def money_goes_back_as_it_came(counter: Counter) -> None:
    counter.receive("9", "1")
    counter.move("deposit", "30")
    counter.sell("1", status="partial", payments=[{"amount": 20, "method": "wallet"}, {"amount": 30}])
    counter.void(1)
    counter.pay("15", "card")
    counter.undo("revert", 0, refund="original")
    counter.sell("1", status="paid")
    counter.undo("revert", 1)


def closed_stays_closed(counter: Counter) -> None:
    counter.receive("9", "1")
    counter.sell("1")
    counter.sell("1", status="partial", payments=[{"amount": 20}])
    counter.undo("cancel", 0)
    counter.undo("cancel", 0)
    counter.undo("revert", 0)
    counter.undo("cancel", 1)


def a_void_takes_its_overpayment_along(counter: Counter) -> None:
    counter.receive("9", "1")
    counter.sell("1")
    counter.pay("130", "check", overpayment="wallet")
    counter.void(0)
    counter.void(0)
    counter.pay("130", "check", overpayment="wallet")
    counter.move("withdraw", "10")
    counter.void(2)
    counter.void(2, refund="wallet")


def a_branch_numbers_its_own_entries(counter: Counter) -> None:
    counter.receive("5", "1")
    branch = {"company_id": counter.till.book.companies[0].id, "code": "GZ", "name": "الجيزة"}
    counter.till.call("sp_save_branch", branch)
    counter.sell("1")
    counter.pay("130", overpayment="wallet", branch_id=counter.till.book.branches[-1].id)


def another_account_plays_a_role(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1", status="partial", payments=[{"amount": 20, "method": "check"}])
    counter.till.appoint("check", ACCOUNTS["bank_transfer"])
    try:
        counter.void(0)
        counter.pay("30", "check")
    finally:
        counter.till.appoint("check", ACCOUNTS["check"])


# -- defects


@dataclass(frozen=True)
class Defect:
    """``edits``: object, text that stands once in its file (white space does not count), what it becomes."""

    name: str
    edits: tuple[tuple[str, str, str], ...]
    witness: Callable[[Counter], None]


DEFECTS = (
    Defect(
        "FIFO in the order of ids instead of dates",
        (
            ("_post_invoice_lines", "h.product_id, h.status, h.received_at, h.created_at, h.id", "h.id"),
            ("_take_oldest", "ORDER BY b.received_at, b.created_at, b.id", "ORDER BY b.id"),
        ),
        oldest_first,
    ),
    Defect(
        "a line takes its batch as it stood before the lines above it",
        (
            (
                "_post_invoice_lines",
                "AND remaining = v_remaining AND stock_value = v_value AND status = 'active' AND v_cost",
                "AND v_cost",
            ),
        ),
        one_product_on_two_lines,
    ),
    Defect(
        "a taking costs quantity x unit cost, so that the emptying one does not take the rest",
        (
            (
                "_post_invoice_lines",
                "w.need = b.remaining, b.stock_value, (2 * b.stock_value * w.need * v_units_in_one"
                " + b.remaining) DIV (2 * b.remaining) * v_unit",
                "TRUE, ROUND(w.need * b.unit_cost, p_minor_units), 0",
            ),
            (
                "_take_oldest",
                "_ratio(v_value, p_taken, v_remaining, p_minor_units)",
                "ROUND(p_taken * p_unit_cost, p_minor_units)",
            ),
        ),
        layers_keep_their_value,
    ),
    Defect(
        "costs are cut, not rounded",
        (
            ("_ratio", " + p_whole) DIV", ") DIV"),
            ("_post_invoice_lines", "v_units_in_one + b.remaining) DIV", "v_units_in_one) DIV"),
        ),
        costs_are_rounded,
    ),
    Defect(
        "the discount's shares are cut, not rounded",
        (("_post_invoice_lines", "v_units_in_one + p_as_given) DIV", "v_units_in_one) DIV"),),
        shares_add_up,
    ),
    Defect(
        "each line's discount share is rounded by itself",
        (
            (
                "_post_invoice_lines",
                "v_running_total * v_units_in_one + p_as_given) DIV (2 * p_as_given) * v_unit - v_shared",
                "v_line_total * v_units_in_one + p_as_given) DIV (2 * p_as_given) * v_unit",
            ),
        ),
        shares_add_up,
    ),
    Defect(
        "line totals are cut, not rounded",
        (
            ("_price_sale", "LEAST(ROUND(w.qty * w.price", "LEAST(TRUNCATE(w.qty * w.price"),
            ("_lock_products", "SUM(ROUND(w.qty *", "SUM(TRUNCATE(w.qty *"),
            ("_post_invoice_lines", "ROUND(w.qty * w.price", "TRUNCATE(w.qty * w.price"),
        ),
        half_a_piastre_goes_up,
    ),
    Defect(
        "the wallet is not looked at before money leaves it",
        (
            ("sp_wallet_move", "v_type = 'withdraw' AND v_amount > v_wallet", "FALSE"),
            ("_post_customer_transaction", "p_wallet_change < 0 AND p_wallet + p_wallet_change < 0", "FALSE"),
        ),
        wallet_never_below_zero,
    ),
    Defect(
        "a wallet payment leaves the wallet as it is",
        (("_post_payment", "IF(p_method = 'wallet', -p_amount, 0)", "0"),),
        wallet_pays,
    ),
    Defect(
        "the ledger's seq is not advanced",
        (("_post_customer_transaction", "SET p_seq = p_seq + 1;", ""),),
        ledger_of_two_calls,
    ),
    Defect(
        "the ledger's seq is not written back to the customer",
        (("_close_customer_ledger", ", ledger_seq = p_seq", ""),),
        ledger_of_two_calls,
    ),
    Defect(
        "a replay is not looked up",
        (("_open_request", "WHERE k.request_id = p_request_id;", "WHERE FALSE;"),),
        the_same_call_again,
    ),
    Defect(
        "a key's first request is not compared",
        (("_open_request", "IF v_stored_hash <> p_hash THEN", "IF FALSE THEN"),),
        the_same_key_for_another_call,
    ),
    Defect(
        "money above the debt is kept",
        (("_deposit_excess", "IF v_excess > 0 THEN", "IF FALSE THEN"),),
        excess_goes_into_the_wallet,
    ),
    Defect(
        "change is given on a card",
        (
            (
                "_split_excess",
                "IF(p_overpayment = 'change', p_cash_sum, p_sum - p_wallet_sum)",
                "p_sum - p_wallet_sum",
            ),
        ),
        change_is_cash,
    ),
    Defect(
        "payments settle the first invoice, not the first due",
        (
            (
                "_lock_next_document",
                "AND i.id > p_after_id) ORDER BY i.pay_by, i.invoice_date, i.id LIMIT 1;"
                " CALL _currency_of_invoice(p_invoice_id, v_currency, v_minor_units);"
                " IF v_currency IS NOT NULL THEN"
                " SET p_after_pay_by = v_pay_by, p_after_day = v_day, p_after_id = p_invoice_id;"
                " END IF; END WHILE; SELECT n.id",
                "AND i.id > p_after_id) ORDER BY i.id LIMIT 1;"
                " CALL _currency_of_invoice(p_invoice_id, v_currency, v_minor_units);"
                " IF v_currency IS NOT NULL THEN"
                " SET p_after_pay_by = v_pay_by, p_after_day = v_day, p_after_id = p_invoice_id;"
                " END IF; END WHILE; SELECT n.id",
            ),
        ),
        first_due_first,
    ),
    Defect(
        "the work order does not follow what an update of its invoice pays",
        (("trg_invoices_out_au", "+ IF(id <=> NEW.work_order_id, v_new_paid, 0)", ""),),
        work_order_follows_payments,
    ),
    Defect(
        "a number series forgets the day that it leaves",
        (("_number_of_another_day", "IF p_no > 0 THEN", "IF FALSE THEN"),),
        numbers_over_midnight,
    ),
    Defect(
        "the business date is the day in UTC",
        (("_read_branch", "DATE(p_now + INTERVAL z.offset_minutes MINUTE)", "DATE(p_now)"),),
        evening_in_cairo,
    ),
    Defect(
        "the request's word is the status, not the amounts",
        (
            (
                "_sell",
                "CASE v_remaining WHEN 0 THEN 'paid'",
                "CASE 0 WHEN 0 THEN v_status",
            ),
        ),
        amounts_decide_the_status,
    ),
    Defect(
        "a refused call leaves its transaction open",
        (("sp_wallet_move", "ROLLBACK AND NO CHAIN NO RELEASE;", ""),),
        work_goes_on_after_a_refusal,
    ),
    Defect(
        "a call in an open transaction undoes the caller's work",
        (
            (
                "sp_wallet_move",
                "FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);",
                "FOR 1568 BEGIN ROLLBACK; CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL); END;",
            ),
        ),
        open_transaction_is_left_alone,
    ),
    Defect(
        "the customer is not locked",
        (("_lock_customer", "WHERE c.id = p_customer_id FOR UPDATE;", "WHERE c.id = p_customer_id;"),),
        wallet_spent_twice_at_once,
    ),
    Defect(
        "the customer is read before the lock",
        (
            (
                "_lock_customer",
                "WHERE c.id = p_customer_id FOR UPDATE;",
                "WHERE c.id = p_customer_id; SELECT c.company_id INTO p_company_id"
                " FROM customers AS c WHERE c.id = p_customer_id FOR UPDATE;",
            ),
        ),
        wallet_spent_twice_at_once,
    ),
    Defect(
        "two calls with one key do not wait for each other",
        (("_open_request", "CRC32(p_request_id) % 4095 FOR UPDATE;", "CRC32(p_request_id) % 4095;"),),
        one_key_twice_at_once,
    ),
    Defect(
        "goods come back without their value",
        (("_return_stock", "stock_value = stock_value + v_cost,", ""),),
        goods_come_back_at_their_cost,
    ),
    Defect(
        "goods come back at the batch's average cost",
        (
            (
                "_return_stock",
                "stock_value = stock_value + v_cost,",
                "stock_value = stock_value + ROUND(v_qty * unit_cost, 2),",
            ),
        ),
        goods_come_back_at_their_cost,
    ),
    Defect(
        "an emptied batch that comes back stays out of the queue",
        (("_return_stock", "status = IF(status = 'consumed', 'active', status),", ""),),
        goods_come_back_to_their_place,
    ),
    Defect(
        "a voided payment is refunded once more",
        (("_refund_paid", "AND v.id IS NULL", ""),),
        money_goes_back_as_it_came,
    ),
    Defect(
        "refunds go out by the oldest payment's method first",
        (
            (
                "_refund_paid",
                "ORDER BY p.id DESC LIMIT 1;",
                "ORDER BY p.id LIMIT 1;",
            ),
        ),
        money_goes_back_as_it_came,
    ),
    Defect(
        "a reverted invoice still counts as paid",
        (("sp_revert_invoice", "delivered = 'reverted', paid_amount = 0,", "delivered = 'reverted',"),),
        money_goes_back_as_it_came,
    ),
    Defect(
        "an invoice is undone as often as one asks",
        (("_lock_live_invoice", "IF v_delivered IN ('canceled', 'reverted') THEN", "IF FALSE THEN"),),
        closed_stays_closed,
    ),
    Defect(
        "a paid invoice is canceled, and its money forgotten",
        (("sp_cancel_invoice", "IF v_paid > 0 THEN", "IF FALSE THEN"),),
        closed_stays_closed,
    ),
    Defect(
        "the overpayment of a voided payment stays in the wallet",
        (("_void_payment", "IF(p_refund = 'none' AND v_method <> 'wallet', v_deposited, 0)", "0"),),
        a_void_takes_its_overpayment_along,
    ),
    Defect(
        "a payment is voided twice",
        (("_void_payment", "p_reason, p_payment_id,", "p_reason, NULL,"),),
        a_void_takes_its_overpayment_along,
    ),
    Defect(
        "debit and credit of a wallet that pays are confused",
        (
            (
                "_open_payment_entry",
                """'[["', p_method, '","', p_amount, '"],["receivables","', -p_settled, '"]',""",
                """'[["', p_method, '","', IF(p_method = 'wallet', -p_amount, p_amount),
                '"],["receivables","', IF(p_method = 'wallet', p_settled, -p_settled), '"]',""",
            ),
        ),
        wallet_pays,
    ),
    Defect(
        "the cost of the goods is booked at what they were sold for",
        (
            (
                "_post_sale_entries",
                """["cost_of_goods_sold","', p_cost, '"],["inventory","', -p_cost, '"]]]'""",
                """["cost_of_goods_sold","', p_total, '"],["inventory","', -p_total, '"]]]'""",
            ),
        ),
        oldest_first,
    ),
    Defect(
        "the discount is booked as less sold",
        (
            (
                "_post_sale_entries",
                """["sales_discounts","', p_discount, '"],["sales","', -p_sales, '"]'""",
                """["sales","', p_discount - p_sales, '"]'""",
            ),
        ),
        shares_add_up,
    ),
    Defect(
        "the payment of the usual sale begins where its invoice began",
        (
            (
                "_post_sale",
                "p_work_order_id, p_balance + v_total, p_balance + v_total - p_paid,",
                "p_work_order_id, p_balance, p_balance - p_paid,",
            ),
        ),
        amounts_decide_the_status,
    ),
    Defect(
        "the entry of the usual sale's payment is of the whole invoice",
        (
            (
                "_post_sale_entries",
                """[["', p_method, '","', p_paid, '"],["receivables","', -p_paid, '"]]""",
                """[["', p_method, '","', p_total, '"],["receivables","', -p_total, '"]]""",
            ),
        ),
        closed_stays_closed,
    ),
    Defect(
        "the movements of the usual sale stand at what was sold",
        (("_post_invoice_lines", "'sale', -v_need, -v_cost)", "'sale', -v_need, -v_line_total)"),),
        closed_stays_closed,
    ),
    Defect(
        "a sale's movements are summed by product, not by batch",
        (("_post_stock_movements", "GROUP BY b.product_id, b.id", "GROUP BY b.product_id"),),
        oldest_first,
    ),
    Defect(
        "a receipt is booked at the cost of one piece",
        (
            (
                "_post_purchase_entry",
                """'[["', IF(p_count = 0, 'opening_equity', 'inventory'), '","', p_total - p_tax_total,
                '"]', v_tax_lines, ',["', IF(p_supplier_id IS NULL, 'goods_received', 'payables'),
                '","', -p_total, '"]]')""",
                """'[["inventory","', p_total / p_count / (SELECT SUM(b.qty) FROM batches b WHERE """
                """b.purchase_id = p_purchase_id), '"],["goods_received","', -p_total / p_count / (SELECT """
                """SUM(b.qty) FROM batches AS b WHERE b.purchase_id = p_purchase_id), '"]]')""",
            ),
        ),
        oldest_first,
    ),
    Defect(
        "a receipt is booked on the day that the goods came, not today",
        (
            (
                "_post_purchase_entry",
                "p_supplier_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, NULL, p_entry_id);",
                "p_supplier_id, p_company_id, p_branch_id, (SELECT MIN(b.received_at) FROM batches AS b"
                " WHERE b.purchase_id = p_purchase_id), p_at, p_user_id, NULL, p_entry_id);",
            ),
        ),
        oldest_first,
    ),
    Defect(
        "an overpayment is booked as cash, however it came",
        (
            (
                "_deposit_excess",
                "v_method, v_excess, v_wallet_transaction_id,",
                "'cash', v_excess, v_wallet_transaction_id,",
            ),
        ),
        a_void_takes_its_overpayment_along,
    ),
    Defect(
        "the main branch numbers what another puts into a wallet",
        (
            (
                "_post_wallet_entry",
                "_next_numbers(p_branch_id, p_branch_code,",
                "_next_numbers((SELECT b.id FROM branches AS b WHERE b.main_of = p_company_id), '',",
            ),
        ),
        a_branch_numbers_its_own_entries,
    ),
    Defect(
        "a void's entry does not say what it reverses",
        (("_open_payment_entry", "IF p_voids_id IS NOT NULL THEN", "IF FALSE THEN"),),
        a_void_takes_its_overpayment_along,
    ),
    Defect(
        "a reversal is booked on the accounts that play the roles today",
        (
            (
                "_reverse_lines",
                "l.account_id, l.role, l.customer_id, l.supplier_id, l.tax_id, l.tax_rate, GREATEST(",
                "(SELECT r.account_id FROM account_roles AS r WHERE r.role = l.role),"
                " l.role, l.customer_id, l.supplier_id, l.tax_id, l.tax_rate, GREATEST(",
            ),
        ),
        another_account_plays_a_role,
    ),
)
