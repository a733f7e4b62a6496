<?php
// One client of the bench: a till that makes calls one after the other over one connection.
//   php bench/client.php
// The first line of its input is its configuration, a JSON object (Python: bench.clients.Config); it then answers
// "ready", and each further line "seconds" with one JSON object of what it did meanwhile.
declare(strict_types=1);

require __DIR__ . '/competitors.php';
require __DIR__ . '/old_api.php';

$config = json_decode((string) fgets(STDIN), true, flags: JSON_THROW_ON_ERROR);
mt_srand($config['seed']);
$competitor = competitor($config);
echo "ready\n";
while (($line = fgets(STDIN)) !== false) {
    $latencies = [];
    $errors = [];
    $competitor->begin();
    $start = hrtime(true);
    $end = $start + (int) ((float) $line * 1e9);
    do {
        $before = hrtime(true);
        try {
            $competitor->call();
            $latencies[] = intdiv(hrtime(true) - $before, 1000);
        } catch (PDOException | mysqli_sql_exception $error) {
            $competitor->rollback();
            $code = $error instanceof PDOException ? (int) ($error->errorInfo[1] ?? 0) : $error->getCode();
            $errors[$code] ??= ['count' => 0, 'text' => $error->getMessage()];
            $errors[$code]['count']++;
        }
        $now = hrtime(true);
    } while ($now < $end);
    sort($latencies);
    $calls = count($latencies);
    echo json_encode([
        'calls' => $calls,
        'seconds' => ($now - $start) / 1e9,
        'errors' => (object) $errors,
        'median_us' => $latencies[intdiv($calls, 2)] ?? null,
        'p95_us' => $latencies[(int) ($calls * 0.95)] ?? null,
    ]), "\n";
}
