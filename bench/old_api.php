<?php
// The shop's old save_invoice, statement by statement as its page ran it, written afresh from the shop's source: floats,
// one statement prepared again for each line and each batch, every active batch of a product read and locked.
declare(strict_types=1);

final class OldSave implements Competitor
{
    private mysqli $conn;

    /** @param array<string, mixed> $config */
    public function __construct(private array $config)
    {
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        $this->conn = new mysqli($config['host'], 'root', '', $config['database'], $config['port']);
        $this->conn->set_charset('utf8mb4');
    }

    public function begin(): void
    {
    }

    public function rollback(): void
    {
        $this->conn->rollback();
    }

    public function call(): void
    {
        $sale = new Sale($this->config);
        $items = $sale->items(fn (int $hundredths): float => $hundredths / 100);
        $paid = ($sale->total - Sale::share($sale->total)) / 100;
        $this->save($sale->customer, $items, 5.0, 'تسليم الموقع', [['amount' => $paid, 'method' => 'cash', 'notes' => '']], 1);
    }

    /**
     * @param list<array<string, mixed>> $items
     * @param list<array<string, mixed>> $payments
     */
    private function save(int $customerId, array $items, float $discountValue, string $notes, array $payments, int $userId): void
    {
        $totalBefore = 0.0;
        $totalCost = 0.0;
        foreach ($items as $item) {
            $totalBefore += round($item['qty'] * $item['selling_price'], 2);
            $totalCost += round($item['qty'] * $item['cost_price_per_unit'], 2);
        }
        $discountType = 'percent';
        $discount = min(round($totalBefore * ($discountValue / 100.0), 2), $totalBefore);
        $totalAfter = round($totalBefore - $discount, 2);
        $profit = round($totalAfter - $totalCost, 2);
        $delivered = 'yes';
        $group = 'group1';
        $remaining = 0.0;

        $this->conn->begin_transaction();
        $header = $this->conn->prepare(
            'INSERT INTO invoices_out (customer_id, delivered, invoice_group, created_by, created_at, notes,
                total_before_discount, discount_type, discount_value, discount_amount, total_after_discount, total_cost,
                profit_amount, paid_amount, remaining_amount)
            VALUES (?, ?, ?, ?, NOW(), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
        );
        $header->bind_param(
            'issisdsddddddd',
            $customerId, $delivered, $group, $userId, $notes, $totalBefore, $discountType, $discountValue, $discount,
            $totalAfter, $totalCost, $profit, $totalAfter, $remaining,
        );
        $header->execute();
        $invoiceId = $this->conn->insert_id;
        $header->close();

        $insertItem = $this->conn->prepare(
            'INSERT INTO invoice_out_items
                (invoice_out_id, product_id, quantity, total_price, cost_price_per_unit, selling_price, price_type, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, NOW())'
        );
        $insertAllocation = $this->conn->prepare(
            'INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, created_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, NOW())'
        );
        $updateBatch = $this->conn->prepare(
            'UPDATE batches SET remaining = ?, status = ?, adjusted_at = NOW(), adjusted_by = ? WHERE id = ?'
        );
        $selectBatches = $this->conn->prepare(
            "SELECT id, remaining, unit_cost FROM batches WHERE product_id = ? AND status = 'active' AND remaining > 0
            ORDER BY received_at ASC, created_at ASC, id ASC FOR UPDATE"
        );

        foreach ($items as $item) {
            $productId = $item['product_id'];
            $qty = (float) $item['qty'];
            $price = (float) $item['selling_price'];
            $selectName = $this->conn->prepare('SELECT name FROM products WHERE id = ?');
            $selectName->bind_param('i', $productId);
            $selectName->execute();
            $name = $selectName->get_result()->fetch_assoc()['name'];
            $selectName->close();

            $selectBatches->bind_param('i', $productId);
            $selectBatches->execute();
            $need = $qty;
            $takings = [];
            foreach ($selectBatches->get_result()->fetch_all(MYSQLI_ASSOC) as $batch) {
                if ($need <= 0) {
                    break;
                }
                $take = min((float) $batch['remaining'], $need);
                $takings[] = ['batch' => (int) $batch['id'], 'take' => $take, 'unit_cost' => (float) $batch['unit_cost']];
                $need -= $take;
            }
            if ($need > 0.00001) {
                throw new RuntimeException("not enough of $name");
            }
            $cost = 0.0;
            foreach ($takings as $taking) {
                $cost += $taking['take'] * $taking['unit_cost'];
            }
            $costPerUnit = $cost / $qty;
            $lineTotal = $qty * $price;
            $priceType = $item['price_type'];
            $insertItem->bind_param('iidddds', $invoiceId, $productId, $qty, $lineTotal, $costPerUnit, $price, $priceType);
            $insertItem->execute();
            $itemId = $this->conn->insert_id;

            foreach ($takings as $taking) {
                $batchId = $taking['batch'];
                $selectBatch = $this->conn->prepare('SELECT remaining FROM batches WHERE id = ? FOR UPDATE');
                $selectBatch->bind_param('i', $batchId);
                $selectBatch->execute();
                $current = (float) $selectBatch->get_result()->fetch_assoc()['remaining'];
                $selectBatch->close();

                $left = max(0.0, $current - $taking['take']);
                $status = $left <= 0 ? 'consumed' : 'active';
                $updateBatch->bind_param('dsii', $left, $status, $userId, $batchId);
                $updateBatch->execute();
                $lineCost = $taking['take'] * $taking['unit_cost'];
                $insertAllocation->bind_param('iidddi', $itemId, $batchId, $taking['take'], $taking['unit_cost'], $lineCost, $userId);
                $insertAllocation->execute();
            }
        }

        $insertPayment = $this->conn->prepare(
            'INSERT INTO invoice_payments (invoice_id, payment_amount, payment_method, notes, created_by, created_at)
            VALUES (?, ?, ?, ?, ?, NOW())'
        );
        foreach ($payments as $payment) {
            $insertPayment->bind_param('idssi', $invoiceId, $payment['amount'], $payment['method'], $payment['notes'], $userId);
            $insertPayment->execute();
        }
        $insertPayment->close();
        $this->conn->commit();
    }
}
