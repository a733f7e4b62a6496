"""What the views of purchases and suppliers show."""

from __future__ import annotations

from tests.till import Till, decimals, money, number, rows_of


def rows(till: Till, view: str, columns: str, order: str = "1") -> list[list[object]]:
    return [list(row) for row in till.rows(f"SELECT {columns} FROM {view} ORDER BY {order}")]


def test_bills_are_settled_oldest_first(till: Till) -> None:
    supplier, other, product = till.supplier(name="النور"), till.supplier(name="ABC"), till.product()
    first = till.buy(supplier, (product, 1, 100), bill_no="1")
    undone = till.buy(supplier, (product, 1, 1000), bill_no="2")
    till.buy(other, (product, 1, 7))
    till.buy(supplier, (product, 1, 50), bill_no="3")
    till.buy(None, (product, 1, 5))
    till.call("sp_reverse_purchase", {"bill_id": undone["bill_id"]})
    columns = "purchase_no, bill_no, supplier_name, open_amount"

    def opened() -> list[object]:
        return [row[3] for row in rows(till, "report_purchases", columns, "bill_id")]

    assert opened() == decimals("100", "0", "7", "50", "0")
    for amount, left in (("99", "1"), ("21", "0")):
        till.call("sp_pay_supplier", {"supplier_id": supplier, "amount": amount})
        assert opened()[0] == decimals(left)[0]
    assert opened() == decimals("0", "0", "7", "30", "0")
    till.call("sp_pay_supplier", {"supplier_id": supplier, "amount": 40, "overpayment": "advance"})
    assert opened() == decimals("0", "0", "7", "0", "0")
    listed = rows(till, "report_purchases", "purchase_no, bill_no, supplier_name, total", "bill_id")
    assert listed[0] == [first["purchase_no"], "1", "النور", *decimals("100")]
    assert rows(till, "report_suppliers", "name, balance, currency", "supplier_id") == [
        ["النور", *decimals("-10"), "EGP"],
        ["ABC", *decimals("7"), "EGP"],
    ]


def test_lines_payments_and_the_ledger(till: Till) -> None:
    supplier, product = till.supplier(name="النور"), till.product(product_code="P-1", name="كوع")
    bought = till.buy(supplier, (product, 4, "2.5"), bill_no="7", payments=[money(3, "check", notes="٩")])
    payment = number(rows_of(bought["payments"])[0]["payment_id"])
    till.sell(till.customer(), {"product_id": product, "qty": 1, "price": 5})
    till.call("sp_void_supplier_payment", {"payment_id": payment})
    assert rows(till, "report_purchase_lines", "bill_no, product_code, quantity, value, remaining") == [
        ["7", "P-1", *decimals("4", "10", "3")]
    ]
    assert rows(
        till, "report_supplier_payments", "kind, method_name_en, amount, notes, undoes_id", "payment_id"
    ) == [
        ["payment", "Check", *decimals("3"), "٩", None],
        ["void", "Check", *decimals("-3"), None, payment],
    ]
    assert rows(till, "report_supplier_ledger", "seq, transaction_type, amount, balance_after, bill_id") == [
        [1, "purchase", *decimals("10", "10"), bought["bill_id"]],
        [2, "payment", *decimals("-3", "7"), None],
        [3, "void", *decimals("3", "10"), None],
    ]
    journal = till.rows("SELECT DISTINCT supplier_name FROM report_journal WHERE role = 'payables'")
    assert journal == [("النور",)]
    ledger = till.rows("SELECT balance FROM report_account_ledger WHERE supplier_id IS NOT NULL")
    assert ledger[-1] == tuple(decimals("-10"))


def test_taxes_and_what_went_back(till: Till) -> None:
    product = till.product()
    taxed = till.call(
        "sp_post_purchase",
        {
            "supplier_id": till.supplier(),
            "items": [{"product_id": product, "qty": 4, "unit_cost": 25, "tax_rate": 14}],
        },
    )
    back = {"batch_id": rows_of(taxed["items"])[0]["batch_id"], "qty": 1}
    till.call("sp_return_purchase", {"bill_id": taxed["bill_id"], "items": [back]})
    figures = "value, tax_amount, returned_quantity, returned_value, remaining"
    assert rows(till, "report_purchase_lines", figures, "bill_id") == [
        [*decimals("100", "14", "1", "25", "3")],
    ]
    columns = "total, tax_total, returned_amount, open_amount"
    assert rows(till, "report_purchases", columns) == [[*decimals("114", "14", "28.50", "85.50")]]
