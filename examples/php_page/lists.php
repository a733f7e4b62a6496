<?php
// What the page reads: customers, products, invoices, debit notes, exchange rates, drafts, tills, the cashier's own shift, a customer's statement; one draft,
// invoice, debit note, payment or movement of a wallet.
declare(strict_types=1);

require __DIR__ . '/daftar.php';
require __DIR__ . '/session.php';

// What the page may ask for of each, and what is asked for beside it.
const LISTS = [
    'customers' => ['sp_list_customers', ['active' => true]],
    'products' => ['sp_list_products', ['active' => true]],
    'invoices' => ['sp_list_invoices', []],
    'debit_notes' => ['sp_list_debit_notes', []],
    'exchange_rates' => ['sp_list_exchange_rates', []],
    'drafts' => ['sp_list_drafts', []],
    'tills' => ['sp_list_tills', ['active' => true]],
    'shifts' => ['sp_list_shifts', ['open' => true]],
    'shift' => ['sp_get_shift', []],
    'statement' => ['sp_customer_statement', []],
];
const OF_THE_CASHIER = ['shifts', 'shift'];
const FILTERS = ['search', 'customer_id', 'product_id', 'till_id', 'invoice_no', 'open', 'unpaid', 'from', 'currency', 'on', 'limit', 'after'];
const BY_ID = [
    'draft' => 'sp_get_draft',
    'invoice' => 'sp_get_invoice',
    'debit_note' => 'sp_get_debit_note',
    'payment' => 'sp_get_payment',
    'wallet_move' => 'sp_get_wallet_move',
];

open_session(to_read: true);
$user = logged_in_user();
$list = $_GET['list'] ?? '';
if (!is_string($list) || !isset((LISTS + BY_ID)[$list])) {
    refuse('الطلب غير صالح.', 400);
}
try {
    if (isset(BY_ID[$list])) {
        answer(daftar_call(BY_ID[$list], (int) filter_input(INPUT_GET, 'id', FILTER_VALIDATE_INT)));
    }
    [$procedure, $fixed] = LISTS[$list];
    if (in_array($list, OF_THE_CASHIER, true)) {
        $fixed['cashier_id'] = $user;
    }
    answer(daftar_call($procedure, $fixed + array_intersect_key($_GET, array_flip(FILTERS))));
} catch (DaftarError $error) {
    refuse_as($error);
} catch (JsonException) {
    refuse('الطلب غير صالح.', 400);
}
