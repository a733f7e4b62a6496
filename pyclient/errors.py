"""What a call can raise: one class for each token of db/errors.toml, and some for what is wrong around it.

>>> try:  # doctest: +SKIP
...     client.save_invoice(request)
... except InsufficientStockError as error:
...     show(error.arabic)
... except DaftarError as error:
...     log(error.token, error.values, error.request_id)
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import mysql.connector

from pyclient.deploy import error_catalogue
from pyclient.retry import Remedy

_OUR_ERRNOS = range(50100, 50200)
_TOKEN = re.compile(r"([A-Z][A-Z_]+): (.*)", re.DOTALL)
_ROUTINE_MISSING = 1305
# On a database, a table, a column, the server, a routine; the server's text names the right.
_NO_RIGHT = frozenset({1044, 1142, 1143, 1227, 1370})


class DaftarError(Exception):
    """Base of all errors of calls.

    ``token`` names the case, ``errno`` is the server's number, ``english`` and ``arabic`` are sentences for
    people, ``values`` what stands in them ({"needed": "50.0000", ...}, as texts), ``request_id`` the one that
    the call was sent with (None for reads).
    """

    token: str = "DAFTAR_ERROR"
    errno: int = 0

    def __init__(
        self,
        english: str,
        arabic: str,
        values: Mapping[str, str] | None = None,
        request_id: str | None = None,
        errno: int | None = None,
        token: str | None = None,
    ) -> None:
        # All of it as args, so that the error can be pickled into another process.
        super().__init__(english, arabic, values, request_id, errno, token)
        self.english = english
        self.arabic = arabic
        self.values: dict[str, str] = dict(values or {})
        self.request_id = request_id
        if errno is not None:
            self.errno = errno
        if token is not None:
            self.token = token

    def __str__(self) -> str:
        return f"{self.token}: {self.english}"


class VersionMismatchError(DaftarError):
    """The database has no Daftar in it, or one of another api number than this client."""

    token = "VERSION_MISMATCH"


class UnreadableAnswerError(DaftarError):
    """The answer lacks a member that this client needs, or has another kind of value in it.

    A write has taken place all the same: send it again with the same ``request_id`` from a newer client.
    """

    token = "UNREADABLE_ANSWER"

    def __init__(self, english: str) -> None:
        super().__init__(english, "تعذرت قراءة رد قاعدة البيانات.")
        self.args = (english,)


class ServerError(DaftarError):
    """The server failed for a reason outside the request; ``errno`` and ``english`` are the server's."""

    token = "SERVER_ERROR"


class RetriesExhaustedError(ServerError):
    """Deadlocks, lock waits or a deployment went on beyond the deadline.

    The last try wrote nothing, but one before it may have lost its connection after it was done. Send the
    same request again with this error's ``request_id``: it has one effect, whichever it was.
    """

    token = "RETRIES_EXHAUSTED"


class ConnectionLostError(ServerError):
    """The connection is gone and a new one could not be had (or not made: the connection is the caller's).

    Whether a write took place is unknown. Send the same request again with this error's ``request_id``: it
    has one effect, whichever it was.
    """

    token = "CONNECTION_LOST"


class RefusedError(DaftarError):
    """Base of the refusals: the database understood the call, refused it and wrote nothing.

    A token that this client does not know yet (the database is newer) is raised as this class itself.
    """

    token = "REFUSED"


# The tokens of db/errors.toml, in its order; a test compares both.


class TransactionOpenError(RefusedError):
    """The session has a transaction open; it was left as it is."""

    token = "TRANSACTION_OPEN"
    errno = 50100


class ValidationError(RefusedError):
    """A member of the request is missing or cannot be read; it is named."""

    token = "VALIDATION"
    errno = 50101


class UnknownUserError(RefusedError):
    """created_by is no user."""

    token = "UNKNOWN_USER"
    errno = 50102


class UnknownCustomerError(RefusedError):
    """There is no such customer."""

    token = "UNKNOWN_CUSTOMER"
    errno = 50103


class UnknownProductError(RefusedError):
    """There is no such product."""

    token = "UNKNOWN_PRODUCT"
    errno = 50104


class UnknownInvoiceError(RefusedError):
    """There is no such invoice."""

    token = "UNKNOWN_INVOICE"
    errno = 50105


class UnknownWorkOrderError(RefusedError):
    """There is no such work order."""

    token = "UNKNOWN_WORK_ORDER"
    errno = 50106


class UnknownBranchError(RefusedError):
    """There is no such branch."""

    token = "UNKNOWN_BRANCH"
    errno = 50107


class WorkOrderMismatchError(RefusedError):
    """The work order belongs to another customer."""

    token = "WORK_ORDER_MISMATCH"
    errno = 50108


class WorkOrderClosedError(RefusedError):
    """The work order is cancelled and takes no more invoices."""

    token = "WORK_ORDER_CLOSED"
    errno = 50109


class NoItemsError(RefusedError):
    """An invoice needs at least one line."""

    token = "NO_ITEMS"
    errno = 50110


class TooManyItemsError(RefusedError):
    """An invoice has at most 1000 lines."""

    token = "TOO_MANY_ITEMS"
    errno = 50111


class InvalidQuantityError(RefusedError):
    """A quantity is absent, no number, not above zero, too large or too precise."""

    token = "INVALID_QUANTITY"
    errno = 50112


class InvalidPriceError(RefusedError):
    """A price or unit cost is no number, negative, too large or too precise."""

    token = "INVALID_PRICE"
    errno = 50113


class AmountPrecisionError(RefusedError):
    """An amount has more decimals than the currency, or is too large."""

    token = "AMOUNT_PRECISION"
    errno = 50114


class InvalidDiscountError(RefusedError):
    """The discount's type or value is wrong."""

    token = "INVALID_DISCOUNT"
    errno = 50115


class InvalidStatusError(RefusedError):
    """The status is none of those that exist."""

    token = "INVALID_STATUS"
    errno = 50116


class InvalidPaymentError(RefusedError):
    """A payment's amount is negative or no number."""

    token = "INVALID_PAYMENT"
    errno = 50117


class InvalidPaymentMethodError(RefusedError):
    """The payment method does not exist, or not here."""

    token = "INVALID_PAYMENT_METHOD"
    errno = 50118


class PaymentsNotAllowedError(RefusedError):
    """A pending invoice takes no payments: money is never dropped silently."""

    token = "PAYMENTS_NOT_ALLOWED"
    errno = 50119


class PaymentsMismatchError(RefusedError):
    """The payments do not come to the amount that they must."""

    token = "PAYMENTS_MISMATCH"
    errno = 50120


class TaxMismatchError(RefusedError):
    """The taxes that a supplier's bill says are not those of its lines."""

    token = "TAX_MISMATCH"
    errno = 50198


class PaymentsRequiredError(RefusedError):
    """A partial invoice needs a payment."""

    token = "PAYMENTS_REQUIRED"
    errno = 50121


class OverpaymentError(RefusedError):
    """More money than is owed, and ``overpayment`` does not say where the rest goes."""

    token = "OVERPAYMENT"
    errno = 50122


class InsufficientStockError(RefusedError):
    """Less in stock than the invoice sells; product, needed and available are in ``values``."""

    token = "INSUFFICIENT_STOCK"
    errno = 50123


class WalletInsufficientError(RefusedError):
    """The wallet holds less than is to be taken from it."""

    token = "WALLET_INSUFFICIENT"
    errno = 50124


class NothingToPayError(RefusedError):
    """Nothing is open on what was to be paid."""

    token = "NOTHING_TO_PAY"
    errno = 50125


class InvoiceClosedError(RefusedError):
    """The invoice is canceled or reverted."""

    token = "INVOICE_CLOSED"
    errno = 50126


class RequestIdReusedError(RefusedError):
    """The request_id was used before, for another request."""

    token = "REQUEST_ID_REUSED"
    errno = 50127


class SessionUnsafeError(RefusedError):
    """A setting of the session (foreign_key_checks, timestamp, ...) would let wrong rows in."""

    token = "SESSION_UNSAFE"
    errno = 50128


class AppendOnlyError(RefusedError):
    """Rows of this table are never changed or deleted; corrections are new rows."""

    token = "APPEND_ONLY"
    errno = 50129


class UnknownPaymentError(RefusedError):
    """There is no such payment."""

    token = "UNKNOWN_PAYMENT"
    errno = 50130


class InvoiceHasPaymentsError(RefusedError):
    """Something was paid on the invoice that was to be canceled, or more was given back on it than paid."""

    token = "INVOICE_HAS_PAYMENTS"
    errno = 50131


class PaymentVoidedError(RefusedError):
    """The payment was voided before."""

    token = "PAYMENT_VOIDED"
    errno = 50132


class WalletSpentError(RefusedError):
    """Money of the payment that went into the wallet is no longer there."""

    token = "WALLET_SPENT"
    errno = 50133


class EntryUnbalancedError(RefusedError):
    """Debit and credit of a journal entry are not the same."""

    token = "ENTRY_UNBALANCED"
    errno = 50134


class EntryPostedError(RefusedError):
    """A posted journal entry does not change any more."""

    token = "ENTRY_POSTED"
    errno = 50135


class PeriodClosedError(RefusedError):
    """The books are closed for the day of the posting."""

    token = "PERIOD_CLOSED"
    errno = 50136


class UnknownAccountError(RefusedError):
    """There is no such account."""

    token = "UNKNOWN_ACCOUNT"
    errno = 50137


class UnknownItemError(RefusedError):
    """The invoice, or the order, has no such line."""

    token = "UNKNOWN_ITEM"
    errno = 50138


class ReturnExceedsSoldError(RefusedError):
    """More was to come back than was sold and has not come back yet."""

    token = "RETURN_EXCEEDS_SOLD"
    errno = 50139


class UnknownSupplierError(RefusedError):
    """There is no such supplier, or no active one to buy from."""

    token = "UNKNOWN_SUPPLIER"
    errno = 50140


class UnknownBillError(RefusedError):
    """There is no such purchase."""

    token = "UNKNOWN_BILL"
    errno = 50141


class DuplicateBillError(RefusedError):
    """The supplier's bill is posted already."""

    token = "DUPLICATE_BILL"
    errno = 50142


class BatchConsumedError(RefusedError):
    """Some of the purchase has left: it cannot be taken back any more."""

    token = "BATCH_CONSUMED"
    errno = 50143


class BillReversedError(RefusedError):
    """The purchase was reversed before."""

    token = "BILL_REVERSED"
    errno = 50144


class UnknownVoucherError(RefusedError):
    """There is no such voucher."""

    token = "UNKNOWN_VOUCHER"
    errno = 50188


class VoucherReversedError(RefusedError):
    """The voucher was reversed before."""

    token = "VOUCHER_REVERSED"
    errno = 50189


class UnknownTillError(RefusedError):
    """There is no such till, or it is inactive."""

    token = "UNKNOWN_TILL"
    errno = 50146


class UnknownShiftError(RefusedError):
    """There is no such shift."""

    token = "UNKNOWN_SHIFT"
    errno = 50147


class UnknownWalletTransactionError(RefusedError):
    """There is no such movement of a wallet."""

    token = "UNKNOWN_WALLET_TRANSACTION"
    errno = 50148


class UnknownBatchError(RefusedError):
    """The purchase has no such batch."""

    token = "UNKNOWN_BATCH"
    errno = 50149


class InvoiceNotAmendableError(RefusedError):
    """The invoice is older than the books: there is no entry to adjust."""

    token = "INVOICE_NOT_AMENDABLE"
    errno = 50160


class UnknownOrderError(RefusedError):
    """There is no such order."""

    token = "UNKNOWN_ORDER"
    errno = 50145


class OrderClosedError(RefusedError):
    """The order is completed or cancelled, or was billed in part and cannot change."""

    token = "ORDER_CLOSED"
    errno = 50161


class UnknownDebitNoteError(RefusedError):
    """There is no such debit note."""

    token = "UNKNOWN_DEBIT_NOTE"
    errno = 50162


class DuplicateReferenceError(RefusedError):
    """The customer has a live debit note of that kind with this reference."""

    token = "DUPLICATE_REFERENCE"
    errno = 50163


class OpeningAdoptedError(RefusedError):
    """The customer was adopted with a balance of no document: ``adopted`` must say whether this is of it."""

    token = "OPENING_ADOPTED"
    errno = 50196


class AboveAdoptedError(RefusedError):
    """More than the customer was adopted with and has no document."""

    token = "ABOVE_ADOPTED"
    errno = 50197


class OverAppliedError(RefusedError):
    """More than is open on the debit note."""

    token = "OVER_APPLIED"
    errno = 50164


class DebitNoteAppliedError(RefusedError):
    """Money is applied to the debit note: it is neither cancelled nor deleted."""

    token = "DEBIT_NOTE_APPLIED"
    errno = 50165


class DebitNotePostedError(RefusedError):
    """A posted debit note does not change."""

    token = "DEBIT_NOTE_POSTED"
    errno = 50166


class DebitNoteTotalsError(RefusedError):
    """The debit note does not come to its items."""

    token = "DEBIT_NOTE_TOTALS"
    errno = 50167


class DebitNoteClosedError(RefusedError):
    """The debit note is cancelled."""

    token = "DEBIT_NOTE_CLOSED"
    errno = 50168


class InvoiceHasDebitNotesError(RefusedError):
    """The invoice has a live debit note: it is neither canceled nor reverted."""

    token = "INVOICE_HAS_DEBIT_NOTES"
    errno = 50169


class UnknownDraftError(RefusedError):
    """There is no such draft: it was deleted, is another company's, or never was."""

    token = "UNKNOWN_DRAFT"
    errno = 50170


class DraftConsumedError(RefusedError):
    """The draft was sold before; the values name the invoice."""

    token = "DRAFT_CONSUMED"
    errno = 50171


class NoOpenShiftError(RefusedError):
    """The user has no open shift."""

    token = "NO_OPEN_SHIFT"
    errno = 50172


class ShiftOpenError(RefusedError):
    """The till, the cashier or the day still has an open shift."""

    token = "SHIFT_OPEN"
    errno = 50173


class ShiftClosedError(RefusedError):
    """The document belongs to a closed shift, or the day is closed."""

    token = "SHIFT_CLOSED"
    errno = 50174


class CashInsufficientError(RefusedError):
    """The drawer should hold less than is taken out."""

    token = "CASH_INSUFFICIENT"
    errno = 50175


class UnknownClosingError(RefusedError):
    """The branch has no closing of that day."""

    token = "UNKNOWN_CLOSING"
    errno = 50176


class ForbiddenBranchError(RefusedError):
    """The user is limited to other branches; or is no admin, who alone sets them."""

    token = "FORBIDDEN_BRANCH"
    errno = 50177


class UnknownCostCenterError(RefusedError):
    """There is no such cost centre in the company, or it is inactive."""

    token = "UNKNOWN_COST_CENTER"
    errno = 50178


class PermissionDeniedError(RefusedError):
    """The user is limited to other calls; or is no admin, who alone sets them."""

    token = "PERMISSION_DENIED"
    errno = 50179


class UnknownTaxError(RefusedError):
    """There is no such tax."""

    token = "UNKNOWN_TAX"
    errno = 50180


class UnknownPriceListError(RefusedError):
    """There is no such price list."""

    token = "UNKNOWN_PRICE_LIST"
    errno = 50181


class UnknownGroupError(RefusedError):
    """There is no such group of customers."""

    token = "UNKNOWN_GROUP"
    errno = 50182


class UnknownCurrencyError(RefusedError):
    """There is no such currency."""

    token = "UNKNOWN_CURRENCY"
    errno = 50184


class UnknownRateError(RefusedError):
    """The currency has no exchange rate on that day."""

    token = "UNKNOWN_RATE"
    errno = 50185


class InvalidRateError(RefusedError):
    """An exchange rate is no number, not above zero, too large or too precise, or one of the own currency."""

    token = "INVALID_RATE"
    errno = 50186


class CurrencyMismatchError(RefusedError):
    """A payment is in another currency than what it pays."""

    token = "CURRENCY_MISMATCH"
    errno = 50187


class OtherCurrencyError(RefusedError):
    """It is only in the company's currency, or of documents in that."""

    token = "OTHER_CURRENCY"
    errno = 50194


class InvoiceCurrencyError(RefusedError):
    """What a statement would say of an invoice in another currency does not agree with the invoice."""

    token = "INVOICE_CURRENCY"
    errno = 50195


class CreditLimitError(RefusedError):
    """The customer would owe more than the credit limit, or somebody who is no admin would change it."""

    token = "CREDIT_LIMIT"
    errno = 50183


class UnknownOfferError(RefusedError):
    """There is no such offer."""

    token = "UNKNOWN_OFFER"
    errno = 50190


class UnknownCouponError(RefusedError):
    """There is no such coupon."""

    token = "UNKNOWN_COUPON"
    errno = 50191


class CouponInvalidError(RefusedError):
    """The coupon cannot be taken here: unknown, inactive, not of this day, below its least amount, or for
    nothing."""

    token = "COUPON_INVALID"
    errno = 50192


class CouponUsedUpError(RefusedError):
    """The coupon was used as often as it may be, in all or by the customer."""

    token = "COUPON_USED_UP"
    errno = 50193


_CLASSES: Mapping[str, type[RefusedError]] = {each.token: each for each in RefusedError.__subclasses__()}


def is_refusal(error: mysql.connector.Error) -> bool:
    """Whether the database refused the call with a token, and so has undone all of it."""
    return error.errno in _OUR_ERRNOS


def translate(error: mysql.connector.Error, request_id: str | None = None) -> DaftarError:
    """Turn a driver's error into the class of its token, or into :class:`ServerError`.

    >>> translate(mysql.connector.Error("NO_ITEMS: ...", errno=NoItemsError.errno)).token
    'NO_ITEMS'
    """
    message = str(error.msg or error)
    found = _TOKEN.fullmatch(message)
    if not is_refusal(error) or found is None:
        return ServerError(message, _server_error_in_arabic(error), None, request_id, error.errno)
    token, english = found.groups()
    kind = _CLASSES.get(token, RefusedError)
    match = error_catalogue.match(message)
    if match is None:
        return kind(english, f"تعذر تنفيذ الطلب ({token}).", None, request_id, error.errno, token)
    # The English text is the server's own: also right where its catalogue is newer than ours.
    return kind(english, match.arabic, match.values, request_id, error.errno, token)


def refusal(key: str, values: Mapping[str, str]) -> DaftarError:
    """The error of a sentence of the catalogue (``TOKEN`` or ``TOKEN.variant``): what a client refuses.

    >>> str(refusal("UNKNOWN_PRODUCT", {"product_id": "99"}))
    'UNKNOWN_PRODUCT: there is no product 99'
    """
    (sentence,) = (each for each in error_catalogue.load() if each.key == key)
    return _CLASSES[sentence.token](sentence.in_english(values), sentence.in_arabic(values), values)


def give_up(
    error: mysql.connector.Error, remedy: Remedy, failures: int, request_id: str | None
) -> DaftarError:
    """The error for a call that is not tried again, by what another try would have needed."""
    message = str(error.msg or error)
    if remedy is Remedy.NONE:
        return translate(error, request_id)
    if remedy in (Remedy.RECONNECT, Remedy.LOST):
        return ConnectionLostError(
            f"the connection to the database is lost: {message}",
            "انقطع الاتصال بقاعدة البيانات، ولا يُعرف هل تم الحفظ. أعد إرسال الطلب نفسه.",
            None,
            request_id,
            error.errno,
        )
    return RetriesExhaustedError(
        f"given up after {failures} tries: {message}",
        # after so long it is no deployment: the routine is missing, or the account may not call it
        "الإجراء غير موجود أو لا يحق لهذا الحساب استدعاؤه. راجع مسؤول قاعدة البيانات."
        if remedy is Remedy.AWAIT_DEPLOYMENT
        else "قاعدة البيانات مشغولة الآن. أعد إرسال الطلب نفسه.",
        {"tries": str(failures)},
        request_id,
        error.errno,
    )


def no_daftar(error: DaftarError) -> DaftarError:
    """What a failed call beside the client's own means: no procedures, or just a failed call."""
    if error.errno != _ROUTINE_MISSING:
        return error
    return VersionMismatchError(
        "the database has no Daftar procedures: run daftar migrate",
        "قاعدة البيانات لا تحتوي على إجراءات دفتر: شغّل daftar migrate.",
        errno=error.errno,
    )


def require_api(found: int, wanted: int, version: str) -> None:
    """Raise when the database and this client do not understand each other."""
    if found == wanted:
        return
    older, remedy = ("database", "run daftar migrate") if found < wanted else ("client", "upgrade the client")
    raise VersionMismatchError(
        f"the database has Daftar {version} with api {found}, this client needs api {wanted}: "
        f"the {older} is the older one, {remedy}",
        "إصدار دفتر في قاعدة البيانات لا يوافق إصدار البرنامج.",
        {"found": str(found), "wanted": str(wanted)},
    )


def _server_error_in_arabic(error: mysql.connector.Error) -> str:
    if error.errno in _NO_RIGHT:
        return f"لا يحق لحساب قاعدة البيانات تنفيذ هذا ({error.errno}). راجع مسؤول قاعدة البيانات."
    return f"خطأ في قاعدة البيانات ({error.errno})."
