<?php
// What the page begins with.
declare(strict_types=1);

require __DIR__ . '/session.php';

/** What stands over the page and over what it prints. */
function shop_name(): string
{
    return getenv('DAFTAR_PAGE_SHOP') ?: 'دفتر';
}

/** Begin a page: who is at the till, what its forms are sent with, and the HTML up to its body. */
function begin_html(string $title, string $script): void
{
    open_session();
    // A shop's own login puts the user's id here. The demonstration has none: whoever starts it says who is at the till.
    $_SESSION['id'] ??= (int) getenv('DAFTAR_PAGE_USER');
    if (!$_SESSION['id']) {
        http_response_code(403);
        exit('سجّل الدخول أولاً.');
    }
    begin_page();
    header("Content-Security-Policy: default-src 'self'; img-src 'self' data:; frame-ancestors 'none'");
    header('Cache-Control: no-store');
    $token = htmlspecialchars($_SESSION['csrf_token']);
    echo <<<HTML
        <!doctype html>
        <html lang="ar" dir="rtl">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="csrf-token" content="$token">
        <title>$title</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="page.css">
        <script type="module" src="$script"></script>
        </head>

        HTML;
}
