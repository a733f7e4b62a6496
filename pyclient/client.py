"""The blocking client: one connection, typed calls, retries that cannot double anything."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self, TypeVar

import mysql.connector
from mysql.connector.abstracts import MySQLConnectionAbstract

from pyclient import calls, errors, models
from pyclient.calls import Call
from pyclient.connection import ConnectorValue, connect
from pyclient.models.fields import Filter, Page, every_row
from pyclient.retry import RetryPolicy
from pyclient.transport import Transport

T = TypeVar("T")
F = TypeVar("F", bound=Filter)


class Client:
    """Daftar's calls over one connection.

    Make it with :meth:`from_url`, which reconnects when the connection is lost, or around a connection of
    your own, which stays yours: it is neither closed nor replaced, and a transaction that you have open on it
    is neither rolled back nor retried (reads work inside it, writes raise
    :class:`~pyclient.errors.TransactionOpenError`).

    Threads: one client belongs to one thread at a time, and a second one that calls meanwhile gets a
    RuntimeError. Give each thread its own client, or share a :class:`~pyclient.pool.Pool`.

    Errors are subclasses of :class:`~pyclient.errors.DaftarError`. A call that raised wrote nothing, but for
    :class:`~pyclient.errors.ConnectionLostError`, where nobody knows: send the request again with the error's
    ``request_id``.

    >>> with Client.from_url("mysql://shop@127.0.0.1/daftar") as client:  # doctest: +SKIP
    ...     saved = client.save_invoice(
    ...         InvoiceRequest(customer_id=4, items=[SaleItem(product_id=3, qty=2)], created_by=1)
    ...     )
    ...     print(saved.invoice_no, saved.total_after)
    INV-20251215-0001 84.00
    """

    def __init__(self, connection: MySQLConnectionAbstract, *, retry: RetryPolicy | None = None) -> None:
        self._transport = Transport(connection, None, retry or RetryPolicy())
        self._version: models.ServerVersion | None = None
        self._busy = threading.Lock()
        self.closed = False
        """Whether it was closed: it makes no call any more."""

    @classmethod
    def from_url(cls, url: str, *, retry: RetryPolicy | None = None, **overrides: ConnectorValue) -> Self:
        """Connect to ``mysql://user:password@host:port/database``.

        Raises ValueError for a bad URL and :class:`~pyclient.errors.ServerError` when there is no server
        (the first connection is not retried, lost ones are).

        >>> client = Client.from_url("mysql://shop@127.0.0.1/daftar")  # doctest: +SKIP
        """

        def open_connection() -> MySQLConnectionAbstract:
            return connect(url, **overrides)

        try:
            connection = open_connection()
        except mysql.connector.Error as error:
            raise errors.translate(error) from error
        client = cls(connection, retry=retry)
        client._transport = Transport(connection, open_connection, retry or RetryPolicy())
        return client

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Make no call any more, and close the connection, if this client opened it.

        RuntimeError while another thread is in a call.
        """
        with self._one_caller():  # the driver's extension would end the process
            self.closed = True
            self._transport.close()

    @property
    def retries(self) -> int:
        """How many times a call of this client was tried again."""
        return self._transport.retries

    def save_invoice(self, request: models.InvoiceRequest) -> models.SavedInvoice:
        """Sell: stock leaves first in first out, payments are applied, the customer's ledger is written.

        Raises among others :class:`~pyclient.errors.InsufficientStockError`.

        >>> client.save_invoice(  # doctest: +SKIP
        ...     InvoiceRequest(customer_id=4, items=[SaleItem(product_id=3, qty=2)], created_by=1)
        ... ).remaining_amount
        Decimal('84.00')
        """
        return self.run(calls.save_invoice(request))

    def quote_invoice(self, request: models.InvoiceRequest) -> models.QuotedInvoice:
        """What a sale would come to now, and what it would be refused for. Nothing is written.

        >>> client.quote_invoice(  # doctest: +SKIP
        ...     InvoiceRequest(customer_id=4, items=[SaleItem(product_id=3, qty=2)], created_by=1)
        ... ).total_after
        Decimal('84.00')
        """
        return self.run(calls.quote_invoice(request))

    def save_draft(self, request: models.DraftRequest) -> models.SavedDraft:
        """Keep a sale for later, complete or not; nothing leaves stock. With ``draft_id`` change a kept one.

        >>> client.save_draft(  # doctest: +SKIP
        ...     DraftRequest(items=[SaleItem(product_id=3, qty=2)], name="أحمد", created_by=1)
        ... ).draft_id
        7
        """
        return self.run(calls.save_draft(request))

    def get_draft(self, draft_id: int) -> models.Draft:
        """One draft: the request as it was sent, and what it came to then.

        >>> client.get_draft(7).request["items"]  # doctest: +SKIP
        [{'product_id': 3, 'qty': 2}]
        """
        return self.run(calls.get_draft(draft_id))

    def delete_draft(self, request: models.DeleteDraftRequest) -> models.DeletedDraft:
        """Delete a draft that was not sold.

        >>> client.delete_draft(DeleteDraftRequest(draft_id=7, created_by=1)).draft_id  # doctest: +SKIP
        7
        """
        return self.run(calls.delete_draft(request))

    def list_drafts(self, wanted: models.DraftFilter | None = None) -> Page[models.DraftSummary]:
        """One page of drafts, newest first; :meth:`all_drafts` goes through all pages.

        >>> client.list_drafts(DraftFilter(created_by=1)).rows[0].name  # doctest: +SKIP
        'أحمد'
        """
        return self.run(calls.list_drafts(wanted or models.DraftFilter()))

    def all_drafts(self, wanted: models.DraftFilter | None = None) -> Iterator[models.DraftSummary]:
        """All drafts that the filter lets through, page after page.

        >>> names = [draft.name for draft in client.all_drafts()]  # doctest: +SKIP
        """
        return every_row(self.list_drafts, wanted or models.DraftFilter())

    def save_order(self, request: models.OrderRequest) -> models.Order:
        """Take an order at prices that hold until it is billed, or with ``order_id`` change one.

        >>> client.save_order(  # doctest: +SKIP
        ...     OrderRequest(customer_id=4, items=[SaleItem(product_id=3, qty=2)], created_by=1)
        ... ).order_no
        'ORD-20251215-0001'
        """
        return self.run(calls.save_order(request))

    def complete_order(self, request: models.CompleteOrderRequest) -> models.CompletedOrder:
        """Bill an order, whole or in part, with the payments that come with it.

        >>> client.complete_order(CompleteOrderRequest(order_id=7, created_by=1)).invoice_no  # doctest: +SKIP
        'INV-20251215-0001'
        """
        return self.run(calls.complete_order(request))

    def pos_sale(self, request: models.PosSaleRequest) -> models.PosSale:
        """Sell at the till, under the cashier's open shift: order, invoice and payments at once.

        >>> client.pos_sale(  # doctest: +SKIP
        ...     PosSaleRequest(items=[SaleItem(product_id=3, qty=2)], created_by=5)
        ... ).order.order_no
        'ORD-20251215-0001'
        """
        return self.run(calls.pos_sale(request))

    def cancel_order(self, request: models.CancelOrderRequest) -> models.Order:
        """Give up what of an order is not billed.

        >>> client.cancel_order(CancelOrderRequest(order_id=7, created_by=1)).status  # doctest: +SKIP
        'cancelled'
        """
        return self.run(calls.cancel_order(request))

    def get_order(self, order_id: int) -> models.Order:
        """One order with its lines, its invoices and their payments.

        >>> client.get_order(7).payment_status  # doctest: +SKIP
        'partial'
        """
        return self.run(calls.get_order(order_id))

    def list_orders(self, wanted: models.OrderFilter | None = None) -> Page[models.OrderSummary]:
        """One page of orders, newest first; :meth:`all_orders` goes through all pages.

        >>> client.list_orders(OrderFilter(status="pending")).rows[0].order_no  # doctest: +SKIP
        'ORD-20251215-0001'
        """
        return self.run(calls.list_orders(wanted or models.OrderFilter()))

    def all_orders(self, wanted: models.OrderFilter | None = None) -> Iterator[models.OrderSummary]:
        """All orders that the filter lets through, page after page.

        >>> open_ones = list(client.all_orders(OrderFilter(status="pending")))  # doctest: +SKIP
        """
        return every_row(self.list_orders, wanted or models.OrderFilter())

    def add_payment(self, request: models.PaymentRequest) -> models.AddedPayment:
        """Take money for an invoice, some invoices, a work order or all that a customer owes (oldest first).

        >>> client.add_payment(  # doctest: +SKIP
        ...     PaymentRequest(customer_id=4, amount="2000.00", created_by=1)
        ... ).allocations[0].amount
        Decimal('780.00')
        """
        return self.run(calls.add_payment(request))

    def get_payment(self, payment_id: int) -> models.Payment:
        """One stored payment, with the invoice or debit note that it paid.

        >>> client.get_payment(12).document_remaining  # doctest: +SKIP
        Decimal('440.00')
        """
        return self.run(calls.get_payment(payment_id))

    def mark_invoice_paid(self, request: models.MarkPaidRequest) -> models.AddedPayment:
        """Pay what is still open on an invoice, in one row.

        Raises among others :class:`~pyclient.errors.NothingToPayError`.

        >>> client.mark_invoice_paid(  # doctest: +SKIP
        ...     MarkPaidRequest(invoice_id=103, created_by=1)
        ... ).allocations[0].remaining_after
        Decimal('0.00')
        """
        return self.run(calls.mark_invoice_paid(request))

    def set_payment_status(self, request: models.PaymentStatusRequest) -> models.PaymentStatusSet:
        """Complete a pending payment or let it fail; or let a posted one fail, or refund it.

        Raises among others :class:`~pyclient.errors.InvalidStatusError`.

        >>> client.set_payment_status(  # doctest: +SKIP
        ...     PaymentStatusRequest(pending_payment_id=3, status="completed", created_by=1)
        ... ).payment_id
        21
        """
        return self.run(calls.set_payment_status(request))

    def set_due_date(self, request: models.DueDateRequest) -> models.DueDateSet:
        """Set until when an invoice or a supplier's bill is to be paid.

        >>> client.set_due_date(  # doctest: +SKIP
        ...     DueDateRequest(invoice_id=103, due_date=date(2025, 12, 31), created_by=1)
        ... ).due_date_before
        datetime.date(2025, 12, 24)
        """
        return self.run(calls.set_due_date(request))

    def list_pending_payments(
        self, wanted: models.PendingPaymentFilter | None = None
    ) -> models.Page[models.PendingPayment]:
        """One page of payments that were promised, newest first.

        >>> client.list_pending_payments(PendingPaymentFilter(customer_id=4)).rows[0].amount  # doctest: +SKIP
        Decimal('500.00')
        """
        return self.run(calls.list_pending_payments(wanted or models.PendingPaymentFilter()))

    def all_pending_payments(
        self, wanted: models.PendingPaymentFilter | None = None
    ) -> Iterator[models.PendingPayment]:
        """All promised payments that the filter lets through, page after page.

        >>> sum(one.amount for one in client.all_pending_payments())  # doctest: +SKIP
        Decimal('500.00')
        """
        return every_row(self.list_pending_payments, wanted or models.PendingPaymentFilter())

    def wallet_move(self, request: models.WalletMove) -> models.WalletMoved:
        """Put money into a customer's wallet or take it out.

        >>> client.wallet_move(  # doctest: +SKIP
        ...     WalletMove(customer_id=4, type="deposit", amount=500, created_by=1)
        ... ).customer.wallet_after
        Decimal('500.00')
        """
        return self.run(calls.wallet_move(request))

    def get_wallet_move(self, wallet_transaction_id: int) -> models.WalletTransaction:
        """One stored movement of a customer's wallet.

        >>> client.get_wallet_move(12).method  # doctest: +SKIP
        'cash'
        """
        return self.run(calls.get_wallet_move(wallet_transaction_id))

    def cancel_invoice(self, request: models.CancelRequest) -> models.CanceledInvoice:
        """Cancel an invoice that nothing was paid on: its stock goes back to its batches.

        Raises among others :class:`~pyclient.errors.InvoiceHasPaymentsError`.

        >>> client.cancel_invoice(CancelRequest(invoice_id=102, created_by=1)).status  # doctest: +SKIP
        'canceled'
        """
        return self.run(calls.cancel_invoice(request))

    def revert_invoice(self, request: models.RevertRequest) -> models.RevertedInvoice:
        """Revert an invoice, paid or not: stock and money go back.

        >>> client.revert_invoice(  # doctest: +SKIP
        ...     RevertRequest(invoice_id=103, refund="cash", created_by=1)
        ... ).refunded_amount
        Decimal('2750.50')
        """
        return self.run(calls.revert_invoice(request))

    def void_payment(self, request: models.VoidRequest) -> models.VoidedPayment:
        """Undo a payment: its invoice owes the amount again.

        Raises among others :class:`~pyclient.errors.PaymentVoidedError` and
        :class:`~pyclient.errors.WalletSpentError`.

        >>> client.void_payment(VoidRequest(payment_id=12, created_by=1)).remaining_after  # doctest: +SKIP
        Decimal('780.00')
        """
        return self.run(calls.void_payment(request))

    def save_work_order(self, request: models.WorkOrderRequest) -> models.SavedWorkOrder:
        """Make a work order, or change the one named by ``work_order_id``.

        >>> client.save_work_order(  # doctest: +SKIP
        ...     WorkOrderRequest(work_order_id=2, status="completed", created_by=1)
        ... ).work_order.total_remaining
        Decimal('3352.22')
        """
        return self.run(calls.save_work_order(request))

    def receive_batch(self, request: models.BatchRequest) -> models.ReceivedBatch:
        """Take goods into stock as a new layer.

        >>> client.receive_batch(  # doctest: +SKIP
        ...     BatchRequest(product_id=3, qty=20, unit_cost="33.25", created_by=1)
        ... ).batch.value
        Decimal('665.00')
        """
        return self.run(calls.receive_batch(request))

    def save_customer(self, request: models.CustomerRequest) -> models.SavedCustomer:
        """Make a customer, or change the one named by ``customer_id``.

        >>> client.save_customer(  # doctest: +SKIP
        ...     CustomerRequest(customer_id=4, address=None, created_by=1)
        ... ).customer.address is None
        True
        """
        return self.run(calls.save_customer(request))

    def save_product(self, request: models.ProductRequest) -> models.SavedProduct:
        """Make a product, or change the one named by ``product_id``.

        >>> client.save_product(  # doctest: +SKIP
        ...     ProductRequest(product_id=3, retail_price="47.50", created_by=1)
        ... ).product.retail_price
        Decimal('47.50')
        """
        return self.run(calls.save_product(request))

    def save_branch(self, request: models.BranchRequest) -> models.SavedBranch:
        """Make a branch, or change the one named by ``branch_id``.

        >>> client.save_branch(  # doctest: +SKIP
        ...     BranchRequest(code="GZ", name="فرع الجيزة", created_by=1)
        ... ).branch.is_main
        False
        """
        return self.run(calls.save_branch(request))

    def save_cost_center(self, request: models.CostCenterRequest) -> models.SavedCostCenter:
        """Make a cost centre, or change the one named by ``cost_center_id``.

        >>> client.save_cost_center(  # doctest: +SKIP
        ...     CostCenterRequest(code="WORKSHOP", name="الورشة", created_by=1)
        ... ).cost_center_id
        1
        """
        return self.run(calls.save_cost_center(request))

    def list_cost_centers(self, wanted: models.CostCenterFilter | None = None) -> Page[models.CostCenter]:
        """One page of cost centres; :meth:`all_cost_centers` goes through all pages.

        >>> client.list_cost_centers(CostCenterFilter(active=True)).rows[0].code  # doctest: +SKIP
        'WORKSHOP'
        """
        return self.run(calls.list_cost_centers(wanted or models.CostCenterFilter()))

    def all_cost_centers(self, wanted: models.CostCenterFilter | None = None) -> Iterator[models.CostCenter]:
        """All cost centres that the filter lets through, page after page.

        >>> [center.code for center in client.all_cost_centers()]  # doctest: +SKIP
        ['WORKSHOP']
        """
        return every_row(self.list_cost_centers, wanted or models.CostCenterFilter())

    def set_user_branches(self, request: models.UserBranchesRequest) -> models.SavedUser:
        """Limit a user to branches, or with an empty list to none: the user works everywhere again.

        Raises :class:`~pyclient.errors.ForbiddenBranchError` where ``created_by`` is no admin.

        >>> client.set_user_branches(  # doctest: +SKIP
        ...     UserBranchesRequest(user_id=5, branch_ids=[2], created_by=1)
        ... ).user.branch_ids
        (2,)
        """
        return self.run(calls.set_user_branches(request))

    def set_user_permissions(self, request: models.UserPermissionsRequest) -> models.SavedUser:
        """Limit a user to calls, or with an empty list to none: the user makes every call again.

        Raises :class:`~pyclient.errors.PermissionDeniedError` where ``created_by`` is no admin.

        >>> client.set_user_permissions(  # doctest: +SKIP
        ...     UserPermissionsRequest(user_id=5, permissions=["sp_save_invoice"], created_by=1)
        ... ).user.permissions
        ('sp_save_invoice',)
        """
        return self.run(calls.set_user_permissions(request))

    def list_users(self, wanted: models.UserFilter | None = None) -> Page[models.User]:
        """One page of users, with what each is limited to; :meth:`all_users` goes through all pages.

        >>> client.list_users(UserFilter(user_id=5)).rows[0].branch_ids  # doctest: +SKIP
        (2,)
        """
        return self.run(calls.list_users(wanted or models.UserFilter()))

    def all_users(self, wanted: models.UserFilter | None = None) -> Iterator[models.User]:
        """All users that the filter lets through, page after page.

        >>> [user.username for user in client.all_users()]  # doctest: +SKIP
        ['admin']
        """
        return every_row(self.list_users, wanted or models.UserFilter())

    def save_tax(self, request: models.TaxRequest) -> models.SavedTax:
        """Make a tax, or change the one named by ``tax_id``: a new rate is that of new documents only.

        >>> client.save_tax(  # doctest: +SKIP
        ...     TaxRequest(code="VAT", name="ضريبة القيمة المضافة", rate=14, created_by=1)
        ... ).tax.rate
        Decimal('14.0000')
        """
        return self.run(calls.save_tax(request))

    def set_setting(self, request: models.SettingRequest) -> models.CompanySettings:
        """Change one of a company's settings.

        >>> client.set_setting(  # doctest: +SKIP
        ...     SettingRequest(name="smallest_coin", value="0.25", created_by=1)
        ... ).settings.smallest_coin
        Decimal('0.25')
        """
        return self.run(calls.set_setting(request))

    def save_price_list(self, request: models.PriceListRequest) -> models.SavedPriceList:
        """Make a price list, or change the one named by ``price_list_id``; documents keep their prices.

        >>> client.save_price_list(  # doctest: +SKIP
        ...     PriceListRequest(
        ...         code="DEALERS", name="تجار", prices=[PriceRow(product_id=3, price="39.50")], created_by=1
        ...     )
        ... ).price_list_id
        1
        """
        return self.run(calls.save_price_list(request))

    def set_exchange_rate(self, request: models.ExchangeRateRequest) -> models.SavedExchangeRate:
        """Say what a currency is worth from a day on; documents keep the rate that they were made with.

        >>> client.set_exchange_rate(  # doctest: +SKIP
        ...     ExchangeRateRequest(currency="USD", rate="50.25", created_by=1)
        ... ).exchange_rate.valid_from
        datetime.date(2026, 11, 27)
        """
        return self.run(calls.set_exchange_rate(request))

    def save_customer_group(self, request: models.CustomerGroupRequest) -> models.SavedCustomerGroup:
        """Make a group of customers, or change the one named by ``group_id``.

        >>> client.save_customer_group(  # doctest: +SKIP
        ...     CustomerGroupRequest(code="DEALERS", name="تجار", price_list_id=1, created_by=1)
        ... ).group_id
        1
        """
        return self.run(calls.save_customer_group(request))

    def return_items(self, request: models.ReturnRequest) -> models.ReturnedGoods:
        """Take goods of an invoice back, into the layers that they came from, or exchange them for others.

        >>> client.return_items(  # doctest: +SKIP
        ...     ReturnRequest(invoice_id=103, items=[ReturnItem(item_id=7, qty=2)], created_by=1)
        ... ).returned_amount
        Decimal('64.44')
        """
        return self.run(calls.return_items(request))

    def amend_invoice(self, request: models.AmendmentRequest) -> models.AmendedInvoice:
        """Change a posted invoice: only the difference is posted.

        >>> client.amend_invoice(  # doctest: +SKIP
        ...     AmendmentRequest(invoice_id=103, items=[AmendedItem(item_id=7, qty=14)], created_by=1)
        ... ).cost_change
        Decimal('68.00')
        """
        return self.run(calls.amend_invoice(request))

    def adjust_stock(self, request: models.AdjustmentRequest) -> models.AdjustedStock:
        """Adjust stock to what was counted, or by so much.

        >>> client.adjust_stock(  # doctest: +SKIP
        ...     AdjustmentRequest(
        ...         items=[AdjustmentItem(product_id=3, counted_qty=150)], reason="جرد", created_by=1
        ...     )
        ... ).value
        Decimal('-166.25')
        """
        return self.run(calls.adjust_stock(request))

    def save_supplier(self, request: models.SupplierRequest) -> models.SavedSupplier:
        """Make a supplier, or change one. The balance is changed by purchases and payments only.

        >>> client.save_supplier(SupplierRequest(name="النور", created_by=1)).supplier_id  # doctest: +SKIP
        2
        """
        return self.run(calls.save_supplier(request))

    def post_purchase(self, request: models.PurchaseRequest) -> models.PostedPurchase:
        """Buy: each line of the bill becomes a stock layer.

        >>> client.post_purchase(  # doctest: +SKIP
        ...     PurchaseRequest(
        ...         supplier_id=2,
        ...         bill_no="A-118",
        ...         items=[PurchaseItem(product_id=3, qty=20, unit_cost="33.25")],
        ...         created_by=1,
        ...     )
        ... ).purchase_no
        'PO-20251215-0001'
        """
        return self.run(calls.post_purchase(request))

    def save_debit_note(self, request: models.DebitNoteRequest) -> models.SavedDebitNote:
        """Raise a debit note: what a customer owes more for an invoice that is issued.

        >>> client.save_debit_note(  # doctest: +SKIP
        ...     DebitNoteRequest(
        ...         customer_id=4, source_invoice_id=103, reference_type="additional_fees", created_by=1,
        ...         items=[DebitNoteItem(description="شحن سريع", quantity=1, unit_price=100, tax_rate=14)],
        ...     )
        ... ).debit_note_no
        'FOO-DN-0001'
        """
        return self.run(calls.save_debit_note(request))

    def apply_debit_note(self, request: models.ApplyDebitNoteRequest) -> models.AppliedDebitNote:
        """Apply money to a debit note, never more than is open.

        >>> client.apply_debit_note(  # doctest: +SKIP
        ...     ApplyDebitNoteRequest(debit_note_id=3, amount="64.00", created_by=1)
        ... ).status
        'applied'
        """
        return self.run(calls.apply_debit_note(request))

    def cancel_debit_note(self, request: models.CancelDebitNoteRequest) -> models.CancelledDebitNote:
        """Cancel a debit note that nothing is applied to.

        >>> client.cancel_debit_note(  # doctest: +SKIP
        ...     CancelDebitNoteRequest(debit_note_id=3, created_by=1)
        ... ).status
        'cancelled'
        """
        return self.run(calls.cancel_debit_note(request))

    def save_supplier_opening(self, request: models.SupplierOpeningRequest) -> models.SavedSupplierOpening:
        """Write down what a supplier was owed before there were books.

        >>> client.save_supplier_opening(  # doctest: +SKIP
        ...     SupplierOpeningRequest(supplier_id=2, amount="1000.00", created_by=1)
        ... ).supplier.balance_after
        Decimal('1000.00')
        """
        return self.run(calls.save_supplier_opening(request))

    def return_purchase(self, request: models.ReturnPurchaseRequest) -> models.ReturnedPurchase:
        """Send a part of a purchase back to its supplier, at what it is worth in its batch.

        >>> client.return_purchase(  # doctest: +SKIP
        ...     ReturnPurchaseRequest(bill_id=12, items=[BatchToReturn(batch_id=31, qty=3)], created_by=1)
        ... ).value
        Decimal('99.75')
        """
        return self.run(calls.return_purchase(request))

    def reverse_purchase(self, request: models.ReversePurchaseRequest) -> models.ReversedPurchase:
        """Take a purchase back, whole; refused once anything of it has left.

        >>> client.reverse_purchase(ReversePurchaseRequest(bill_id=12, created_by=1)).total  # doctest: +SKIP
        Decimal('665.00')
        """
        return self.run(calls.reverse_purchase(request))

    def pay_supplier(self, request: models.SupplierPaymentRequest) -> models.PaidSupplier:
        """Pay a supplier what is owed, or take money back.

        >>> client.pay_supplier(  # doctest: +SKIP
        ...     SupplierPaymentRequest(supplier_id=2, amount="600.00", created_by=1)
        ... ).supplier.balance_after
        Decimal('65.00')
        """
        return self.run(calls.pay_supplier(request))

    def void_supplier_payment(self, request: models.SupplierVoidRequest) -> models.VoidedSupplierPayment:
        """Undo money that went to a supplier, or came back, and in truth did not.

        >>> client.void_supplier_payment(SupplierVoidRequest(payment_id=7, created_by=1))  # doctest: +SKIP
        """
        return self.run(calls.void_supplier_payment(request))

    def save_account(self, request: models.AccountRequest) -> models.SavedAccount:
        """Add an account to the chart, or change the one named by ``account_id``.

        >>> client.save_account(  # doctest: +SKIP
        ...     AccountRequest(code="1101", name_ar="صندوق", name_en="Cash", kind="asset", created_by=1)
        ... ).account.kind
        'asset'
        """
        return self.run(calls.save_account(request))

    def list_accounts(self, wanted: models.AccountFilter | None = None) -> Page[models.Account]:
        """One page of the chart of accounts; :meth:`all_accounts` goes through all pages.

        >>> client.list_accounts(AccountFilter(role="cash")).rows[0].code  # doctest: +SKIP
        '1100'
        """
        return self.run(calls.list_accounts(wanted or models.AccountFilter()))

    def all_accounts(self, wanted: models.AccountFilter | None = None) -> Iterator[models.Account]:
        """All accounts that the filter lets through, page after page.

        >>> [account.code for account in client.all_accounts(AccountFilter(kind="equity"))]  # doctest: +SKIP
        ['3100']
        """
        return every_row(self.list_accounts, wanted or models.AccountFilter())

    def set_account_role(self, request: models.AccountRoleRequest) -> models.AccountRole:
        """Say which account plays a role from now on; what was posted stays where it is.

        >>> client.set_account_role(  # doctest: +SKIP
        ...     AccountRoleRequest(role="card", account="1110", created_by=1)
        ... ).account_id
        2
        """
        return self.run(calls.set_account_role(request))

    def post_voucher(self, request: models.VoucherRequest) -> models.PostedVoucher:
        """Book by hand what no other document does: rent, capital, cash taken to the bank.

        >>> client.post_voucher(  # doctest: +SKIP
        ...     VoucherRequest(
        ...         description="November rent", created_by=1,
        ...         items=[VoucherItem(account="5410", debit=9), VoucherItem(account="1110", credit=9)],
        ...     )
        ... ).entry_no
        'JE-20261128-0007'
        """
        return self.run(calls.post_voucher(request))

    def reverse_voucher(self, request: models.ReverseVoucherRequest) -> models.ReversedVoucher:
        """Take a voucher back, once, by an entry of today.

        >>> client.reverse_voucher(  # doctest: +SKIP
        ...     ReverseVoucherRequest(voucher_id=3, created_by=1)
        ... ).entry_no
        'JE-20261128-0008'
        """
        return self.run(calls.reverse_voucher(request))

    def get_voucher(self, voucher_id: int) -> models.Voucher:
        """One stored voucher with its items and its journal entries.

        >>> client.get_voucher(3).items[0].account  # doctest: +SKIP
        '5410'
        """
        return self.run(calls.get_voucher(voucher_id))

    def list_vouchers(self, wanted: models.VoucherFilter | None = None) -> Page[models.VoucherSummary]:
        """One page of vouchers, newest first; :meth:`all_vouchers` goes through all pages.

        >>> client.list_vouchers(VoucherFilter(account="5410")).rows[0].total  # doctest: +SKIP
        Decimal('12000.00')
        """
        return self.run(calls.list_vouchers(wanted or models.VoucherFilter()))

    def all_vouchers(self, wanted: models.VoucherFilter | None = None) -> Iterator[models.VoucherSummary]:
        """All vouchers that the filter lets through, page after page.

        >>> spent = sum(v.total for v in client.all_vouchers(VoucherFilter(account="5410")))  # doctest: +SKIP
        """
        return every_row(self.list_vouchers, wanted or models.VoucherFilter())

    def close_books(self, request: models.CloseBooksRequest) -> models.ClosedBooks:
        """Close a company's books up to a day that is over.

        >>> client.close_books(  # doctest: +SKIP
        ...     CloseBooksRequest(closed_to=date(2026, 10, 31), created_by=1)
        ... ).closed_to
        datetime.date(2026, 10, 31)
        """
        return self.run(calls.close_books(request))

    def repair_books(self, request: models.RepairRequest) -> models.RepairedBooks:
        """Rebuild what documents explain of broken books; with ``dry_run``, the default, say only what.

        >>> client.repair_books(RepairRequest(created_by=1)).change_count  # doctest: +SKIP
        0
        """
        return self.run(calls.repair_books(request))

    def audit_head(self) -> models.AuditHead:
        """Read the ends of the audit trail's chains, to be kept where nobody can change both.

        >>> client.audit_head().rows  # doctest: +SKIP
        1204
        """
        return self.run(calls.audit_head())

    def verify_audit(self, head: models.AuditHead | None = None) -> models.VerifiedAudit:
        """Look where the audit trail is broken; beside a head also whether a chain's end is gone.

        >>> client.verify_audit().whole  # doctest: +SKIP
        True
        """
        return self.run(calls.verify_audit(head))

    def get_invoice(self, invoice_id: int) -> models.Invoice:
        """Read one invoice with its lines, the layers they took, payments and ledger rows.

        >>> client.get_invoice(101).remaining_amount  # doctest: +SKIP
        Decimal('780.00')
        """
        return self.run(calls.get_invoice(invoice_id))

    def get_product(self, product_id: int) -> models.ProductStock:
        """Read one product with its stock layers, next to be sold first.

        >>> client.get_product(3).in_stock  # doctest: +SKIP
        Decimal('155.0000')
        """
        return self.run(calls.get_product(product_id))

    def get_settings(self, company_id: int = 1) -> models.Company:
        """Read the settings of a company, with its currency and branches.

        >>> client.get_settings().settings.tax_rounding  # doctest: +SKIP
        'document'
        """
        return self.run(calls.get_settings(company_id))

    def list_taxes(self, wanted: models.TaxFilter | None = None) -> Page[models.Tax]:
        """One page of taxes; :meth:`all_taxes` goes through all pages.

        >>> client.list_taxes(TaxFilter(active=True)).rows[0].code  # doctest: +SKIP
        'VAT'
        """
        return self.run(calls.list_taxes(wanted or models.TaxFilter()))

    def all_taxes(self, wanted: models.TaxFilter | None = None) -> Iterator[models.Tax]:
        """All taxes that the filter lets through, page after page.

        >>> [tax.code for tax in client.all_taxes()]  # doctest: +SKIP
        ['VAT']
        """
        return every_row(self.list_taxes, wanted or models.TaxFilter())

    def list_price_lists(self, wanted: models.PriceListFilter | None = None) -> Page[models.PriceList]:
        """One page of price lists; :meth:`all_price_lists` goes through all pages.

        >>> client.list_price_lists().rows[0].code  # doctest: +SKIP
        'DEALERS'
        """
        return self.run(calls.list_price_lists(wanted or models.PriceListFilter()))

    def all_price_lists(self, wanted: models.PriceListFilter | None = None) -> Iterator[models.PriceList]:
        """All price lists that the filter lets through, page after page.

        >>> [prices.code for prices in client.all_price_lists()]  # doctest: +SKIP
        ['DEALERS']
        """
        return every_row(self.list_price_lists, wanted or models.PriceListFilter())

    def list_prices(self, wanted: models.PriceFilter) -> Page[models.Price]:
        """One page of a list's prices by product; :meth:`all_prices` goes through all pages.

        >>> client.list_prices(PriceFilter(price_list_id=1)).rows[0].price  # doctest: +SKIP
        Decimal('39.500000')
        """
        return self.run(calls.list_prices(wanted))

    def all_prices(self, wanted: models.PriceFilter) -> Iterator[models.Price]:
        """All prices of a list, page after page.

        >>> prices = list(client.all_prices(PriceFilter(price_list_id=1)))  # doctest: +SKIP
        """
        return every_row(self.list_prices, wanted)

    def list_exchange_rates(
        self, wanted: models.ExchangeRateFilter | None = None
    ) -> Page[models.ExchangeRate]:
        """One page of exchange rates; :meth:`all_exchange_rates` goes through all pages.

        >>> client.list_exchange_rates(ExchangeRateFilter(currency="USD")).rows[0].rate  # doctest: +SKIP
        Decimal('50.2500000000')
        """
        return self.run(calls.list_exchange_rates(wanted or models.ExchangeRateFilter()))

    def all_exchange_rates(
        self, wanted: models.ExchangeRateFilter | None = None
    ) -> Iterator[models.ExchangeRate]:
        """All exchange rates, page after page.

        >>> today = {r.currency: r.rate for r in client.all_exchange_rates(on_today)}  # doctest: +SKIP
        """
        return every_row(self.list_exchange_rates, wanted or models.ExchangeRateFilter())

    def list_customer_groups(
        self, wanted: models.CustomerGroupFilter | None = None
    ) -> Page[models.CustomerGroup]:
        """One page of groups of customers; :meth:`all_customer_groups` goes through all pages.

        >>> client.list_customer_groups().rows[0].code  # doctest: +SKIP
        'DEALERS'
        """
        return self.run(calls.list_customer_groups(wanted or models.CustomerGroupFilter()))

    def all_customer_groups(
        self, wanted: models.CustomerGroupFilter | None = None
    ) -> Iterator[models.CustomerGroup]:
        """All groups of customers, page after page.

        >>> [group.code for group in client.all_customer_groups()]  # doctest: +SKIP
        ['DEALERS']
        """
        return every_row(self.list_customer_groups, wanted or models.CustomerGroupFilter())

    def get_purchase(self, bill_id: int) -> models.Purchase:
        """One stored purchase with its lines, payments and journal entries.

        >>> client.get_purchase(12).items[0].remaining  # doctest: +SKIP
        Decimal('17.0000')
        """
        return self.run(calls.get_purchase(bill_id))

    def get_debit_note(self, debit_note_id: int) -> models.DebitNote:
        """One stored debit note with its items, what was applied to it, and its journal entries.

        >>> client.get_debit_note(3).applications[0].amount  # doctest: +SKIP
        Decimal('64.00')
        """
        return self.run(calls.get_debit_note(debit_note_id))

    def list_debit_notes(self, wanted: models.DebitNoteFilter | None = None) -> Page[models.DebitNoteSummary]:
        """One page of debit notes, newest first; :meth:`all_debit_notes` goes through all pages.

        >>> client.list_debit_notes(DebitNoteFilter(customer_id=4)).rows[0].total  # doctest: +SKIP
        Decimal('114.00')
        """
        return self.run(calls.list_debit_notes(wanted or models.DebitNoteFilter()))

    def all_debit_notes(
        self, wanted: models.DebitNoteFilter | None = None
    ) -> Iterator[models.DebitNoteSummary]:
        """All debit notes that the filter lets through, page after page.

        >>> owed = sum(note.remaining_amount for note in client.all_debit_notes())  # doctest: +SKIP
        """
        return every_row(self.list_debit_notes, wanted or models.DebitNoteFilter())

    def list_purchases(self, wanted: models.PurchaseFilter | None = None) -> Page[models.PurchaseSummary]:
        """One page of purchases, newest first; :meth:`all_purchases` goes through all pages.

        >>> client.list_purchases(PurchaseFilter(supplier_id=2)).rows[0].bill_no  # doctest: +SKIP
        'A-118'
        """
        return self.run(calls.list_purchases(wanted or models.PurchaseFilter()))

    def all_purchases(self, wanted: models.PurchaseFilter | None = None) -> Iterator[models.PurchaseSummary]:
        """All purchases that the filter lets through, page after page.

        >>> bought = sum(p.total for p in client.all_purchases(PurchaseFilter(reversed=False)))
        ... # doctest: +SKIP
        """
        return every_row(self.list_purchases, wanted or models.PurchaseFilter())

    def save_offer(self, request: models.OfferRequest) -> models.SavedOffer:
        """Make an offer, or change one. Invoices keep what they were given.

        >>> client.save_offer(  # doctest: +SKIP
        ...     OfferRequest(
        ...         code="TEN", name="خصم", product_id=3, min_qty=10, gives="percent", value=5, created_by=1
        ...     )
        ... ).offer_id
        1
        """
        return self.run(calls.save_offer(request))

    def list_offers(self, wanted: models.OfferFilter | None = None) -> Page[models.Offer]:
        """One page of offers; :meth:`all_offers` goes through all pages.

        >>> client.list_offers(OfferFilter(active=True)).rows[0].code  # doctest: +SKIP
        'TEN'
        """
        return self.run(calls.list_offers(wanted or models.OfferFilter()))

    def all_offers(self, wanted: models.OfferFilter | None = None) -> Iterator[models.Offer]:
        """All offers that the filter lets through, page after page.

        >>> [offer.code for offer in client.all_offers()]  # doctest: +SKIP
        ['TEN']
        """
        return every_row(self.list_offers, wanted or models.OfferFilter())

    def save_till(self, request: models.TillRequest) -> models.SavedTill:
        """Make a till of a branch, or change one.

        >>> client.save_till(TillRequest(code="T1", name="الكاشير 1", created_by=1)).till_id  # doctest: +SKIP
        1
        """
        return self.run(calls.save_till(request))

    def list_tills(self, wanted: models.TillFilter | None = None) -> Page[models.Till]:
        """One page of tills, with the shift that is open at each; :meth:`all_tills` goes through all pages.

        >>> client.list_tills(TillFilter(active=True)).rows[0].code  # doctest: +SKIP
        'T1'
        """
        return self.run(calls.list_tills(wanted or models.TillFilter()))

    def all_tills(self, wanted: models.TillFilter | None = None) -> Iterator[models.Till]:
        """All tills that the filter lets through, page after page.

        >>> [till.code for till in client.all_tills()]  # doctest: +SKIP
        """
        return every_row(self.list_tills, wanted or models.TillFilter())

    def open_shift(self, request: models.OpenShiftRequest) -> models.OpenedShift:
        """Open a cashier's shift at a till: what the cashier posts from now on belongs to it.

        Raises :class:`~pyclient.errors.ShiftOpenError` while the till or the cashier has one open.

        >>> client.open_shift(  # doctest: +SKIP
        ...     OpenShiftRequest(till="T1", opening_cash=200, created_by=5)
        ... ).shift_no
        'SH-20261126-0001'
        """
        return self.run(calls.open_shift(request))

    def get_shift(self, shift_id: int) -> models.ShiftReport:
        """One shift with its report: the figures so far, or what its closing answered.

        >>> client.get_shift(7).report.payments.cash  # doctest: +SKIP
        """
        return self.run(calls.get_shift(shift_id=shift_id))

    def get_open_shift(self, cashier_id: int) -> models.ShiftReport:
        """The shift that a cashier has open, with its figures so far.

        Raises :class:`~pyclient.errors.NoOpenShiftError`.

        >>> client.get_open_shift(5).report.methods[0].expected  # doctest: +SKIP
        """
        return self.run(calls.get_shift(cashier_id=cashier_id))

    def list_shifts(self, wanted: models.ShiftFilter | None = None) -> Page[models.Shift]:
        """One page of shifts, the newest first; :meth:`all_shifts` goes through all pages.

        >>> client.list_shifts(ShiftFilter(open=True)).rows[0].till  # doctest: +SKIP
        'T1'
        """
        return self.run(calls.list_shifts(wanted or models.ShiftFilter()))

    def all_shifts(self, wanted: models.ShiftFilter | None = None) -> Iterator[models.Shift]:
        """All shifts that the filter lets through, page after page.

        >>> [shift.shift_no for shift in client.all_shifts(ShiftFilter(till_id=1))]  # doctest: +SKIP
        """
        return every_row(self.list_shifts, wanted or models.ShiftFilter())

    def cash_move(self, request: models.CashMoveRequest) -> models.MovedCash:
        """Put money into the drawer of the caller's open shift, or take some out.

        >>> client.cash_move(  # doctest: +SKIP
        ...     CashMoveRequest(type="out", amount=500, reason="توريد للخزينة", created_by=5)
        ... ).expected_cash
        """
        return self.run(calls.cash_move(request))

    def close_shift(self, request: models.CloseShiftRequest) -> models.ShiftReport:
        """Close a shift with what was counted; closing it again answers what the first closing did.

        >>> client.close_shift(  # doctest: +SKIP
        ...     CloseShiftRequest(counted={"cash": "1250.00"}, created_by=5)
        ... ).report.methods[0].difference
        """
        return self.run(calls.close_shift(request))

    def daily_closing(self, request: models.DailyClosingRequest) -> models.DailyClosing:
        """Close a branch's day (Z report). Raises :class:`~pyclient.errors.ShiftOpenError` while one is open.

        >>> client.daily_closing(DailyClosingRequest(created_by=1)).running_total  # doctest: +SKIP
        """
        return self.run(calls.daily_closing(request))

    def get_closing(self, wanted: models.ClosingFilter) -> models.DailyClosing:
        """The closing of a branch's day, as it was. Raises :class:`~pyclient.errors.UnknownClosingError`.

        >>> client.get_closing(ClosingFilter(day=date(2026, 11, 26))).closing_no  # doctest: +SKIP
        """
        return self.run(calls.get_closing(wanted))

    def save_coupon(self, request: models.CouponRequest) -> models.SavedCoupon:
        """Make a coupon, or change one. How often it was used is counted by sales only.

        >>> client.save_coupon(  # doctest: +SKIP
        ...     CouponRequest(
        ...         code="EID25", name="كوبون", gives="percent", value=10, max_uses=100, created_by=1
        ...     )
        ... ).coupon.used_count
        0
        """
        return self.run(calls.save_coupon(request))

    def list_coupons(self, wanted: models.CouponFilter | None = None) -> Page[models.Coupon]:
        """One page of coupons; :meth:`all_coupons` goes through all pages.

        >>> client.list_coupons(CouponFilter(code="eid25")).rows[0].used_count  # doctest: +SKIP
        3
        """
        return self.run(calls.list_coupons(wanted or models.CouponFilter()))

    def all_coupons(self, wanted: models.CouponFilter | None = None) -> Iterator[models.Coupon]:
        """All coupons that the filter lets through, page after page.

        >>> sum(coupon.used_count for coupon in client.all_coupons())  # doctest: +SKIP
        3
        """
        return every_row(self.list_coupons, wanted or models.CouponFilter())

    def list_suppliers(self, wanted: models.SupplierFilter | None = None) -> Page[models.Supplier]:
        """One page of suppliers; :meth:`all_suppliers` goes through all pages.

        >>> client.list_suppliers(SupplierFilter(search="النور")).rows[0].balance  # doctest: +SKIP
        Decimal('65.00')
        """
        return self.run(calls.list_suppliers(wanted or models.SupplierFilter()))

    def all_suppliers(self, wanted: models.SupplierFilter | None = None) -> Iterator[models.Supplier]:
        """All suppliers that the filter lets through, page after page.

        >>> sum(supplier.balance for supplier in client.all_suppliers())  # doctest: +SKIP
        Decimal('65.00')
        """
        return every_row(self.list_suppliers, wanted or models.SupplierFilter())

    def supplier_statement(self, wanted: models.SupplierStatementFilter) -> models.SupplierStatement:
        """One page of a supplier's ledger, oldest row first.

        >>> client.supplier_statement(  # doctest: +SKIP
        ...     SupplierStatementFilter(supplier_id=2)
        ... ).supplier.balance
        Decimal('65.00')
        """
        return self.run(calls.supplier_statement(wanted))

    def all_supplier_rows(
        self, wanted: models.SupplierStatementFilter
    ) -> Iterator[models.SupplierStatementRow]:
        """All rows of a supplier's ledger that the filter lets through, page after page.

        >>> rows = list(client.all_supplier_rows(SupplierStatementFilter(supplier_id=2)))  # doctest: +SKIP
        """
        return every_row(self.supplier_statement, wanted)

    def list_customers(self, wanted: models.CustomerFilter | None = None) -> Page[models.Customer]:
        """One page of customers; :meth:`all_customers` goes through all pages.

        >>> page = client.list_customers(CustomerFilter(search="أحمد", limit=20))  # doctest: +SKIP
        >>> [customer.name for customer in page.rows]  # doctest: +SKIP
        ['أحمد حسن']
        """
        return self.run(calls.list_customers(wanted or models.CustomerFilter()))

    def all_customers(self, wanted: models.CustomerFilter | None = None) -> Iterator[models.Customer]:
        """All customers that the filter lets through, page after page.

        >>> sum(customer.balance for customer in client.all_customers())  # doctest: +SKIP
        Decimal('1710.00')
        """
        return every_row(self.list_customers, wanted or models.CustomerFilter())

    def list_products(self, wanted: models.ProductFilter | None = None) -> Page[models.Product]:
        """One page of products; :meth:`all_products` goes through all pages.

        >>> client.list_products(ProductFilter(search="6221")).rows[0].in_stock  # doctest: +SKIP
        Decimal('155.0000')
        """
        return self.run(calls.list_products(wanted or models.ProductFilter()))

    def all_products(self, wanted: models.ProductFilter | None = None) -> Iterator[models.Product]:
        """All products that the filter lets through, page after page.

        >>> low = [p for p in client.all_products() if p.in_stock < p.reorder_level]  # doctest: +SKIP
        """
        return every_row(self.list_products, wanted or models.ProductFilter())

    def list_invoices(self, wanted: models.InvoiceFilter | None = None) -> Page[models.InvoiceSummary]:
        """One page of invoices, newest first; :meth:`all_invoices` goes through all pages.

        >>> client.list_invoices(InvoiceFilter(customer_id=4, open=True)).rows[0].status  # doctest: +SKIP
        'partial'
        """
        return self.run(calls.list_invoices(wanted or models.InvoiceFilter()))

    def all_invoices(self, wanted: models.InvoiceFilter | None = None) -> Iterator[models.InvoiceSummary]:
        """All invoices that the filter lets through, page after page.

        >>> owed = sum(i.remaining_amount for i in client.all_invoices(InvoiceFilter(open=True)))
        ... # doctest: +SKIP
        """
        return every_row(self.list_invoices, wanted or models.InvoiceFilter())

    def list_work_orders(self, wanted: models.WorkOrderFilter | None = None) -> Page[models.WorkOrder]:
        """One page of work orders; :meth:`all_work_orders` goes through all pages.

        >>> client.list_work_orders(WorkOrderFilter(customer_id=4)).rows[0].title  # doctest: +SKIP
        'تشطيب المدخل'
        """
        return self.run(calls.list_work_orders(wanted or models.WorkOrderFilter()))

    def all_work_orders(self, wanted: models.WorkOrderFilter | None = None) -> Iterator[models.WorkOrder]:
        """All work orders that the filter lets through, page after page.

        >>> titles = [order.title for order in client.all_work_orders()]  # doctest: +SKIP
        """
        return every_row(self.list_work_orders, wanted or models.WorkOrderFilter())

    def customer_statement(self, wanted: models.StatementFilter) -> models.Statement:
        """One page of a customer's ledger, oldest row first; :meth:`all_statement_rows` goes through all.

        >>> client.customer_statement(StatementFilter(customer_id=4)).customer.balance  # doctest: +SKIP
        Decimal('4132.22')
        """
        return self.run(calls.customer_statement(wanted))

    def all_statement_rows(self, wanted: models.StatementFilter) -> Iterator[models.StatementRow]:
        """All rows of a customer's ledger that the filter lets through, page after page.

        >>> rows = list(client.all_statement_rows(StatementFilter(customer_id=4)))  # doctest: +SKIP
        """
        return every_row(self.customer_statement, wanted)

    def report_sales(self, wanted: models.SalesReportFilter | None = None) -> Page[models.SalesReportRow]:
        """One page of a report: sales by day or month, as the books have it; without days, of today.

        >>> client.report_sales(SalesReportFilter(by="month")).rows[0].revenue  # doctest: +SKIP
        Decimal('209.00')
        """
        return self.run(calls.report_sales(wanted or models.SalesReportFilter()))

    def report_payments(
        self, wanted: models.PaymentsReportFilter | None = None
    ) -> Page[models.PaymentsReportRow]:
        """One page of a report: what money came in and went out, by day and method.

        >>> client.report_payments(PaymentsReportFilter(method="cash")).rows[0].net  # doctest: +SKIP
        Decimal('150.00')
        """
        return self.run(calls.report_payments(wanted or models.PaymentsReportFilter()))

    def report_products(
        self, wanted: models.ProductsReportFilter | None = None
    ) -> Page[models.ProductsReportRow]:
        """One page of a report: which products were sold, by day, less what came back.

        >>> client.report_products(ProductsReportFilter()).rows[0].sold  # doctest: +SKIP
        Decimal('16.0000')
        """
        return self.run(calls.report_products(wanted or models.ProductsReportFilter()))

    def report_unpaid(self, wanted: models.UnpaidReportFilter | None = None) -> Page[models.UnpaidReportRow]:
        """One page of a report: invoices that are not paid, the longest due first.

        >>> client.report_unpaid(UnpaidReportFilter(overdue=True)).rows[0].days_overdue  # doctest: +SKIP
        13
        """
        return self.run(calls.report_unpaid(wanted or models.UnpaidReportFilter()))

    def report_ageing(self, wanted: models.AgeingReportFilter | None = None) -> Page[models.AgeingReportRow]:
        """One page of a report: what each customer owes, by how long it is due.

        >>> client.report_ageing(AgeingReportFilter()).rows[0].over_90  # doctest: +SKIP
        Decimal('0.00')
        """
        return self.run(calls.report_ageing(wanted or models.AgeingReportFilter()))

    def report_payables(
        self, wanted: models.PayablesReportFilter | None = None
    ) -> Page[models.PayablesReportRow]:
        """One page of a report: what each supplier is owed, by how long it is due.

        >>> client.report_payables(PayablesReportFilter()).rows[0].over_90  # doctest: +SKIP
        Decimal('0.00')
        """
        return self.run(calls.report_payables(wanted or models.PayablesReportFilter()))

    def report_bills_due(
        self, wanted: models.BillsDueReportFilter | None = None
    ) -> Page[models.BillsDueReportRow]:
        """One page of a report: suppliers' bills that are not paid, the longest due first.

        >>> client.report_bills_due(BillsDueReportFilter(overdue=True)).rows[0].days_overdue  # doctest: +SKIP
        13
        """
        return self.run(calls.report_bills_due(wanted or models.BillsDueReportFilter()))

    def report_stock(self, wanted: models.StockReportFilter | None = None) -> Page[models.StockReportRow]:
        """One page of a report: what is in stock, and what it cost.

        >>> client.report_stock(StockReportFilter(low=True)).rows[0].stock_value  # doctest: +SKIP
        Decimal('516.00')
        """
        return self.run(calls.report_stock(wanted or models.StockReportFilter()))

    def report_profit(self, wanted: models.ProfitReportFilter | None = None) -> Page[models.ProfitReportRow]:
        """One page of a report: what the invoices of a period earned, by product, customer or invoice.

        >>> client.report_profit(ProfitReportFilter(by="customer")).rows[0].profit  # doctest: +SKIP
        Decimal('48.00')
        """
        return self.run(calls.report_profit(wanted or models.ProfitReportFilter()))

    def report_taxes(self, wanted: models.TaxesReportFilter | None = None) -> Page[models.TaxesReportRow]:
        """One page of a report: what taxes were charged, by tax and rate, less what was given back.

        >>> client.report_taxes(TaxesReportFilter(from_date=date(2025, 10, 1))).rows[0].net  # doctest: +SKIP
        Decimal('16.80')
        """
        return self.run(calls.report_taxes(wanted or models.TaxesReportFilter()))

    def report_reconciliation(
        self, wanted: models.ReconciliationReportFilter | None = None
    ) -> Page[models.ReconciliationReportRow]:
        """One page of a report: invoices beside their payments and ledger rows, and what they differ by.

        >>> client.report_reconciliation(ReconciliationReportFilter(differences=True)).rows  # doctest: +SKIP
        ()
        """
        return self.run(calls.report_reconciliation(wanted or models.ReconciliationReportFilter()))

    def report_documents(
        self, wanted: models.DocumentsReportFilter | None = None
    ) -> Page[models.DocumentsReportRow]:
        """One page of a report: orders beside their invoices and payments, and what they differ by.

        >>> client.report_documents(DocumentsReportFilter()).rows[0].remaining  # doctest: +SKIP
        Decimal('500.000')
        """
        return self.run(calls.report_documents(wanted or models.DocumentsReportFilter()))

    def report_work_order(self, work_order_id: int) -> models.WorkOrderSheet:
        """The sheet of a work order: its totals, invoices, what they sold, and payments.

        >>> client.report_work_order(2).work_order.total_remaining  # doctest: +SKIP
        Decimal('20.00')
        """
        return self.run(calls.report_work_order(work_order_id))

    def every_row(self, make: Callable[[F], Call[Page[T]]], wanted: F) -> Iterator[T]:
        """All rows of a report or list, page after page.

        >>> rows = client.every_row(calls.report_ageing, AgeingReportFilter())  # doctest: +SKIP
        >>> sum(row.total for row in rows)  # doctest: +SKIP
        Decimal('166.80')
        """
        return every_row(lambda page: self.run(make(page)), wanted)

    def server_version(self) -> models.ServerVersion:
        """The version in the database. The first call of any kind compares its api number with this client's
        and raises :class:`~pyclient.errors.VersionMismatchError` when they differ.

        >>> client.server_version().version  # doctest: +SKIP
        '0.1.0'
        """
        if self._version is None:
            with self._one_caller():
                self._check_version()
        assert self._version is not None
        return self._version

    def run(self, call: Call[T]) -> T:
        """Send one call from :mod:`pyclient.calls` (the other methods are this with the call filled in).

        >>> client.run(calls.as_text(calls.get_invoice(101)))  # doctest: +SKIP
        '{"id": 101, ...}'
        """
        with self._one_caller():
            if self._version is None:
                self._check_version()
            return call.read(self._send(call))

    def _send(self, call: Call[object]) -> str:
        if self.closed:
            raise RuntimeError("the client is closed")
        return self._transport.send(call)

    def _one_caller(self) -> _OneCaller:
        return _OneCaller(self._busy)

    def _check_version(self) -> None:
        call = calls.version()
        try:
            found = call.read(self._send(call))
        except errors.ServerError as error:
            raise errors.no_daftar(error) from error
        errors.require_api(found.api, calls.API_NUMBER, found.version)
        self._version = found


class _OneCaller:
    """Refuses a second thread while one is in a call: answers would reach the wrong caller."""

    def __init__(self, busy: threading.Lock) -> None:
        self._busy = busy

    def __enter__(self) -> None:
        if not self._busy.acquire(blocking=False):
            raise RuntimeError(
                "this client is in a call in another thread: use one client per thread, or a Pool"
            )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._busy.release()
