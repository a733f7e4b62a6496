<?php
// What the pages search in: customers, products, open invoices and drafts; and one draft.
declare(strict_types=1);

require __DIR__ . '/daftar.php';
require __DIR__ . '/session.php';

const LISTS = ['customers' => 'sp_list_customers', 'products' => 'sp_list_products', 'invoices' => 'sp_list_invoices', 'drafts' => 'sp_list_drafts'];
const FILTERS = ['search', 'customer_id', 'product_id', 'limit', 'after'];
const ONLY = ['customers' => ['active' => true], 'products' => ['active' => true], 'invoices' => ['open' => true], 'drafts' => []];

open_session(to_read: true);
logged_in_user();
$list = $_GET['list'] ?? '';
if (!is_string($list) || ($list !== 'draft' && !isset(LISTS[$list]))) {
    refuse('الطلب غير صالح.', 400);
}
try {
    if ($list === 'draft') {
        answer(daftar_call('sp_get_draft', (int) filter_input(INPUT_GET, 'draft_id', FILTER_VALIDATE_INT)));
    }
    answer(daftar_call(LISTS[$list], ONLY[$list] + array_intersect_key($_GET, array_flip(FILTERS))));
} catch (DaftarError $error) {
    refuse($error->getMessage());
} catch (JsonException) {
    refuse('الطلب غير صالح.', 400);
}
