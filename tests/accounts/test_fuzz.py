"""Nasty strings in texts and JSON members: they are kept and given back as they came, or refused with a
token; never a syntax error, never a row beside the document's own.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator

import mysql.connector
import pytest

from pyclient.deploy import error_catalogue
from pyclient.deploy.session import Row, execute, quoted
from tests.till import Till, column, line

SEED = int(os.environ.get("DAFTAR_FUZZ_SEED", "20260305"))
AT_LEAST = 10_000

# Each is a piece of a string; a string is some of them in a row.
PIECES = [
    *(
        "'",
        '"',
        "`",
        "\\",
        "\\\\",
        "''",
        "\\'",
        '\\"',
        "\\n",
        "\\u0041",
        "\\u00",
        "\\x",
        "%",
        "_",
        "!",
        "?",
        "%s",
    ),
    *("{0}", "{name}", ";", "--", "-- ", "#", "/*", "*/", "/*!50000 SELECT 1*/", "' OR '1'='1", '" OR ""="'),
    *("'); DROP TABLE customers; --", "UNION SELECT", "SLEEP(5)", "@@version", "${x}", "$(x)"),
    *("<script>alert(1)</script>", "&amp;", "</td>", "{", "}", "[", "]", '{"a":1}', "[1,2", "null", "true"),
    *("NaN", "1e400", "0x41", ",", ":", "\t", "\n", "\r\n", "\x00", "\x01", "\x07", "\x08", "\x0b", "\x1a"),
    *("\x1b[31m", "\x7f", "\x85", "\u00a0", "\u00ad", "\u0301", "\u200b", "\u200d", "\u200e", "\u200f"),
    *("\u202a", "\u202e", "\u2066", "\u2069", "\u2028", "\u2029", "\ufeff", "\ufffd", "\uffff"),
    *(
        "محمد",
        "شركة النور",
        "لا",
        "ﷺ",
        "٣",
        "؟",
        "ـ",
        "é",
        "ß",
        "İ",
        "K",
        "😀",
        "👨\u200d👩\u200d👧",
        "𐍈",
        "𝔘",
    ),
    *("🇪🇬", "a", "Z", "0", "-1", " ", "  ", "..."),
]
# What a text member may hold beside being too long, by name and the most characters it takes.
LONGEST = {
    "row_id": 255,
    "notes": 2000,
    "name": 150,
    "mobile": 11,
    "city": 100,
    "address": 255,
    "title": 255,
    "description": 255,
}


def strings(chance: random.Random, longest: int) -> Iterator[str]:
    """Strings that fit into ``longest`` characters, without end."""
    while True:
        wanted = chance.choice((1, 2, 3, 5, 8, 13, longest))
        text = ""
        while len(text) < wanted:
            text += chance.choice(PIECES)
        yield text[: min(wanted, longest)]


def taken(chance: random.Random, longest: int, count: int) -> list[str]:
    source = strings(chance, longest)
    return [next(source) for _ in range(count)]


def kept(text: str) -> str | None:
    """What a text member keeps: blanks around it do not count, and nothing is absence."""
    return text.strip(" ") or None


class Watch:
    """The rows of every table, to see that only those of the document came or changed.

    The audit trail is left out: each call writes into it, which tests/audit looks at.
    """

    def __init__(self, till: Till) -> None:
        self._till = till
        self._tables = [
            row[0]
            for row in till.rows("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")
            if row[0] not in {"lock_buckets", "zone_offsets", "audit_log", "audit_chains"}
        ]
        self._before = self._read()

    def _read(self) -> dict[str, set[Row]]:
        return {table: set(self._till.rows(f"SELECT * FROM {quoted(table)}")) for table in self._tables}

    def changed(self) -> dict[str, tuple[int, int]]:
        """By table: how many rows are gone or different, how many are new or different."""
        now = self._read()
        found = {
            table: (len(self._before[table] - now[table]), len(now[table] - self._before[table]))
            for table in self._tables
        }
        self._before = now
        return {table: counts for table, counts in found.items() if counts != (0, 0)}


@pytest.fixture
def chance() -> random.Random:
    print(f"DAFTAR_FUZZ_SEED={SEED}")
    return random.Random(SEED)


def test_texts_are_kept_and_change_nothing_beside(till: Till, chance: random.Random) -> None:
    customer, service = till.customer(), till.product(keeps_stock=False, name="خدمة", selling_price=0)
    watch = Watch(till)
    count = texts_of_master_data(till, chance, watch, customer)
    count += texts_of_drafts(till, chance, watch)
    count += texts_of_payments(till, chance, watch, customer)
    count += searched(till, chance, watch)
    count += texts_of_invoices(till, chance, watch, customer, service)
    print(f"{count} strings")
    assert count >= AT_LEAST


def texts_of_master_data(till: Till, chance: random.Random, watch: Watch, customer: int) -> int:
    """Each text member of customers and work orders, saved and read back."""
    count = 0
    for members, procedure, key, answer in (
        (("name", "mobile", "city", "address", "notes"), "sp_save_customer", "customer_id", "customer"),
        (("title", "description", "notes"), "sp_save_work_order", "work_order_id", "work_order"),
    ):
        request: dict[str, object] = {"customer_id": customer}
        if key == "work_order_id":
            request[key] = till.work_order(customer)
            watch.changed()
        for _ in range(60):
            texts = {name: taken(chance, LONGEST.get(name, 255), 1)[0] + "." for name in members}
            texts = {name: text[-LONGEST.get(name, 255) :] for name, text in texts.items()}
            saved = till.call(procedure, {**request, **texts})
            row = saved[answer]
            assert isinstance(row, dict)
            assert {name: row[name] for name in members} == {name: kept(t) for name, t in texts.items()}
            changed = watch.changed()
            assert changed in ({"customers": (1, 1)}, {"work_orders": (1, 1)}), changed
            count += len(members)
    return count


def texts_of_invoices(till: Till, chance: random.Random, watch: Watch, customer: int, service: int) -> int:
    """Notes, and the caller's name of each line, which is echoed and kept as it came, blanks too."""
    invoices, lines = 46, 200
    for _ in range(invoices):
        sent = taken(chance, LONGEST["row_id"], lines)
        notes = taken(chance, LONGEST["notes"], 1)[0]
        sale = till.sell(customer, *[line(service, 1, row_id=text) for text in sent], notes=notes)
        names = [text or None for text in sent]
        assert column(sale, "items", "row_id") == names
        stored = till.rows(
            "SELECT row_id FROM invoice_out_items WHERE invoice_out_id = %s ORDER BY line_no",
            sale["invoice_id"],
        )
        assert [row[0] for row in stored] == names
        shown = till.call("sp_get_invoice", str(sale["invoice_id"]))
        assert shown["notes"] == kept(notes)
        assert column(shown, "items", "row_id") == names
    assert watch.changed() == {
        "invoices_out": (0, invoices),
        "invoice_out_items": (0, invoices * lines),
        "number_series": (1, 1),
    }
    return invoices * (lines + 1)


def texts_of_drafts(till: Till, chance: random.Random, watch: Watch) -> int:
    """A draft's name, and anything in its request, is given back as it came, in JSON of either writing."""
    rounds = 200
    for _ in range(rounds):
        name, notes, row_id, member = taken(chance, 150, 4)
        request = {
            "created_by": 1,
            "name": name,
            "notes": notes,
            "items": [{"row_id": row_id}],
            f"x{member}": name,
        }
        sent = json.dumps(request, ensure_ascii=chance.random() < 0.5)
        saved = till.call("sp_save_draft", f'{sent[:-1]}, "csrf_token": "t"}}')
        shown = till.call("sp_get_draft", str(saved["draft_id"]))
        assert (shown["name"], shown["request"]) == (kept(name), request)
        assert f'"request":{sent},' in till.text("sp_get_draft", str(saved["draft_id"]))
    assert watch.changed() == {"invoice_drafts": (0, rounds)}
    return rounds * 4


def texts_of_payments(till: Till, chance: random.Random, watch: Watch, customer: int) -> int:
    """Descriptions of the wallet's movements, notes of payments."""
    texts = taken(chance, LONGEST["description"], 250)
    for text in texts:
        till.call(
            "sp_wallet_move", {"customer_id": customer, "type": "deposit", "amount": 1, "description": text}
        )
    stored = till.rows("SELECT description FROM wallet_transactions ORDER BY id")
    assert [row[0] for row in stored] == [kept(text) or "إيداع في المحفظة" for text in texts]
    assert watch.changed() == {
        "customers": (1, 1),
        "customer_transactions": (0, 250),
        "wallet_transactions": (0, 250),
        "journal_entries": (0, 250),
        "journal_entry_lines": (0, 500),
        "number_series": (1, 1),
    }
    service = till.product(product_code="PAY", keeps_stock=False, selling_price=1000)
    sale = till.sell(customer, line(service, 1))
    watch.changed()
    notes = taken(chance, LONGEST["notes"], 500)
    till.pay(
        invoice_id=sale["invoice_id"],
        payments=[{"amount": 1, "method": "cash", "notes": text} for text in notes],
    )
    stored = till.rows("SELECT notes FROM invoice_payments ORDER BY id")
    assert [row[0] for row in stored] == [kept(text) for text in notes]
    assert set(watch.changed()) == {
        "customers", "customer_transactions", "invoices_out", "invoice_payments", "number_series",
        "journal_entries", "journal_entry_lines",
    }  # fmt: skip
    return len(texts) + len(notes)


def searched(till: Till, chance: random.Random, watch: Watch) -> int:
    """A search takes % and _ as letters: what has none of the text in it is not found. It writes nothing."""
    texts = [text for text in taken(chance, 12, 500) if kept(text)]
    execute(till.connection, "UPDATE customers SET name = 'قهوة', mobile = '010', notes = NULL")
    watch.changed()
    for text in texts:
        found = till.call("sp_list_customers", json.dumps({"search": text}))
        inside = text.strip(" ") in "قهوة" or text.strip(" ") in "010"
        assert (column(found, "customers", "name") == ["قهوة"]) == inside or not text.isascii(), text
    assert watch.changed() == {}
    return len(texts)


# Members that are no free text, in a request that would do without them.
NO_TEXTS = {
    "sp_save_invoice": "customer_id status items payments discount_type discount_value overpayment"
    " work_order_id due_date due_days branch_id draft_id created_by request_id invoice_group currency"
    " exchange_rate",
    "sp_save_draft": "draft_id created_by request_id",
    "sp_delete_draft": "draft_id created_by request_id",
    "sp_list_drafts": "customer_id branch_id created_by draft_id consumed limit after",
    "sp_save_order": "order_id customer_id items source discount_type discount_value work_order_id branch_id"
    " created_by request_id",
    "sp_complete_order": "order_id items payments status overpayment due_date due_days invoice_group"
    " branch_id created_by request_id",
    "sp_pos_sale": "customer_id status items payments discount_type discount_value overpayment"
    " work_order_id due_date due_days branch_id draft_id created_by request_id invoice_group",
    "sp_cancel_order": "order_id created_by request_id",
    "sp_list_orders": "customer_id work_order_id branch_id status source from to limit after",
    "sp_add_payment": "invoice_id invoices work_order_id customer_id amount method payments"
    " overpayment status",
    "sp_mark_invoice_paid": "invoice_id method branch_id currency exchange_rate base_amount",
    "sp_set_payment_status": "payment_id pending_payment_id status overpayment branch_id",
    "sp_set_due_date": "invoice_id bill_id due_date created_by request_id",
    "sp_list_pending_payments": "customer_id invoice_id status limit after",
    "sp_wallet_move": "customer_id type amount method",
    "sp_post_purchase": "supplier_id items payments branch_id created_by request_id",
    "sp_return_purchase": "bill_id items refund branch_id created_by request_id",
    "sp_reverse_purchase": "bill_id refund branch_id created_by request_id",
    "sp_post_voucher": "items date company_id branch_id cost_center_id",
    "sp_reverse_voucher": "voucher_id created_by request_id",
    "sp_list_vouchers": "reversed from to limit after",
    "sp_save_supplier_opening": "supplier_id amount bill_no date branch_id created_by request_id",
    "sp_pay_supplier": "supplier_id amount method payments type overpayment branch_id",
    "sp_void_supplier_payment": "payment_id branch_id",
    "sp_save_supplier": "supplier_id active company_id",
    "sp_save_offer": "offer_id active needs_coupon valid_from valid_to customer_group_id product_id min_qty"
    " max_qty min_amount max_amount gives value free_product_id free_qty priority company_id",
    "sp_save_coupon": "coupon_id active valid_from valid_to offer_id gives value min_amount max_uses"
    " max_uses_per_customer company_id",
    "sp_receive_batch": "product_id qty unit_cost received_at cost_center_id",
    "sp_save_product": "product_id keeps_stock barcodes cost_price reorder_level taxes units",
    "sp_save_work_order": "work_order_id status start_date",
    "sp_save_branch": "branch_id code company_id",
    "sp_set_user_branches": "user_id branch_ids",
    "sp_set_user_permissions": "user_id permissions",
    "sp_save_cost_center": "cost_center_id code active company_id",
    "sp_list_cost_centers": "cost_center_id active limit after",
    "sp_list_accounts": "account_id kind limit after",
    "sp_list_users": "user_id active limit after",
    "sp_save_tax": "tax_id code rate active company_id",
    "sp_set_setting": "name company_id",
    "sp_save_till": "till_id code branch_id customer_id own_numbers active company_id",
    "sp_open_shift": "till_id opening_cash branch_id created_by request_id",
    "sp_cash_move": "type amount purpose created_by request_id",
    "sp_close_shift": "shift_id counted created_by request_id",
    "sp_daily_closing": "date branch_id company_id created_by request_id",
    "sp_get_shift": "shift_id cashier_id",
    "sp_get_closing": "date branch_id company_id",
    "sp_list_shifts": "shift_id till_id branch_id cashier_id open from to limit after",
    "sp_save_price_list": "price_list_id code active prices company_id",
    "sp_save_customer_group": "group_id code price_list_id company_id",
    "sp_set_exchange_rate": "currency rate valid_from company_id",
    "sp_list_exchange_rates": "company_id currency on limit after",
    "sp_save_customer": "customer_id group_id price_list_id credit_limit tracks_balance",
    "sp_list_prices": "price_list_id product_id limit after",
    "sp_return_items": "invoice_id items all refund branch_id created_by request_id"
    " exchange_items payments overpayment due_date due_days invoice_group",
    "sp_amend_invoice": "invoice_id items discount_type discount_value refund branch_id created_by"
    " request_id",
    "sp_adjust_stock": "items branch_id",
    "sp_save_account": "account_id code kind",
    "sp_set_account_role": "role account_id",
    "sp_close_books": "closed_to company_id",
    "sp_repair_books": "checks dry_run",
    "sp_cancel_invoice": "invoice_id branch_id created_by request_id",
    "sp_revert_invoice": "invoice_id refund branch_id",
    "sp_void_payment": "payment_id refund branch_id",
    "sp_list_invoices": "customer_id status open overdue from to limit after",
    "sp_customer_statement": "customer_id from to limit after",
    "sp_list_purchases": "supplier_id reversed from to limit after",
    "sp_supplier_statement": "supplier_id from to limit after",
    "sp_report_sales": "by from to company_id branch_id limit after",
    "sp_report_payments": "method",
    "sp_report_unpaid": "overdue as_of",
    "sp_report_payables": "supplier_id as_of company_id limit after",
    "sp_report_bills_due": "overdue due_by supplier_id as_of company_id limit after",
    "sp_report_profit": "by",
    "sp_report_taxes": "from to company_id branch_id limit after",
}


def test_members_that_are_no_text_are_refused_with_a_token(till: Till, chance: random.Random) -> None:
    tokens = {sentence.token for sentence in error_catalogue.load()}
    till.customer()
    before = till.checksums()
    answered: list[tuple[str, str]] = []
    for procedure, members in NO_TEXTS.items():
        for name in members.split():
            for text in taken(chance, 40, 15):
                # a request that fails for another reason if this member were taken for absent
                request = json.dumps(
                    {"created_by": 999, name: "x" + text}, ensure_ascii=chance.random() < 0.5
                )
                said = error_of(till, procedure, request)
                if said.partition(":")[0] not in tokens:
                    answered.append((request, said))
    assert answered == []
    assert till.checksums() == before


def test_broken_json_is_refused_with_a_token(till: Till, chance: random.Random) -> None:
    """The request's own text: cut, with letters changed, or nonsense from the beginning."""
    tokens = {sentence.token for sentence in error_catalogue.load()}
    good = json.dumps(
        {"created_by": 1, "customer_id": 9, "items": [{"product_id": 1, "qty": 1}], "notes": "ن"}
    )
    before = till.checksums()
    answered: list[tuple[str, str]] = []
    for _ in range(600):
        at = chance.randrange(len(good))
        piece = chance.choice(PIECES)
        text = chance.choice(
            (good[:at], good[:at] + piece + good[at:], good[:at] + piece + good[at + 1 :], piece * 3)
        )
        for procedure in ("sp_save_invoice", "sp_add_payment"):
            said = error_of(till, procedure, text)
            if said.partition(":")[0] not in tokens:
                answered.append((text, said))
    assert answered == []
    assert till.checksums() == before


def error_of(till: Till, procedure: str, request: str) -> str:
    """The text of the refusal, or the answer where there is none."""
    try:
        return till.text(procedure, request)
    except mysql.connector.Error as error:
        return error.msg or ""
