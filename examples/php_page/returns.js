// The panel of goods that come back: for money, or for other goods. What it reckons is a preview; the server's figures are in its answer.

import { refusedAt } from "./fields.js";
import { lineList, quoteOf, showProblems } from "./lines.js";
import { amount, CURRENCY, quantity, shareOf, westernDigits } from "./money.js";
import { paymentRows } from "./payments.js";
import { printInvoice } from "./print.js";
import { quoter } from "./quote.js";
import { customerSearch, productSearch } from "./search.js";
import { list, onPress, read, sender, UNREACHABLE } from "./server.js";
import { $, button, copyOf, element, figure, figures, isolated, METHODS, money, numberOf, part, showDone, showError, small, STATUSES, whereTheRestWent } from "./show.js";

let invoice = null;
let rows = []; // { item, place, left, before }: a line, what of it can still come back, and what the part that did was worth
let exchanged = 0n; // what the server says that the new goods come to

const lines = lineList($("exchange-lines"), $("return-product"), () => changed());
const payments = paymentRows($("exchange-payments"), "change", () => preview());
productSearch($("return-product"), lines.scan);

// --- which invoice

customerSearch($("return-customer"), async (customer) => {
  const invoices = await list("invoices", { customer_id: customer.id });
  $("return-invoices").replaceChildren(...invoices.map(listed));
  $("return-invoices").querySelector("button")?.focus();
});

function listed(each) {
  const place = element("li");
  const choose = button("اختيار", "resume", () => show(each.invoice_id));
  choose.setAttribute("aria-label", `اختيار ${numberOf(each)}`);
  place.append(isolated(numberOf(each)), small(figure(each.invoice_date), ` · ${STATUSES[each.status]}`), money(each.total_after), choose);
  return place;
}

const refused = refusedAt($("returns"));

let latest = 0; // which invoice was asked for last: the answer about another comes too late

$("return-number").addEventListener("keydown", async (event) => {
  const number = westernDigits($("return-number").value).replace(/^#/, "");
  if (event.key !== "Enter" || number === "") return;
  const mine = ++latest;
  if (/^\d+$/.test(number)) return show(number);
  const [found] = await list("invoices", { invoice_no: number });
  if (mine !== latest) return;
  if (found) await show(found.invoice_id);
  else refused({ token: "UNKNOWN_INVOICE", error: "لا توجد فاتورة بالرقم {invoice_no}.", values: { invoice_no: number } });
});

async function show(id) {
  const mine = ++latest;
  const found = await read({ list: "invoice", id }, refused);
  if (found === null || mine !== latest) return;
  clear();
  invoice = found;
  figures($("return-invoice"), [
    ["الفاتورة", numberOf(invoice)],
    ["العميل", invoice.customer_name],
    ["الحالة", STATUSES[invoice.payment_status]],
    ["الصافي", money(invoice.total_after)],
  ]);
  const returned = invoice.returns.flatMap((each) => each.items);
  rows = invoice.items.map((item) => newRow(item, returned.filter((each) => each.item_id === item.item_id)));
  $("return-lines").replaceChildren(...rows.map((row) => row.place));
  $("print-invoice").hidden = false;
  $("return-lines").querySelector("input")?.focus();
  preview();
}

function newRow(item, returned) {
  const sum = (values) => values.reduce((all, value) => all + value, 0n);
  const left = quantity(item.qty) - sum(returned.map((each) => quantity(each.qty)));
  const place = copyOf("returned-line-template");
  const qty = part(place, "qty");
  const leftText = String(Number(left) / 10000);
  place.dataset.item = item.item_id;
  place.querySelector("bdi").textContent = item.product_name;
  place.querySelector("small").textContent = `بيع ${Number(item.qty)} · يمكن إرجاع ${leftText}`;
  part(place, "all").setAttribute("aria-label", `كل كمية ${item.product_name}`);
  part(place, "all").disabled = qty.disabled = left === 0n;
  part(place, "all").addEventListener("click", () => {
    qty.value = leftText;
    preview();
  });
  place.addEventListener("input", preview);
  return { item, place, left, before: sum(returned.map((each) => amount(each.value))) };
}

// --- what it comes to

const changed = quoter(async () => (lines.isEmpty() ? { items: [], problems: [] } : quoteOf(exchange())), (quote) => {
  lines.show(quote);
  showProblems($("exchange"), lines, quote, $("exchange-problems"));
  exchanged = amount(quote.total_after ?? 0) ?? 0n;
  preview();
});

const exchange = () => ({ customer_id: invoice?.customer_id ?? "", items: JSON.stringify(lines.toSend()), status: "paid" });

// Each line is worth its share of what was paid for the whole of it, less what came back before.
function valueOf({ item, place, left, before }) {
  const qty = quantity(part(place, "qty").value || 0);
  if (qty === null || qty < 0n || qty > left) return null;
  const whole = quantity(item.qty);
  return qty === 0n ? 0n : shareOf(amount(item.gross), whole - left + qty, whole) - before;
}

function preview() {
  let value = 0n;
  for (const row of rows) {
    const worth = valueOf(row);
    row.place.querySelector("output").replaceChildren(worth === null ? "؟" : money(worth));
    value += worth ?? 0n;
  }
  const open = amount(invoice?.remaining_amount ?? 0);
  const back = value > open ? value - open : 0n; // what was not paid yet is not given back either
  const due = exchanged - back;
  payments.show(!lines.isEmpty());
  payments.offer(due > 0n ? due : 0n, true);
  figures($("return-totals"), [
    [`قيمة المرتجع (${CURRENCY})`, money(value), "grand"],
    ...(lines.isEmpty() ? [] : [["الأصناف البديلة", money(exchanged)]]),
    due > 0n ? ["يدفع العميل", money(due), "owes"] : ["يُرد للعميل", money(-due)],
  ]);
}

function clear() {
  invoice = null;
  rows = [];
  exchanged = 0n;
  lines.clear();
  payments.clear();
  for (const id of ["return-invoices", "return-lines", "exchange-problems"]) $(id).replaceChildren();
  for (const id of ["return-number", "return-reason"]) $(id).value = "";
  figures($("return-invoice"), []);
  $("print-invoice").hidden = true;
  $("exchange").open = false;
  preview();
}

// --- taken back

const takeBack = sender("return_items", refused);
const filled = ({ place }) => westernDigits(part(place, "qty").value) !== "";

onPress($("print-invoice"), () => printInvoice(invoice.invoice_id));
onPress($("take-back"), async () => {
  if (!(await changed.settled())) return showError(UNREACHABLE); // an empty amount stands for what is due
  const items = rows.filter(filled).map(({ item, place }, at) => {
    place.dataset.no = at + 1;
    return { item_id: item.item_id, qty: westernDigits(part(place, "qty").value) };
  });
  const done = await takeBack({
    invoice_id: invoice?.invoice_id ?? "",
    items: JSON.stringify(items),
    refund: $("refund").value,
    reason: $("return-reason").value,
    ...(lines.isEmpty()
      ? {}
      : { exchange_items: JSON.stringify(lines.toSend()), payments: JSON.stringify(payments.toSend()), overpayment: payments.overpayment() }),
  });
  if (done === null) return;
  clear();
  const { exchange: sold } = done;
  showDone(
    done.msg,
    [
      ["رقم المرتجع", done.return_no],
      [`قيمة المرتجع (${CURRENCY})`, money(done.returned_amount), "grand"],
      ...(sold
        ? [["الفاتورة الجديدة", sold.invoice_no], ["قيمتها", money(sold.total_after)], ["المتبقي عليها", money(done.due), "owes"]]
        : []),
      ...done.refunds.map((each) => [`رُدّ ${METHODS[each.method]}`, money(each.amount)]),
      ...whereTheRestWent(done),
    ],
    $("return-number"),
    ...(sold ? [button("طباعة الفاتورة الجديدة", "print", () => printInvoice(sold.invoice_id))] : []),
  );
});

clear();
