"""The calls, one function each: which procedure, with what, and how its answer is read.

The blocking and the asyncio client send these; nothing here talks to a database.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from pyclient import models, wire
from pyclient.models.fields import Filter, Page, WriteRequest

API_NUMBER = 1
"""The procedures' api number that this client was written for."""

Members: TypeAlias = Mapping[str, object]
"""A request as its JSON members, for callers that have it in that form already."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Call(Generic[T_co]):
    """One CALL, ready to be sent any number of times with the same effect."""

    procedure: str
    arguments: tuple[str | int | None, ...]
    read: Callable[[str], T_co]
    request_id: str | None = None

    @property
    def statement(self) -> str:
        """The SQL text with a placeholder for each argument."""
        return f"CALL {self.procedure}({', '.join(['%s'] * len(self.arguments))})"


def write(procedure: str, request: WriteRequest | Members, read: Callable[[str], T]) -> Call[T]:
    """A call of a writing procedure; makes a request_id when the request has none."""
    if isinstance(request, WriteRequest):
        request_id = request.request_id or new_request_id()
        request = dataclasses.replace(request, request_id=request_id)
    else:
        request_id = str(request.get("request_id") or new_request_id())
        request = {**request, "request_id": request_id}
    return Call(procedure, (wire.encode(request),), read, request_id)


def new_request_id() -> str:
    """A key that nobody else has: 122 random bits."""
    return str(uuid.uuid4())


def version() -> Call[models.ServerVersion]:
    """Which version the database holds."""
    return Call("sp_get_version", (), _reader(models.ServerVersion))


def audit_head() -> Call[models.AuditHead]:
    """The ends of the audit trail's chains."""
    return Call("sp_get_audit_head", (), _reader(models.AuditHead))


def verify_audit(head: models.AuditHead | None = None) -> Call[models.VerifiedAudit]:
    """Where the audit trail is broken, also beside a head that was kept."""
    return Call("sp_verify_audit", (wire.encode(head) if head else None,), _reader(models.VerifiedAudit))


def save_invoice(request: models.InvoiceRequest | Members) -> Call[models.SavedInvoice]:
    """Sell."""
    return write("sp_save_invoice", request, _reader(models.SavedInvoice))


def quote_invoice(request: models.InvoiceRequest | Members) -> Call[models.QuotedInvoice]:
    """What a sale would come to."""
    return Call("sp_quote_invoice", (wire.encode(request),), _reader(models.QuotedInvoice))


def save_draft(request: models.DraftRequest | Members) -> Call[models.SavedDraft]:
    """Keep a sale for later."""
    return write("sp_save_draft", request, _reader(models.SavedDraft))


def post_draft(
    draft: models.Draft, *, created_by: int, request_id: str | None = None, **changes: object
) -> Call[models.SavedInvoice]:
    """Sell what a draft holds, with ``changes`` in front of its own members.

    >>> draft = client.get_draft(7)  # doctest: +SKIP
    >>> client.run(calls.post_draft(draft, created_by=1, status="paid")).invoice_no  # doctest: +SKIP
    'INV-20251215-0001'
    """
    own = {"draft_id": draft.draft_id, "created_by": created_by, "request_id": request_id}
    return save_invoice({**draft.request, **changes, **own})


def delete_draft(request: models.DeleteDraftRequest) -> Call[models.DeletedDraft]:
    """Delete a draft."""
    return write("sp_delete_draft", request, _reader(models.DeletedDraft))


def get_draft(draft_id: int) -> Call[models.Draft]:
    """One stored draft."""
    return Call("sp_get_draft", (draft_id,), _reader(models.Draft))


def list_drafts(wanted: models.DraftFilter) -> Call[Page[models.DraftSummary]]:
    """One page of drafts."""
    return _list("sp_list_drafts", wanted, "drafts", models.DraftSummary)


def save_order(request: models.OrderRequest | Members) -> Call[models.Order]:
    """Take or change an order."""
    return write("sp_save_order", request, _reader(models.Order))


def complete_order(request: models.CompleteOrderRequest | Members) -> Call[models.CompletedOrder]:
    """Bill an order, whole or in part."""
    return write("sp_complete_order", request, _reader(models.CompletedOrder))


def pos_sale(request: models.PosSaleRequest | Members) -> Call[models.PosSale]:
    """Sell at the till."""
    return write("sp_pos_sale", request, _reader(models.PosSale))


def cancel_order(request: models.CancelOrderRequest) -> Call[models.Order]:
    """Give up what of an order is not billed."""
    return write("sp_cancel_order", request, _reader(models.Order))


def get_order(order_id: int) -> Call[models.Order]:
    """One stored order."""
    return Call("sp_get_order", (order_id,), _reader(models.Order))


def list_orders(wanted: models.OrderFilter) -> Call[Page[models.OrderSummary]]:
    """One page of orders."""
    return _list("sp_list_orders", wanted, "orders", models.OrderSummary)


def add_payment(request: models.PaymentRequest) -> Call[models.AddedPayment]:
    """Take money for open invoices."""
    return write("sp_add_payment", request, _reader(models.AddedPayment))


def get_payment(payment_id: int) -> Call[models.Payment]:
    """One stored payment."""
    return Call("sp_get_payment", (payment_id,), _reader(models.Payment))


def mark_invoice_paid(request: models.MarkPaidRequest) -> Call[models.AddedPayment]:
    """Pay what is still open on an invoice."""
    return write("sp_mark_invoice_paid", request, _reader(models.AddedPayment))


def set_payment_status(request: models.PaymentStatusRequest) -> Call[models.PaymentStatusSet]:
    """Say what became of a payment."""
    return write("sp_set_payment_status", request, _reader(models.PaymentStatusSet))


def set_due_date(request: models.DueDateRequest) -> Call[models.DueDateSet]:
    """Set until when an invoice or a bill is to be paid."""
    return write("sp_set_due_date", request, _reader(models.DueDateSet))


def list_pending_payments(wanted: models.PendingPaymentFilter) -> Call[Page[models.PendingPayment]]:
    """One page of promised payments."""
    return _list("sp_list_pending_payments", wanted, "pending_payments", models.PendingPayment)


def wallet_move(request: models.WalletMove) -> Call[models.WalletMoved]:
    """Put money into a wallet or take it out."""
    return write("sp_wallet_move", request, _reader(models.WalletMoved))


def get_wallet_move(wallet_transaction_id: int) -> Call[models.WalletTransaction]:
    """One stored movement of a wallet."""
    return Call("sp_get_wallet_move", (wallet_transaction_id,), _reader(models.WalletTransaction))


def cancel_invoice(request: models.CancelRequest) -> Call[models.CanceledInvoice]:
    """Cancel an unpaid invoice."""
    return write("sp_cancel_invoice", request, _reader(models.CanceledInvoice))


def revert_invoice(request: models.RevertRequest) -> Call[models.RevertedInvoice]:
    """Revert an invoice and give its money back."""
    return write("sp_revert_invoice", request, _reader(models.RevertedInvoice))


def void_payment(request: models.VoidRequest) -> Call[models.VoidedPayment]:
    """Undo a payment."""
    return write("sp_void_payment", request, _reader(models.VoidedPayment))


def save_work_order(request: models.WorkOrderRequest | Members) -> Call[models.SavedWorkOrder]:
    """Make or change a work order."""
    return write("sp_save_work_order", request, _reader(models.SavedWorkOrder))


def receive_batch(request: models.BatchRequest) -> Call[models.ReceivedBatch]:
    """Take goods into stock."""
    return write("sp_receive_batch", request, _reader(models.ReceivedBatch))


def save_customer(request: models.CustomerRequest | Members) -> Call[models.SavedCustomer]:
    """Make or change a customer."""
    return write("sp_save_customer", request, _reader(models.SavedCustomer))


def save_product(request: models.ProductRequest | Members) -> Call[models.SavedProduct]:
    """Make or change a product."""
    return write("sp_save_product", request, _reader(models.SavedProduct))


def save_branch(request: models.BranchRequest | Members) -> Call[models.SavedBranch]:
    """Make or change a branch."""
    return write("sp_save_branch", request, _reader(models.SavedBranch))


def save_cost_center(request: models.CostCenterRequest | Members) -> Call[models.SavedCostCenter]:
    """Make or change a cost centre."""
    return write("sp_save_cost_center", request, _reader(models.SavedCostCenter))


def list_cost_centers(wanted: models.CostCenterFilter) -> Call[Page[models.CostCenter]]:
    """One page of cost centres."""
    return _list("sp_list_cost_centers", wanted, "cost_centers", models.CostCenter)


def set_user_branches(request: models.UserBranchesRequest | Members) -> Call[models.SavedUser]:
    """Limit a user to branches."""
    return write("sp_set_user_branches", request, _reader(models.SavedUser))


def set_user_permissions(request: models.UserPermissionsRequest | Members) -> Call[models.SavedUser]:
    """Limit a user to calls."""
    return write("sp_set_user_permissions", request, _reader(models.SavedUser))


def list_users(wanted: models.UserFilter) -> Call[Page[models.User]]:
    """One page of users."""
    return _list("sp_list_users", wanted, "users", models.User)


def save_tax(request: models.TaxRequest | Members) -> Call[models.SavedTax]:
    """Make or change a tax."""
    return write("sp_save_tax", request, _reader(models.SavedTax))


def set_setting(request: models.SettingRequest) -> Call[models.CompanySettings]:
    """Change one of a company's settings."""
    return write("sp_set_setting", request, _reader(models.CompanySettings))


def save_price_list(request: models.PriceListRequest | Members) -> Call[models.SavedPriceList]:
    """Make or change a price list."""
    return write("sp_save_price_list", request, _reader(models.SavedPriceList))


def set_exchange_rate(request: models.ExchangeRateRequest) -> Call[models.SavedExchangeRate]:
    """:class:`pyclient.models.ExchangeRateRequest`: what a currency is worth from a day on."""
    return write("sp_set_exchange_rate", request, _reader(models.SavedExchangeRate))


def save_customer_group(request: models.CustomerGroupRequest | Members) -> Call[models.SavedCustomerGroup]:
    """Make or change a group of customers."""
    return write("sp_save_customer_group", request, _reader(models.SavedCustomerGroup))


def return_items(request: models.ReturnRequest | Members) -> Call[models.ReturnedGoods]:
    """Take goods of an invoice back, or exchange them."""
    return write("sp_return_items", request, _reader(models.ReturnedGoods))


def amend_invoice(request: models.AmendmentRequest) -> Call[models.AmendedInvoice]:
    """Change a posted invoice."""
    return write("sp_amend_invoice", request, _reader(models.AmendedInvoice))


def adjust_stock(request: models.AdjustmentRequest) -> Call[models.AdjustedStock]:
    """Adjust stock to what was counted."""
    return write("sp_adjust_stock", request, _reader(models.AdjustedStock))


def save_supplier(request: models.SupplierRequest | Members) -> Call[models.SavedSupplier]:
    """Make or change a supplier."""
    return write("sp_save_supplier", request, _reader(models.SavedSupplier))


def post_purchase(request: models.PurchaseRequest | Members) -> Call[models.PostedPurchase]:
    """Buy: a supplier's bill into stock."""
    return write("sp_post_purchase", request, _reader(models.PostedPurchase))


def save_supplier_opening(request: models.SupplierOpeningRequest) -> Call[models.SavedSupplierOpening]:
    """Write down what a supplier was owed before there were books."""
    return write("sp_save_supplier_opening", request, _reader(models.SavedSupplierOpening))


def return_purchase(request: models.ReturnPurchaseRequest) -> Call[models.ReturnedPurchase]:
    """Send a part of a purchase back to its supplier."""
    return write("sp_return_purchase", request, _reader(models.ReturnedPurchase))


def reverse_purchase(request: models.ReversePurchaseRequest) -> Call[models.ReversedPurchase]:
    """Take a purchase back, whole."""
    return write("sp_reverse_purchase", request, _reader(models.ReversedPurchase))


def save_debit_note(request: models.DebitNoteRequest | Members) -> Call[models.SavedDebitNote]:
    """Raise a debit note."""
    return write("sp_save_debit_note", request, _reader(models.SavedDebitNote))


def apply_debit_note(request: models.ApplyDebitNoteRequest) -> Call[models.AppliedDebitNote]:
    """Apply money to a debit note."""
    return write("sp_apply_debit_note", request, _reader(models.AppliedDebitNote))


def cancel_debit_note(request: models.CancelDebitNoteRequest) -> Call[models.CancelledDebitNote]:
    """Cancel a debit note that nothing is applied to."""
    return write("sp_cancel_debit_note", request, _reader(models.CancelledDebitNote))


def pay_supplier(request: models.SupplierPaymentRequest) -> Call[models.PaidSupplier]:
    """Pay a supplier, or take money back."""
    return write("sp_pay_supplier", request, _reader(models.PaidSupplier))


def void_supplier_payment(request: models.SupplierVoidRequest) -> Call[models.VoidedSupplierPayment]:
    """Undo money that went to a supplier or came back."""
    return write("sp_void_supplier_payment", request, _reader(models.VoidedSupplierPayment))


def save_account(request: models.AccountRequest | Members) -> Call[models.SavedAccount]:
    """Add an account to the chart or change one."""
    return write("sp_save_account", request, _reader(models.SavedAccount))


def post_voucher(request: models.VoucherRequest | Members) -> Call[models.PostedVoucher]:
    """Book by hand."""
    return write("sp_post_voucher", request, _reader(models.PostedVoucher))


def reverse_voucher(request: models.ReverseVoucherRequest) -> Call[models.ReversedVoucher]:
    """Take a voucher back."""
    return write("sp_reverse_voucher", request, _reader(models.ReversedVoucher))


def get_voucher(voucher_id: int) -> Call[models.Voucher]:
    """One stored voucher."""
    return Call("sp_get_voucher", (voucher_id,), _reader(models.Voucher))


def list_vouchers(wanted: models.VoucherFilter) -> Call[Page[models.VoucherSummary]]:
    """One page of vouchers."""
    return _list("sp_list_vouchers", wanted, "vouchers", models.VoucherSummary)


def list_accounts(wanted: models.AccountFilter) -> Call[Page[models.Account]]:
    """One page of the chart of accounts."""
    return _list("sp_list_accounts", wanted, "accounts", models.Account)


def set_account_role(request: models.AccountRoleRequest) -> Call[models.AccountRole]:
    """Say which account plays a role."""
    return write("sp_set_account_role", request, _reader(models.AccountRole))


def close_books(request: models.CloseBooksRequest) -> Call[models.ClosedBooks]:
    """Close the books up to a day."""
    return write("sp_close_books", request, _reader(models.ClosedBooks))


def repair_books(request: models.RepairRequest) -> Call[models.RepairedBooks]:
    """Rebuild what documents explain of broken books."""
    return write("sp_repair_books", request, _reader(models.RepairedBooks))


def save_till(request: models.TillRequest | Members) -> Call[models.SavedTill]:
    """Make or change a till."""
    return write("sp_save_till", request, _reader(models.SavedTill))


def open_shift(request: models.OpenShiftRequest | Members) -> Call[models.OpenedShift]:
    """Open a cashier's shift at a till."""
    return write("sp_open_shift", request, _reader(models.OpenedShift))


def cash_move(request: models.CashMoveRequest | Members) -> Call[models.MovedCash]:
    """Put money into the drawer, or take some out."""
    return write("sp_cash_move", request, _reader(models.MovedCash))


def close_shift(request: models.CloseShiftRequest | Members) -> Call[models.ShiftReport]:
    """Close a shift with what was counted."""
    return write("sp_close_shift", request, _reader(models.ShiftReport))


def daily_closing(request: models.DailyClosingRequest | Members) -> Call[models.DailyClosing]:
    """Close a branch's day."""
    return write("sp_daily_closing", request, _reader(models.DailyClosing))


def list_tills(wanted: models.TillFilter) -> Call[Page[models.Till]]:
    """One page of tills."""
    return _list("sp_list_tills", wanted, "tills", models.Till)


def get_shift(shift_id: int | None = None, cashier_id: int | None = None) -> Call[models.ShiftReport]:
    """A shift with its report, or the one that a cashier has open."""
    named = {"shift_id": shift_id, "cashier_id": cashier_id}
    return Call("sp_get_shift", (wire.encode(named),), _reader(models.ShiftReport))


def get_closing(wanted: models.ClosingFilter) -> Call[models.DailyClosing]:
    """The closing of a branch's day."""
    return Call("sp_get_closing", (wire.encode(wanted),), _reader(models.DailyClosing))


def list_shifts(wanted: models.ShiftFilter) -> Call[Page[models.Shift]]:
    """One page of shifts."""
    return _list("sp_list_shifts", wanted, "shifts", models.Shift)


def get_invoice(invoice_id: int) -> Call[models.Invoice]:
    """One stored invoice."""
    return Call("sp_get_invoice", (invoice_id,), _reader(models.Invoice))


def get_product(product_id: int) -> Call[models.ProductStock]:
    """One product with its stock layers."""
    return Call("sp_get_product", (product_id,), _reader(models.ProductStock))


def get_settings(company_id: int) -> Call[models.Company]:
    """A company's settings, currency and branches."""
    return Call("sp_get_settings", (company_id,), _reader(models.Company))


def list_taxes(wanted: models.TaxFilter) -> Call[Page[models.Tax]]:
    """One page of taxes."""
    return _list("sp_list_taxes", wanted, "taxes", models.Tax)


def list_price_lists(wanted: models.PriceListFilter) -> Call[Page[models.PriceList]]:
    """One page of price lists."""
    return _list("sp_list_price_lists", wanted, "price_lists", models.PriceList)


def list_prices(wanted: models.PriceFilter) -> Call[Page[models.Price]]:
    """One page of a list's prices."""
    return _list("sp_list_prices", wanted, "prices", models.Price)


def list_exchange_rates(wanted: models.ExchangeRateFilter) -> Call[Page[models.ExchangeRate]]:
    """Exchange rates, the last one that was added first."""
    return _list("sp_list_exchange_rates", wanted, "exchange_rates", models.ExchangeRate)


def list_customer_groups(wanted: models.CustomerGroupFilter) -> Call[Page[models.CustomerGroup]]:
    """One page of groups of customers."""
    return _list("sp_list_customer_groups", wanted, "groups", models.CustomerGroup)


def get_purchase(bill_id: int) -> Call[models.Purchase]:
    """One stored purchase."""
    return Call("sp_get_purchase", (bill_id,), _reader(models.Purchase))


def get_debit_note(debit_note_id: int) -> Call[models.DebitNote]:
    """One stored debit note."""
    return Call("sp_get_debit_note", (debit_note_id,), _reader(models.DebitNote))


def list_debit_notes(wanted: models.DebitNoteFilter) -> Call[Page[models.DebitNoteSummary]]:
    """One page of debit notes."""
    return _list("sp_list_debit_notes", wanted, "debit_notes", models.DebitNoteSummary)


def list_purchases(wanted: models.PurchaseFilter) -> Call[Page[models.PurchaseSummary]]:
    """One page of purchases."""
    return _list("sp_list_purchases", wanted, "purchases", models.PurchaseSummary)


def save_offer(request: models.OfferRequest | Members) -> Call[models.SavedOffer]:
    """Make or change an offer."""
    return write("sp_save_offer", request, _reader(models.SavedOffer))


def list_offers(wanted: models.OfferFilter) -> Call[Page[models.Offer]]:
    """One page of offers."""
    return _list("sp_list_offers", wanted, "offers", models.Offer)


def save_coupon(request: models.CouponRequest | Members) -> Call[models.SavedCoupon]:
    """Make or change a coupon."""
    return write("sp_save_coupon", request, _reader(models.SavedCoupon))


def list_coupons(wanted: models.CouponFilter) -> Call[Page[models.Coupon]]:
    """One page of coupons."""
    return _list("sp_list_coupons", wanted, "coupons", models.Coupon)


def list_suppliers(wanted: models.SupplierFilter) -> Call[Page[models.Supplier]]:
    """One page of suppliers."""
    return _list("sp_list_suppliers", wanted, "suppliers", models.Supplier)


def supplier_statement(wanted: models.SupplierStatementFilter) -> Call[models.SupplierStatement]:
    """One page of a supplier's statement."""
    return Call("sp_supplier_statement", (wire.encode(wanted),), _reader(models.SupplierStatement))


def list_customers(wanted: models.CustomerFilter) -> Call[Page[models.Customer]]:
    """One page of customers."""
    return _list("sp_list_customers", wanted, "customers", models.Customer)


def list_products(wanted: models.ProductFilter) -> Call[Page[models.Product]]:
    """One page of products."""
    return _list("sp_list_products", wanted, "products", models.Product)


def list_invoices(wanted: models.InvoiceFilter) -> Call[Page[models.InvoiceSummary]]:
    """One page of invoices."""
    return _list("sp_list_invoices", wanted, "invoices", models.InvoiceSummary)


def list_work_orders(wanted: models.WorkOrderFilter) -> Call[Page[models.WorkOrder]]:
    """One page of work orders."""
    return _list("sp_list_work_orders", wanted, "work_orders", models.WorkOrder)


def customer_statement(wanted: models.StatementFilter) -> Call[models.Statement]:
    """One page of a customer's statement."""
    return Call("sp_customer_statement", (wire.encode(wanted),), _reader(models.Statement))


def report_sales(wanted: models.SalesReportFilter) -> Call[Page[models.SalesReportRow]]:
    """One page of a report: what was sold, by day or month."""
    return _list("sp_report_sales", wanted, "rows", models.SalesReportRow)


def report_payments(wanted: models.PaymentsReportFilter) -> Call[Page[models.PaymentsReportRow]]:
    """One page of a report: money by day and method."""
    return _list("sp_report_payments", wanted, "rows", models.PaymentsReportRow)


def report_products(wanted: models.ProductsReportFilter) -> Call[Page[models.ProductsReportRow]]:
    """One page of a report: products sold by day."""
    return _list("sp_report_products", wanted, "rows", models.ProductsReportRow)


def report_unpaid(wanted: models.UnpaidReportFilter) -> Call[Page[models.UnpaidReportRow]]:
    """One page of a report: open invoices."""
    return _list("sp_report_unpaid", wanted, "rows", models.UnpaidReportRow)


def report_ageing(wanted: models.AgeingReportFilter) -> Call[Page[models.AgeingReportRow]]:
    """One page of a report: what customers owe, by its age."""
    return _list("sp_report_ageing", wanted, "rows", models.AgeingReportRow)


def report_payables(wanted: models.PayablesReportFilter) -> Call[Page[models.PayablesReportRow]]:
    """One page of a report: what suppliers are owed, by its age."""
    return _list("sp_report_payables", wanted, "rows", models.PayablesReportRow)


def report_bills_due(wanted: models.BillsDueReportFilter) -> Call[Page[models.BillsDueReportRow]]:
    """One page of a report: open bills of suppliers."""
    return _list("sp_report_bills_due", wanted, "rows", models.BillsDueReportRow)


def report_stock(wanted: models.StockReportFilter) -> Call[Page[models.StockReportRow]]:
    """One page of a report: what is in stock."""
    return _list("sp_report_stock", wanted, "rows", models.StockReportRow)


def report_profit(wanted: models.ProfitReportFilter) -> Call[Page[models.ProfitReportRow]]:
    """One page of a report: profit by product, customer or invoice."""
    return _list("sp_report_profit", wanted, "rows", models.ProfitReportRow)


def report_taxes(wanted: models.TaxesReportFilter) -> Call[Page[models.TaxesReportRow]]:
    """One page of a report: taxes charged, by tax and rate."""
    return _list("sp_report_taxes", wanted, "rows", models.TaxesReportRow)


def report_reconciliation(
    wanted: models.ReconciliationReportFilter,
) -> Call[Page[models.ReconciliationReportRow]]:
    """One page of a report: invoices beside their payments."""
    return _list("sp_report_reconciliation", wanted, "rows", models.ReconciliationReportRow)


def report_documents(wanted: models.DocumentsReportFilter) -> Call[Page[models.DocumentsReportRow]]:
    """One page of a report: orders beside their invoices and payments."""
    return _list("sp_report_documents", wanted, "rows", models.DocumentsReportRow)


def report_work_order(work_order_id: int) -> Call[models.WorkOrderSheet]:
    """The sheet of a work order."""
    return Call("sp_report_work_order", (work_order_id,), _reader(models.WorkOrderSheet))


def as_text(call: Call[T]) -> Call[str]:
    """The same call, answered with the JSON text as the database gave it."""
    return Call(call.procedure, call.arguments, str, call.request_id)


def _reader(kind: type[T]) -> Callable[[str], T]:
    return lambda text: wire.decode(kind, text)


def _list(procedure: str, wanted: Filter, member: str, kind: type[T]) -> Call[Page[T]]:
    return Call(procedure, (wire.encode(wanted),), lambda text: wire.decode_page(kind, member, text))
