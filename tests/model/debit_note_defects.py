"""Planted defects of debit notes, their currencies and the branches of users, and their witnesses: see
tests/model/planted_defects.py."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.model.book import Request
from tests.model.planted_defects import Counter, Defect
from tests.model.till_defects import close_shift, open_shift


def charge(counter: Counter, *items: tuple[str, str, str], **members: object) -> None:
    """By a note for the last invoice: items of quantity, price and tax rate."""
    invoice = counter.till.book.invoices[-1]
    lines = [
        {
            "description": "شحن",
            "quantity": Decimal(qty),
            "unit_price": Decimal(price),
            "tax_rate": Decimal(rate),
        }
        for qty, price, rate in items
    ]
    named = {"customer_id": counter.customer, "source_invoice_id": invoice.id, "items": lines}
    counter.till.call("sp_save_debit_note", {**named, "reference_type": "additional_fees", **members})


def dollars(counter: Counter, *items: tuple[str, str, str], **members: object) -> None:
    charge(counter, *items, currency="USD", **members)


def worth(counter: Counter, rate: str, days_ago: int = 0) -> None:
    """A dollar, from that day on."""
    company = counter.till.book.companies[0]
    day = counter.till.book.today(company) - timedelta(days=days_ago)
    request = {"company_id": company.id, "currency": "USD", "rate": Decimal(rate), "valid_from": day}
    counter.till.call("sp_set_exchange_rate", request)


def settle(counter: Counter, amount: str, note: int = -1, **members: object) -> None:
    named = {"debit_note_id": counter.till.book.notes[note].id, "amount": Decimal(amount)}
    counter.till.call("sp_apply_debit_note", {**named, **members})


def cancel(counter: Counter) -> None:
    counter.till.call("sp_cancel_debit_note", {"debit_note_id": counter.till.book.notes[-1].id})


def limit(counter: Counter, *places: int) -> None:
    """The clerk, to branches by their place: the company's main one, its other one, those of the next."""
    ids = [counter.till.book.branches[place].id for place in places]
    counter.till.call("sp_set_user_branches", {"user_id": counter.till.clerk_id, "branch_ids": ids})


def permit(counter: Counter, *procedures: str) -> None:
    """The clerk, to these calls."""
    request = {"user_id": counter.till.clerk_id, "permissions": list(procedures)}
    counter.till.call("sp_set_user_permissions", request)


def by_clerk(counter: Counter, procedure: str, request: Request, branch: int | None = 1) -> None:
    named = {} if branch is None else {"branch_id": counter.till.book.branches[branch].id}
    counter.till.call(procedure, {**request, **named, "created_by": counter.till.clerk_id})


# -- witnesses


def a_tax_of_a_note_is_rounded_once(counter: Counter) -> None:
    """14 % of 100.11 are 14.02; line by line they would be 14.01."""
    counter.receive("5", "1")
    counter.sell("1")
    charge(counter, *[("1", "33.37", "14")] * 3)


def a_reference_is_free_again(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1")
    for _ in range(2):
        charge(counter, ("1", "10", "0"), reference_no="AWB-1")
    cancel(counter)
    charge(counter, ("1", "10", "0"), reference_no="AWB-1")


def a_note_is_due_before_its_invoice(counter: Counter) -> None:
    counter.receive("5", "1")
    company = counter.till.book.companies[0]
    counter.sell("1", due_date=counter.till.book.today(company) + timedelta(days=7))
    charge(counter, ("1", "50", "0"))
    counter.pay("60")


def an_invoice_keeps_its_note(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1")
    charge(counter, ("1", "50", "0"))
    counter.undo("cancel", 0)
    counter.undo("revert", 0)


def dollars_are_not_owed_any_more(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1")
    worth(counter, "50")
    dollars(counter, ("1", "100", "0"))
    cancel(counter)


def two_taxes_in_dollars(counter: Counter) -> None:
    """A cent of each, worth half a piastre: one piastre of the first, nothing of the second."""
    counter.receive("5", "1")
    counter.sell("1")
    worth(counter, "0.5")
    dollars(counter, ("1", "0.10", "10"), ("1", "0.20", "5"))


def a_note_of_three_cents(counter: Counter) -> None:
    """Worth a pound: its cents take 0.33, 0.34 and 0.33 of it; what the second one took is owed again."""
    counter.receive("5", "1")
    counter.sell("1")
    worth(counter, "33.35")
    dollars(counter, ("1", "0.03", "0"))
    settle(counter, "0.01", exchange_rate=40)
    settle(counter, "0.01")
    payment = counter.till.book.notes[0].payments[1]
    counter.till.call("sp_void_payment", {"payment_id": payment.id})
    settle(counter, "0.02")


def dollars_at_another_rate(counter: Counter) -> None:
    """100 are lost on the first 20, 400 gained by the rest."""
    counter.receive("5", "1")
    counter.sell("1")
    worth(counter, "50")
    dollars(counter, ("1", "100", "0"))
    settle(counter, "20", base_amount=900)
    settle(counter, "80", exchange_rate=55)


def a_rate_holds_from_its_day_on(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1")
    worth(counter, "50", days_ago=3)
    worth(counter, "55")
    dollars(counter, ("1", "100", "0"))
    company = counter.till.book.companies[0]
    dollars(counter, ("1", "10", "0"), debit_note_date=counter.till.book.today(company) - timedelta(days=1))
    settle(counter, "10")


def pounds_settle_no_dollars(counter: Counter) -> None:
    counter.receive("5", "1")
    counter.sell("1")
    worth(counter, "50")
    dollars(counter, ("1", "1", "0"))
    counter.pay("100.50")


def a_cent_keeps_its_account(counter: Counter) -> None:
    """Two cents worth one piastre: the first takes it all, the second is still owed."""
    counter.receive("5", "1")
    counter.sell("1", status="paid")
    worth(counter, "0.5")
    dollars(counter, ("1", "0.02", "0"))
    settle(counter, "0.01", exchange_rate=1)
    counter.till.call("sp_save_customer", {"customer_id": counter.customer, "tracks_balance": False})


def a_note_is_paid_at_the_till(counter: Counter) -> None:
    """In the shift that sold: a debt is collected, no sale is paid."""
    counter.receive("5", "1")
    open_shift(counter)
    counter.sell("1")
    charge(counter, ("1", "50", "0"))
    settle(counter, "20")
    close_shift(counter, cash="70")


def own_debts_before_those_of_another_branch(counter: Counter) -> None:
    counter.receive("5", "1")
    limit(counter, 1)
    by_clerk(counter, "sp_save_invoice", counter.sale("1"))
    counter.sell("1")
    for amount in (60, 50):
        by_clerk(counter, "sp_add_payment", {"customer_id": counter.customer, "amount": amount})


def what_another_branch_posted_stays(counter: Counter) -> None:
    """Its payment of the own invoice, its draft, its sale; nor is anything charged for that."""
    counter.receive("5", "1")
    limit(counter, 1)
    by_clerk(counter, "sp_save_invoice", counter.sale("1"))
    book = counter.till.book
    counter.pay("30", invoice_id=book.invoices[0].id)
    by_clerk(counter, "sp_void_payment", {"payment_id": book.invoices[0].payments[0].id})
    main = {"branch_id": book.branches[0].id}
    counter.till.call("sp_save_draft", {**counter.sale("1"), **main})
    by_clerk(counter, "sp_save_invoice", {**counter.sale("1"), "draft_id": book.drafts[0].id})
    counter.sell("1")
    items = [{"description": "شحن", "quantity": 1, "unit_price": 5}]
    note = {"customer_id": counter.customer, "source_invoice_id": book.invoices[-1].id, "items": items}
    by_clerk(counter, "sp_save_debit_note", {**note, "reference_type": "penalty"})


def who_may_where(counter: Counter) -> None:
    """In two branches; in the other one only, also where none is named; and where it was set last."""
    counter.receive("5", "1")
    limit(counter, 0, 1)
    by_clerk(counter, "sp_save_draft", counter.sale("1"))
    limit(counter, 1)
    by_clerk(counter, "sp_save_invoice", counter.sale("1"), branch=None)
    limit(counter, 0)
    by_clerk(counter, "sp_save_draft", counter.sale("1"))


def who_may_what(counter: Counter) -> None:
    """Of two calls either; no other one; and what was set last."""
    counter.receive("5", "1")
    permit(counter, "sp_save_draft", "sp_save_invoice")
    for procedure in ("sp_save_draft", "sp_save_invoice", "sp_save_order"):
        by_clerk(counter, procedure, counter.sale("1"), branch=0)
    permit(counter, "sp_save_order")
    by_clerk(counter, "sp_save_draft", counter.sale("1"), branch=0)


DEFECTS = (
    Defect(
        "each tax of a note is rounded by itself, whatever the company says",
        (("_price_debit_note", "p_tax_rounding = 'line', ROUND(", "TRUE, ROUND("),),
        a_tax_of_a_note_is_rounded_once,
    ),
    Defect(
        "the reference of a cancelled note stays taken",
        (("trg_customer_debit_notes_bi", "n.live_reference_no =", "n.reference_no ="),),
        a_reference_is_free_again,
    ),
    Defect(
        "a customer's money goes to notes when all invoices are paid",
        (
            (
                "_lock_next_document",
                "IF (v_note_day, v_note_day, p_debit_note_id) < (v_pay_by, v_day, p_invoice_id) THEN",
                "IF FALSE THEN",
            ),
        ),
        a_note_is_due_before_its_invoice,
    ),
    Defect(
        "an invoice is canceled, whatever was charged for it",
        (("sp_cancel_invoice", "CALL _check_no_debit_note(v_invoice_id);", ""),),
        an_invoice_keeps_its_note,
    ),
    Defect(
        "an invoice is reverted, whatever was charged for it",
        (("sp_revert_invoice", "CALL _check_no_debit_note(v_invoice_id);", ""),),
        an_invoice_keeps_its_note,
    ),
    Defect(
        "a cancelled note takes its dollars off a balance in pounds",
        (("sp_cancel_debit_note", "'adjustment', -v_open_base, 0", "'adjustment', -v_open, 0"),),
        dollars_are_not_owed_any_more,
    ),
    Defect(
        "what each tax of a note is worth is rounded by itself",
        (
            (
                "_post_debit_note_entry",
                "SUM(t.tax) OVER (ORDER BY t.tax_rate ROWS UNBOUNDED PRECEDING) AS run",
                "t.tax AS run",
            ),
        ),
        two_taxes_in_dollars,
    ),
    Defect(
        "a part of a note takes its share of the whole, not of what is open",
        (
            (
                "_apply_to_debit_note",
                "_ratio(n.remaining_base, p_amount, n.remaining_amount, m.minor_units)",
                "_ratio(n.total_base, p_amount, n.total, m.minor_units)",
            ),
        ),
        a_note_of_three_cents,
    ),
    Defect(
        "what a void puts back is reckoned anew",
        (("_apply_to_debit_note", "IF p_undone_id IS NULL THEN", "IF TRUE THEN"),),
        a_note_of_three_cents,
    ),
    Defect(
        "a payment takes what it brings off the balance, so that no rate ever makes a difference",
        (
            (
                "_apply_to_debit_note",
                "_ratio(n.remaining_base, p_amount, n.remaining_amount, m.minor_units) INTO p_settled",
                "(SELECT p.payment_amount FROM invoice_payments AS p WHERE p.id = p_payment_id)"
                " INTO p_settled",
            ),
        ),
        dollars_at_another_rate,
    ),
    Defect(
        "what was paid in all is not asked for, only the rate of the day",
        (("_allocate_payments", "COALESCE(p_base_amount, ROUND(v_part", "COALESCE(NULL, ROUND(v_part"),),
        dollars_at_another_rate,
    ),
    Defect(
        "a rate holds from the day after",
        (("_find_exchange_rate", "r.valid_from <= p_day", "r.valid_from < p_day"),),
        a_rate_holds_from_its_day_on,
    ),
    Defect(
        "the first rate of a currency holds for ever",
        (("_find_exchange_rate", "ORDER BY r.valid_from DESC LIMIT 1", "ORDER BY r.valid_from LIMIT 1"),),
        a_rate_holds_from_its_day_on,
    ),
    Defect(
        "a note has the rate of the day on which it is written",
        (
            (
                "sp_save_debit_note",
                "v_company_id, v_debit_note_date, v_currency",
                "v_company_id, v_today, v_currency",
            ),
        ),
        a_rate_holds_from_its_day_on,
    ),
    Defect(
        "a customer's money settles dollars one by one",
        (
            (
                "_lock_next_document",
                "ON c.id = n.company_id AND c.currency = n.currency",
                "ON c.id = n.company_id",
            ),
        ),
        pounds_settle_no_dollars,
    ),
    Defect(
        "an account is given up whose note is open by less than a piastre",
        (("sp_save_customer", "v_open <> 0 OR v_open_note_no IS NOT NULL THEN", "v_open <> 0 THEN"),),
        a_cent_keeps_its_account,
    ),
    Defect(
        "what a note brings counts as paid for its invoice",
        (
            (
                "_read_till_rows",
                "ON i.id = p.invoice_id",
                "ON i.id = COALESCE(p.invoice_id, (SELECT n.source_invoice_id FROM customer_debit_notes AS n"
                " WHERE n.id = p.debit_note_id))",
            ),
        ),
        a_note_is_paid_at_the_till,
    ),
    Defect(
        "a customer's money pays debts of every branch, whoever takes it",
        (("_allocate_payments", "IF p_documents IS NULL THEN", "IF FALSE THEN"),),
        own_debts_before_those_of_another_branch,
    ),
    Defect(
        "a payment of another branch is voided",
        (
            (
                "_lock_payment_to_undo",
                "CALL _check_branch_of(p_user_id, 'invoice_payments', p_payment_id);",
                "",
            ),
        ),
        what_another_branch_posted_stays,
    ),
    Defect(
        "a draft of another branch is sold",
        (("_lock_draft", "CALL _check_branch(p_user_id, v_branch_id);", ""),),
        what_another_branch_posted_stays,
    ),
    Defect(
        "a note is raised for an invoice of another branch",
        (("sp_save_debit_note", "CALL _check_branch_of(v_user_id, 'invoices_out', v_invoice_id);", ""),),
        what_another_branch_posted_stays,
    ),
    Defect(
        "who is limited to two branches works in neither",
        (("_check_branch", "MAX(w.branch_id = p_branch_id)", "MIN(w.branch_id = p_branch_id)"),),
        who_may_where,
    ),
    Defect(
        "everybody may post where no branch is named",
        (
            (
                "_read_branch",
                "MAX(w.branch_id = IF(p_asked_id IS NULL, main.id, asked.id))",
                "MAX(p_asked_id IS NULL OR w.branch_id = asked.id)",
            ),
        ),
        who_may_where,
    ),
    Defect(
        "a user keeps the branches of before",
        (("sp_set_user_branches", "DELETE FROM user_branches WHERE user_id = v_limited_id;", ""),),
        who_may_where,
    ),
    Defect(
        "who is permitted two calls makes neither",
        (("_read_user", "MAX(p.procedure_name = p_procedure)", "MIN(p.procedure_name = p_procedure)"),),
        who_may_what,
    ),
    Defect(
        "who is permitted one call makes every one",
        (("_read_user", "IF v_allowed = 0 THEN", "IF FALSE THEN"),),
        who_may_what,
    ),
    Defect(
        "a user keeps the permissions of before",
        (("sp_set_user_permissions", "DELETE FROM user_permissions WHERE user_id = v_limited_id;", ""),),
        who_may_what,
    ),
)
