<?php
// Who is logged in, whether the page sent the form itself, and which forms are one and the same sent twice.
declare(strict_types=1);

const SAME_FORM_SECONDS = 10;

/** A warning in the middle of an answer would break its JSON; an id that this server did not give opens no session. */
function open_session(bool $to_read = false): void
{
    ini_set('display_errors', '0');
    session_start([
        'read_and_close' => $to_read, 'use_strict_mode' => true, 'cookie_httponly' => true, 'cookie_samesite' => 'Lax',
    ]);
}

/** Open it once more in the same request; without its cookie, whose life and path are the login's to say. */
function reopen_session(): void
{
    session_start(['use_cookies' => false]);
}

/** Answer with JSON and end the request. */
function answer(string $json, int $status = 200): never
{
    http_response_code($status);
    header('Content-Type: application/json; charset=utf-8');
    header('Cache-Control: no-store');
    echo $json;
    exit;
}

/** Answer with an error in the old API's form. */
function refuse(string $arabic, int $status = 200, array $more = []): never
{
    answer(json_encode(['ok' => false, 'error' => $arabic] + $more, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), $status);
}

/** Answer with a refusal of the procedures: its sentence, and for programs the token and what stands in the sentence. */
function refuse_as(DaftarError $error): never
{
    refuse($error->getMessage(), 200, ['token' => $error->token, 'template' => $error->template, 'values' => (object) $error->values]);
}

/** The id of the user whose session this is. */
function logged_in_user(): int
{
    return (int) ($_SESSION['id'] ?? 0) ?: refuse('انتهت الجلسة. سجّل الدخول من جديد.', 403);
}

function check_csrf_token(): void
{
    $expected = $_SESSION['csrf_token'] ?? '';
    $given = $_POST['csrf_token'] ?? '';
    if ($expected === '' || !is_string($given) || !hash_equals($expected, $given)) {
        refuse('رمز التحقق (CSRF) غير صالح. أعد تحميل الصفحة وحاول مجدداً.', 403);
    }
}

/** Call it where the page is built: what is sent from here on is new, also when it looks like what was sent before. */
function begin_page(): void
{
    $_SESSION['csrf_token'] ??= bin2hex(random_bytes(32));
    $_SESSION['daftar_nonce'] = bin2hex(random_bytes(16));
    $_SESSION['daftar_forms'] = [];
}

/**
 * The request_id of a form without one: the same for a form that is sent again before SAME_FORM_SECONDS have passed
 * since its last success, another one after that.
 *
 * It is written into the session before the database is called, so that a second click finds it while the first is
 * still under way; the database then lets the second wait and gives it the first one's answer.
 */
function request_id_of(string $form): string
{
    $forms = array_filter(
        $_SESSION['daftar_forms'] ?? [],
        fn(array $each) => $each['success'] === null || time() - $each['success'] <= SAME_FORM_SECONDS,
    );
    if (!isset($forms[$form])) {
        $nonce = $_SESSION['daftar_nonce'] ?? $_SESSION['csrf_token'];
        $forms[$form] = ['request_id' => hash('sha256', session_id() . $form . $nonce), 'success' => null];
        $_SESSION['daftar_nonce'] = bin2hex(random_bytes(16));
    }
    $_SESSION['daftar_forms'] = $forms;
    return $forms[$form]['request_id'];
}

/** Note that a form has succeeded. */
function form_succeeded(string $form): void
{
    if (isset($_SESSION['daftar_forms'][$form])) {
        $_SESSION['daftar_forms'][$form]['success'] = time();
    }
}
