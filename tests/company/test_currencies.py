"""Currencies of 0, 2, 3 and 4 decimals: how amounts are read, rounded and answered."""

from __future__ import annotations

import pytest

from tests.till import Till, line, money

# company, decimals, 10 / 3, the same with the text of its zero
CURRENCIES = [(2, 0, "3", "0"), (4, 2, "3.33", "0.00"), (1, 3, "3.333", "0.000"), (3, 4, "3.3333", "0.0000")]


def test_the_company_has_the_currency_of_the_migration(abroad: Till) -> None:
    assert abroad.rows("SELECT currency, time_zone FROM companies WHERE id = 1") == [("KWD", "Asia/Kuwait")]


@pytest.mark.parametrize(("company", "decimals", "third", "zero"), CURRENCIES)
def test_amounts_as_text(abroad: Till, company: int, decimals: int, third: str, zero: str) -> None:
    customer = abroad.customer(company_id=company)
    product = abroad.product(("3", "3.333333"), company_id=company)
    work_order = abroad.work_order(customer)
    sale = {
        "customer_id": customer,
        "items": [line(product, 1, "3.333333", row_id="r")],
        "status": "partial",
        "payments": [money(1)],
        "work_order_id": work_order,
    }
    text = abroad.text("sp_save_invoice", sale)
    one = {0: "1", 2: "1.00", 3: "1.000", 4: "1.0000"}[decimals]
    rest = {0: "2", 2: "2.33", 3: "2.333", 4: "2.3333"}[decimals]
    assert (
        f'"total_revenue":{third},"total_cogs":{third},"profit_amount":{zero},"paid_amount":{one},"remaining_amount":{rest},'
        in text
    )
    assert (
        f'"total_price":{third},"discount_share":{zero},"cost":{third},"allocations":[{{"batch_id":1,"qty":1.0000,"cost":{third}}}]'
        in text
    )
    assert f'"amount":{one},' in text
    assert f'"to_wallet":{zero},"change_due":{zero}' in text
    assert f'"balance_after":{rest},"wallet_before":{zero},"wallet_after":{zero}' in text
    assert f'"total_invoice_amount":{third},"total_paid":{one},"total_remaining":{rest}' in text
    got = abroad.text("sp_get_invoice", 1)
    assert f'"total_after_discount":{third},"total_after":{third},"returned_amount":{zero},' in got
    assert f'"tendered":{one},"change_given":{zero}' in got
    paid = abroad.text("sp_add_payment", {"customer_id": customer, "amount": 5, "overpayment": "change"})
    assert f'"amount":{rest},"remaining_after":{zero}' in paid
    assert f'"balance":{zero},"wallet":{zero}' in abroad.text(
        "sp_list_customers", f'{{"customer_id":{customer}}}'
    )
    assert f'"total_after":{third},"paid_amount":{third},"remaining_amount":{zero}' in abroad.text(
        "sp_list_invoices", "{}"
    )
    assert f'"amount":{third},' in abroad.text("sp_customer_statement", f'{{"customer_id":{customer}}}')


@pytest.mark.parametrize(("company", "decimals", "third", "zero"), CURRENCIES)
def test_one_decimal_more_is_refused(
    abroad: Till, company: int, decimals: int, third: str, zero: str
) -> None:
    customer = abroad.customer(company_id=company)
    fits = {0: "5", 2: "5.25", 3: "5.125", 4: "5.0625"}[decimals]
    too_fine = {0: "5.5", 2: "5.125", 3: "5.0625", 4: "5.03125"}[decimals]
    move = {"customer_id": customer, "type": "deposit"}
    refused = abroad.refusal("sp_wallet_move", {**move, "amount": too_fine})
    assert refused == (
        50114,
        f"AMOUNT_PRECISION: amount must be below 10^12 with at most {decimals} decimals: {too_fine}",
    )
    assert f'"wallet_after":{fits}}}' in abroad.text("sp_wallet_move", {**move, "amount": fits})
    # float noise is forgiven
    assert '"wallet_before"' in abroad.text("sp_wallet_move", {**move, "amount": "1.00000000000000004"})


def test_the_example_in_dinars(abroad: Till) -> None:
    customer = abroad.customer()
    shampoo = abroad.product((6, 500), selling_price="1111")
    text = abroad.text(
        "sp_save_invoice", {"customer_id": customer, "items": [line(shampoo)] * 6, "status": "paid"}
    )
    assert '"total_after":6666.000' in text
    assert '"payment_status":"paid"' in text


def test_companies_do_not_mix(abroad: Till) -> None:
    mine, product_there = abroad.customer(), abroad.product((1, 1), company_id=2)
    request = {"customer_id": mine, "items": [line(product_there)]}
    assert abroad.refusal("sp_save_invoice", request) == (
        50104,
        f"UNKNOWN_PRODUCT: there is no product {product_there}",
    )
    service = abroad.product(keeps_stock=False)
    refused = abroad.refusal(
        "sp_save_invoice", {"customer_id": mine, "items": [line(service)], "branch_id": 2}
    )
    assert refused == (50107, "UNKNOWN_BRANCH: there is no branch 2 in company 1")
