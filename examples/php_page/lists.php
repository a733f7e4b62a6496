<?php
// What the page searches in: customers, products and open invoices.
declare(strict_types=1);

require __DIR__ . '/daftar.php';
require __DIR__ . '/session.php';

const LISTS = ['customers' => 'sp_list_customers', 'products' => 'sp_list_products', 'invoices' => 'sp_list_invoices'];
const FILTERS = ['search', 'customer_id', 'limit', 'after'];
const ONLY = ['customers' => ['active' => true], 'products' => ['active' => true], 'invoices' => ['open' => true]];

open_session(to_read: true);
logged_in_user();
$list = $_GET['list'] ?? '';
if (!is_string($list) || !isset(LISTS[$list])) {
    refuse('الطلب غير صالح.', 400);
}
try {
    answer(daftar_call(LISTS[$list], ONLY[$list] + array_intersect_key($_GET, array_flip(FILTERS))));
} catch (DaftarError $error) {
    refuse($error->getMessage());
} catch (JsonException) {
    refuse('الطلب غير صالح.', 400);
}
