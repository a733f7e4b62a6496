<?php
// Daftar's procedures from PHP: one JSON object in, one JSON text out, errors as Arabic sentences.
// Needs PHP 8.1 or newer with pdo_mysql. The database stands in the environment variable DAFTAR_URL:
// mysql://user:password@host:port/database, or ...?unix_socket=/path. EXECUTE on the public procedures is all the rights
// that its account needs.
declare(strict_types=1);

const DAFTAR_RETRY_SECONDS = 15.0;
const DAFTAR_DEPLOYMENT_SECONDS = 3.0;

// Another transaction was in the way, a table was being changed, or the connection is gone: try again, on a new one.
const DAFTAR_RETRYABLE = [
    1205, 1213, 1020, 3101, 1412, 1615, 1047, 1053, 1290, 1836, 1927, 3169, 4031, 2002, 2003, 2006, 2013, 2055,
];
// What only some texts of an error number are worth: Galera's deadlock at commit; a trigger that a kill left broken.
const DAFTAR_RETRYABLE_TEXTS = [1180 => '149', 1064 => 'has an error in its body'];
// What a deployment looks like from here: the routine is missing, of another version than its caller, without its rights.
const DAFTAR_NO_RIGHT = 1370;
const DAFTAR_DEPLOYMENT = [1305, 1318, DAFTAR_NO_RIGHT];

/** A call that failed: its message is the Arabic sentence. */
final class DaftarError extends RuntimeException
{
    /**
     * @param string $token what kind of error, for programs; SERVER_ERROR or BUSY where the procedures did not refuse
     * @param string $template the Arabic sentence with its {names}
     * @param array<string, string> $values what stands in it
     */
    public function __construct(
        public readonly string $token,
        public readonly string $template,
        public readonly array $values = [],
        ?Throwable $cause = null,
    ) {
        $names = array_map(fn(string $name) => "{{$name}}", array_keys($values));
        parent::__construct(strtr($template, array_combine($names, $values)), 0, $cause);
    }
}

/** A connection of this request's own: a persistent one would hand an interrupted call's transaction to the next page. */
function daftar_connect(): PDO
{
    $text = getenv('DAFTAR_URL') ?: throw new LogicException('DAFTAR_URL is not set');
    $url = parse_url($text) ?: throw new LogicException('DAFTAR_URL is no URL');
    parse_str($url['query'] ?? '', $options);
    if (!isset($url['host']) && !isset($options['unix_socket'])) {
        throw new LogicException('DAFTAR_URL names no host: mysql://user:password@host:port/database');
    }
    $place = isset($options['unix_socket'])
        ? "unix_socket={$options['unix_socket']}"
        : "host={$url['host']};port=" . ($url['port'] ?? 3306);
    $database = rawurldecode(ltrim($url['path'] ?? '', '/'));
    if ($database === '') {
        throw new LogicException('DAFTAR_URL names no database: mysql://user:password@host:port/database');
    }
    $db = new PDO(
        "mysql:$place;dbname=$database;charset=utf8mb4",
        rawurldecode($url['user'] ?? ''),
        rawurldecode($url['pass'] ?? ''),
        [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_PERSISTENT => false,
            PDO::ATTR_TIMEOUT => 5,
        ],
    );
    // Nobody waits 50 seconds at a till: after 5 the call is tried again, or the cashier is told.
    $db->exec('SET SESSION innodb_lock_wait_timeout = 5, SESSION lock_wait_timeout = 5');
    return $db;
}

/**
 * CALL a procedure with one JSON object, or an id, and give its answer as it came.
 *
 * Tries again after errors that pass by themselves. A writing call is safe to repeat because of its request_id: every
 * try carries the same one, and so all of them together have one effect.
 */
function daftar_call(string $procedure, array|int $request): string
{
    $argument = is_int($request) ? $request : json_encode((object) $request, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
    $start = microtime(true);
    for ($failures = 1;; $failures++) {
        $db = null;
        try {
            $db = daftar_connect();
            $call = $db->prepare("CALL $procedure(?)");
            $call->execute([$argument]);
            $answer = $call->fetchColumn();
            while ($call->nextRowset()) {
            }
            return $answer;
        } catch (PDOException $error) {
            try {
                $db?->exec('ROLLBACK'); // a call that was killed leaves its transaction open
            } catch (PDOException) {
                // The connection is gone, and the transaction with it.
            }
            $seconds = daftar_may_pass($error, $db) ? daftar_seconds_to_retry($error) : 0.0;
            $wait = random_int(0, min(1_000_000, 20_000 * 2 ** min($failures - 1, 10)));
            if (microtime(true) - $start + $wait / 1e6 >= $seconds) {
                throw daftar_error($error, $seconds > 0);
            }
            usleep($wait);
        }
    }
}

/** How long this error is worth another try: 0 for one that would only come again. */
function daftar_seconds_to_retry(PDOException $error): float
{
    [, $number, $text] = daftar_error_info($error);
    $only_with = DAFTAR_RETRYABLE_TEXTS[$number] ?? null;
    return match (true) {
        in_array($number, DAFTAR_RETRYABLE, true),
        $only_with !== null && str_contains($text, $only_with) => DAFTAR_RETRY_SECONDS,
        in_array($number, DAFTAR_DEPLOYMENT, true) => DAFTAR_DEPLOYMENT_SECONDS,
        default => 0.0,
    };
}

/**
 * Whether an error may pass by itself. MySQL takes away the right to execute a routine while it replaces it; MariaDB does
 * not, and who may execute none of the others never had the right.
 */
function daftar_may_pass(PDOException $error, ?PDO $db): bool
{
    if (daftar_error_info($error)[1] !== DAFTAR_NO_RIGHT || $db === null) {
        return true;
    }
    try {
        return (bool) $db->query(
            "SELECT VERSION() NOT LIKE '%MariaDB%'
                AND EXISTS (SELECT 1 FROM information_schema.routines WHERE routine_schema = DATABASE())",
        )->fetchColumn();
    } catch (PDOException) {
        return true;
    }
}

/** @return array{string, int, string} SQLSTATE, error number, text */
function daftar_error_info(PDOException $error): array
{
    [$state, $number, $text] = $error->errorInfo ?? ['', $error->getCode(), $error->getMessage()];
    return [$state, (int) $number, (string) $text];
}

/** What to tell people. The server's own texts go to the log and never to the browser. */
function daftar_error(PDOException $error, bool $passes): DaftarError
{
    [$state, $number, $text] = daftar_error_info($error);
    if ($state === '45000' && preg_match('/^([A-Z][A-Z_]+): /', $text, $found)) {
        return daftar_refusal($found[1], $text);
    }
    error_log("daftar: $number $text");
    return $passes
        ? new DaftarError('BUSY', 'قاعدة البيانات مشغولة أو لا يمكن الوصول إليها، وربما لم يُحفظ الطلب. أعد إرساله كما هو.', [], $error)
        : new DaftarError('SERVER_ERROR', 'خطأ في قاعدة البيانات ({number}).', ['number' => (string) $number], $error);
}

/** The Arabic sentence of a refusal: the values are found by matching the English one. */
function daftar_refusal(string $token, string $text): DaftarError
{
    // daftar errors --json | python3 -m json.tool --no-ensure-ascii > errors.json
    $sentences = json_decode(file_get_contents(__DIR__ . '/errors.json'), true, 8, JSON_THROW_ON_ERROR);
    $sentences = array_filter($sentences, fn(array $sentence) => $sentence['token'] === $token);
    // Where several fit, the one with the most fixed text is meant.
    $fixed = fn(array $sentence) => strlen(preg_replace('/\{\w+\}/', '', $sentence['english']));
    usort($sentences, fn(array $a, array $b) => $fixed($b) <=> $fixed($a));
    foreach ($sentences as $sentence) {
        $pattern = preg_replace('/\\\\\{(\w+)\\\\\}/', '(?<$1>.*?)', preg_quote("$token: {$sentence['english']}", '/'));
        if (preg_match("/^$pattern\$/Dsu", $text, $found)) {
            $values = array_filter($found, is_string(...), ARRAY_FILTER_USE_KEY);
            return new DaftarError($token, $sentence['arabic'], daftar_whole_name($values));
        }
    }
    return new DaftarError($token, "تعذر تنفيذ الطلب ($token)."); // the database is newer than errors.json
}

/** A quote with its problems as Arabic sentences: what a sale would be refused for, in the words of the refusal. */
function daftar_quote_in_arabic(string $answer): string
{
    $quote = json_decode($answer, true, 512, JSON_THROW_ON_ERROR | JSON_BIGINT_AS_STRING);
    if ($quote['problems'] === []) {
        return $answer;
    }
    foreach ($quote['problems'] as &$problem) {
        $refusal = daftar_refusal($problem['token'], "{$problem['token']}: {$problem['message']}");
        $problem['message'] = $refusal->getMessage();
        $problem += ['template' => $refusal->template, 'values' => (object) $refusal->values];
    }
    return json_encode($quote, JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR);
}

/** The server's text has 128 characters and ends a longer name in '…': people get to see all of it. */
function daftar_whole_name(array $values): array
{
    if (!str_ends_with($values['name'] ?? '', '…')) {
        return $values;
    }
    [$procedure, $id, $list] = isset($values['product_id'])
        ? ['sp_list_products', 'product_id', 'products']
        : ['sp_list_customers', 'customer_id', 'customers'];
    try {
        $rows = json_decode(daftar_call($procedure, [$id => $values[$id]]), true)[$list];
    } catch (DaftarError) {
        return $values; // the refusal matters more than the end of a name
    }
    return ['name' => $rows[0]['name'] ?? $values['name']] + $values;
}
