<?php
// The shop's old API, with its two actions now done by Daftar's procedures, and more: what changes or undoes them, and the till's. It takes the page's POST
// as it is and answers with the old JSON: ok, msg, invoice_id, ...; or ok: false and error, the Arabic sentence (and token, for programs).
declare(strict_types=1);

require __DIR__ . '/daftar.php';
require __DIR__ . '/session.php';

const PROCEDURES = [
    'save_invoice' => 'sp_save_invoice',
    'pos_sale' => 'sp_pos_sale',
    'quote_invoice' => 'sp_quote_invoice',
    'save_draft' => 'sp_save_draft',
    'delete_draft' => 'sp_delete_draft',
    'payment' => 'sp_add_payment',
    'wallet_deposit' => 'sp_wallet_move',
    'save_debit_note' => 'sp_save_debit_note',
    'mark_invoice_paid' => 'sp_mark_invoice_paid',
    'payment_status' => 'sp_set_payment_status',
    'amend_invoice' => 'sp_amend_invoice',
    'return_items' => 'sp_return_items',
    'cancel_invoice' => 'sp_cancel_invoice',
    'revert_invoice' => 'sp_revert_invoice',
    'void_payment' => 'sp_void_payment',
    'open_shift' => 'sp_open_shift',
    'cash_move' => 'sp_cash_move',
    'close_shift' => 'sp_close_shift',
    'daily_closing' => 'sp_daily_closing',
];
// What the action says by itself: money leaves a wallet by a sale or a payment, not from here.
const FIXED = ['wallet_deposit' => ['type' => 'deposit']];
// What a cashier may say. Who the cashier is says the session.
const FIELDS = [
    'request_id', 'customer_id', 'status', 'items', 'discount_type', 'discount_value', 'payments', 'overpayment',
    'work_order_id', 'notes', 'invoice_group', 'due_date', 'due_days', 'branch_id', 'cost_center_id', 'invoice_id', 'invoices', 'amount', 'method',
    'payment_id', 'pending_payment_id', 'refund', 'reason', 'all', 'exchange_items', 'exchange_notes', 'draft_id', 'name',
    'till_id', 'opening_cash', 'type', 'counted', 'currency', 'exchange_rate', 'base_amount', 'debit_note_id', 'source_invoice_id', 'reference_type', 'reference_no',
];

open_session();
$user = logged_in_user();
$action = $_POST['action'] ?? $_GET['action'] ?? '';
if ($_SERVER['REQUEST_METHOD'] !== 'POST' || !is_string($action) || !isset(PROCEDURES[$action])) {
    refuse('الطلب غير صالح.', 400);
}
check_csrf_token();

$request = array_intersect_key($_POST, array_flip(FIELDS));
if (($request['work_order_id'] ?? '') === 'null') {
    unset($request['work_order_id']); // so the browser writes a null into a form
}
$request = (FIXED[$action] ?? []) + $request;
$request['created_by'] = $user;
$form = hash('sha256', $action . serialize($request));
if (($request['request_id'] ?? '') === '') {
    $request['request_id'] = request_id_of($form);
}
session_write_close(); // else the session's other pages wait until the database has answered

try {
    $answer = daftar_call(PROCEDURES[$action], $request);
    if ($action === 'quote_invoice') {
        $answer = daftar_quote_in_arabic($answer);
    }
} catch (DaftarError $error) {
    refuse_as($error);
} catch (JsonException) {
    refuse('الطلب غير صالح.', 400); // not UTF-8
}

reopen_session();
form_succeeded($form);
if ($action === 'save_invoice' || $action === 'pos_sale') {
    unset($_SESSION['selected_customer']);
}
answer($answer);
