<?php
// What a client can call. All of them draw the same sales by the same generator (sale()) over the same kind of connection.
declare(strict_types=1);

/** @param array<string, mixed> $config */
function competitor(array $config): Competitor
{
    if ($config['connects']) {
        return new Page($config);
    }
    return match ($config['competitor']) {
        'nothing' => new Nothing($config),
        'save' => new Save($config),
        'quote' => new Quote($config),
        'floor' => new FloorSave($config),
        'floor_set' => new FloorSaveSet($config),
        'old' => new OldSave($config),
        'payment' => new Payment($config),
        'floor_payment' => new FloorPayment($config),
        'wallet' => new Wallet($config),
        'floor_wallet' => new FloorWallet($config),
    };
}

/** Amounts are whole hundredths; one line is [product, batch, qty, price, unit cost]. */
final class Sale
{
    public int $customer;
    /** @var list<array{int, int, int, int, int}> */
    public array $lines;
    public int $total = 0;
    public int $cost = 0;

    /** @param array<string, mixed> $config */
    public function __construct(array $config)
    {
        $this->customer = drawn($config['customers']);
        // A product in demand is in every sale.
        $keys = $config['hot'] ? [0 => true] : [];
        $last = count($config['products']) - 1;
        while (count($keys) < $config['lines']) {
            $keys[mt_rand(0, $last)] = true;
        }
        foreach ($keys as $key => $_) {
            [$product, $batch, $price, $unitCost] = $config['products'][$key];
            $qty = mt_rand(1, 5);
            $this->lines[] = [$product, $batch, $qty, $price, $unitCost];
            $this->total += $qty * $price;
            $this->cost += $qty * $unitCost;
        }
    }

    /**
     * The items of a request, as the page sends them.
     *
     * @param callable(int): (string|float) $amount how the caller writes an amount
     * @return list<array<string, int|string|float>>
     */
    public function items(callable $amount): array
    {
        return array_map(fn (array $line): array => [
            'product_id' => $line[0],
            'qty' => $line[2],
            'selling_price' => $amount($line[3]),
            'price_type' => 'retail',
            'cost_price_per_unit' => $amount($line[4]),
        ], $this->lines);
    }

    /** Five per cent of an amount whose price is a multiple of 20 hundredths is exact. */
    public static function share(int $amount): int
    {
        return intdiv($amount, 20);
    }
}

/** @param list<mixed> $choices */
function drawn(array $choices): mixed
{
    return $choices[mt_rand(0, count($choices) - 1)];
}

function money(int $hundredths): string
{
    return sprintf('%d.%02d', intdiv($hundredths, 100), $hundredths % 100);
}

/** The numbers that a floor gives its documents. */
final class Series
{
    public function __construct(private string $prefix, private int $last)
    {
    }

    public function next(): string
    {
        return $this->prefix . str_pad((string) ++$this->last, 4, '0', STR_PAD_LEFT);
    }
}

interface Competitor
{
    /** Before each stretch of calls, outside what is measured. */
    public function begin(): void;

    public function call(): void;

    public function rollback(): void;
}

abstract class Caller implements Competitor
{
    /** The company's first branch, which no till has to itself. */
    protected const MAIN_BRANCH = 1;
    protected PDO $pdo;
    private ?PDOStatement $statement = null;

    /** @param array<string, mixed> $config */
    public function __construct(protected array $config)
    {
        $this->pdo = new PDO(
            "mysql:host={$config['host']};port={$config['port']};dbname={$config['database']};charset=utf8mb4",
            'root',
            '',
            [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION],
        );
    }

    public function begin(): void
    {
    }

    public function rollback(): void
    {
        $this->pdo->exec('ROLLBACK');
    }

    /** @param list<int|string|null> $values */
    protected function procedure(string $name, array $values): string
    {
        $this->statement ??= $this->pdo->prepare("CALL $name(" . implode(',', array_fill(0, count($values), '?')) . ')');
        $this->statement->execute($values);
        $answer = (string) $this->statement->fetchColumn();
        while ($this->statement->nextRowset()) {
        }
        return $answer;
    }

    /** A series of the till's branch, or of another; tills that share a series keep clear of each other. */
    protected function series(string $kind, ?int $branch = null): Series
    {
        $branch ??= $this->config['branch'];
        $last = $this->pdo->query("SELECT last_no FROM number_series WHERE branch_id = $branch AND kind = '$kind'")->fetchColumn();
        $prefix = $branch === $this->config['branch'] ? $this->config['prefix'] : str_replace('-', '', $this->config['day']);
        return new Series("$kind-$prefix-", (int) $last + ($branch === self::MAIN_BRANCH ? $this->config['client'] * 10000000 : 0));
    }

    protected function requestId(): string
    {
        return bin2hex(random_bytes(16));
    }
}

/** A page: it connects, makes one call, and is gone. Not for a floor, whose numbers go on from call to call. */
final class Page implements Competitor
{
    /** @param array<string, mixed> $config */
    public function __construct(private array $config)
    {
        $this->config['connects'] = false;
    }

    public function begin(): void
    {
    }

    public function call(): void
    {
        competitor($this->config)->call();
    }

    public function rollback(): void
    {
    }
}

/** What is left of a page that calls nothing: connecting. */
final class Nothing extends Caller
{
    public function call(): void
    {
    }
}

class Save extends Caller
{
    public function call(): void
    {
        $this->procedure('sp_save_invoice', [$this->request()]);
    }

    protected function request(): string
    {
        $sale = new Sale($this->config);
        $request = [
            'customer_id' => $sale->customer,
            'status' => 'paid',
            'items' => $sale->items(money(...)),
            'discount_type' => 'percent',
            'discount_value' => 5,
            'notes' => 'تسليم الموقع',
            'payments' => [['amount' => money($sale->total - Sale::share($sale->total)), 'method' => 'cash', 'notes' => '']],
            'created_by' => $this->config['user'],
            'request_id' => $this->requestId(),
        ];
        if ($this->config['branch'] !== 1) {
            $request['branch_id'] = $this->config['branch'];
        }
        return json_encode($request, JSON_UNESCAPED_UNICODE);
    }
}

/** What the sale would come to: the same request. */
final class Quote extends Save
{
    public function call(): void
    {
        $this->procedure('sp_quote_invoice', [$this->request()]);
    }
}

class FloorSave extends Caller
{
    private Series $invoices;
    private Series $payments;
    private Series $entries;

    public function begin(): void
    {
        $this->invoices = $this->series('INV');
        $this->payments = $this->series('PAY');
        $this->entries = $this->series('JE');
    }

    public function call(): void
    {
        $sale = new Sale($this->config);
        usort($sale->lines, fn (array $a, array $b): int => $a[1] <=> $b[1]);
        $invoice = $this->invoices->next();
        $payment = $this->payments->next();
        $total = $sale->total - Sale::share($sale->total);
        $values = [
            $sale->customer, $this->config['branch'], 1, $this->config['day'], $invoice, $payment,
            $this->entries->next(), $this->entries->next(), $this->entries->next(),
            money($sale->total), 5, money(Sale::share($sale->total)), money($total), money($sale->cost), money($total - $sale->cost),
            'تسليم الموقع', "فاتورة $invoice", "دفعة $payment على الفاتورة $invoice",
            $this->requestId(), $this->config['hash'], $this->config['response'],
        ];
        $lines = [];
        foreach ($sale->lines as [$product, $batch, $qty, $price, $unitCost]) {
            $lines[] = [
                $product, $batch, $qty, money($price), money($qty * $price), money(Sale::share($qty * $price)),
                money($qty * $unitCost), money($unitCost),
            ];
        }
        $this->write($values, $lines);
    }

    /**
     * @param list<int|string> $values
     * @param list<list<int|string>> $lines
     */
    protected function write(array $values, array $lines): void
    {
        $this->procedure('floor_save_' . count($lines), array_merge($values, ...$lines));
    }
}

/** The same rows from a JSON document, set-wise. Ids of lines are the caller's too, each client's from a range of its own. */
final class FloorSaveSet extends FloorSave
{
    private int $item;

    public function begin(): void
    {
        parent::begin();
        $first = ($this->config['client'] + 1) * 100000000;
        $end = $first + 99999999;
        $last = $this->pdo->query("SELECT COALESCE(MAX(id), $first) FROM invoice_out_items WHERE id BETWEEN $first AND $end");
        $this->item = (int) $last->fetchColumn();
    }

    protected function write(array $values, array $lines): void
    {
        foreach ($lines as $place => &$line) {
            array_unshift($line, $this->item + $place + 1);
        }
        $this->item += count($lines);
        $this->procedure('floor_save_set', [...$values, json_encode($lines)]);
    }
}

/** One hundredth of the customer's open invoice at a time: it never closes. */
final class Payment extends Caller
{
    public function call(): void
    {
        [, $invoice] = drawn($this->config['debtors']);
        $request = ['invoice_id' => $invoice, 'amount' => '0.01', 'method' => 'cash', 'created_by' => 1, 'request_id' => $this->requestId()];
        if ($this->config['branch'] !== 1) {
            $request['branch_id'] = $this->config['branch'];
        }
        $this->procedure('sp_add_payment', [json_encode($request)]);
    }
}

final class Wallet extends Caller
{
    public function call(): void
    {
        [$customer] = drawn($this->config['debtors']);
        $request = [
            'customer_id' => $customer, 'type' => 'deposit', 'amount' => '25.00', 'method' => 'cash', 'created_by' => 1,
            'request_id' => $this->requestId(),
        ];
        $this->procedure('sp_wallet_move', [json_encode($request)]);
    }
}

/** A floor that knows where its customers' ledgers stand: nobody else has them. Amounts are hundredths. */
abstract class FloorOfLedger extends Caller
{
    /** @var array<int, array{seq: int, balance: int, wallet: int}> */
    protected array $ledgers = [];

    public function begin(): void
    {
        $rows = $this->pdo->query('SELECT id, ledger_seq, balance, wallet FROM customers');
        foreach ($rows as ['id' => $id, 'ledger_seq' => $seq, 'balance' => $balance, 'wallet' => $wallet]) {
            $hundredths = fn (string $amount): int => (int) round((float) $amount * 100);
            $this->ledgers[$id] = ['seq' => (int) $seq, 'balance' => $hundredths($balance), 'wallet' => $hundredths($wallet)];
        }
    }
}

final class FloorPayment extends FloorOfLedger
{
    private Series $payments;
    private Series $entries;

    public function begin(): void
    {
        parent::begin();
        $this->payments = $this->series('PAY');
        $this->entries = $this->series('JE');
    }

    public function call(): void
    {
        [$customer, $invoice, $invoiceNo] = drawn($this->config['debtors']);
        $ledger = &$this->ledgers[$customer];
        $number = $this->payments->next();
        $this->procedure('floor_payment', [
            $customer, ++$ledger['seq'], money($ledger['balance']), $invoice, '0.01', $this->config['branch'], 1,
            $this->config['day'], $number, $this->entries->next(), "دفعة $number على الفاتورة $invoiceNo",
            $this->requestId(), $this->config['hash'], $this->config['response'],
        ]);
        $ledger['balance']--;
    }
}

/** A wallet movement has no branch: its entry is the main one's. */
final class FloorWallet extends FloorOfLedger
{
    private Series $entries;

    public function begin(): void
    {
        parent::begin();
        $this->entries = $this->series('JE', self::MAIN_BRANCH);
    }

    public function call(): void
    {
        [$customer] = drawn($this->config['debtors']);
        $ledger = &$this->ledgers[$customer];
        $this->procedure('floor_wallet', [
            $customer, ++$ledger['seq'], money($ledger['balance']), money($ledger['wallet']), '25.00', self::MAIN_BRANCH, 1,
            $this->config['day'], $this->entries->next(), 'إيداع في المحفظة',
            $this->requestId(), $this->config['hash'], $this->config['response'],
        ]);
        $ledger['wallet'] += 2500;
    }
}
