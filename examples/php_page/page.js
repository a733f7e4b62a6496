// The page: what is typed goes to api.php as the shop's page always sent it, and the answer is shown. The server
// computes and decides; the totals shown while typing are a preview.

import { amount, CURRENCY, discountAmount, inWords, lineTotal, westernDigits } from "./money.js";
import { $, customerSearch, element, figures, isolated, list, money, productSearch, sender, showDone, stockOf } from "./shared.js";

const METHODS = { cash: "نقداً", card: "بطاقة", bank_transfer: "تحويل بنكي", check: "شيك", wallet: "المحفظة" };
const STATUSES = { paid: "مدفوعة", partial: "مدفوعة جزئياً", pending: "آجلة" };

let customer = null;
let items = []; // { product, row }: what was chosen, and the line on the screen

// What the customer owes, or is owed.
function balance(value) {
  const owed = amount(value);
  return [owed < 0n ? "له" : "عليه", money(owed < 0n ? -owed : owed), owed > 0n ? "owes" : ""];
}

const whereTheRestWent = (answer) => [
  ...(amount(answer.change_due) > 0n ? [["الباقي للعميل", money(answer.change_due)]] : []),
  ...(amount(answer.to_wallet) > 0n ? [["أُضيف إلى المحفظة", money(answer.to_wallet)]] : []),
];

// --- the customer

customerSearch((row) => {
  chooseCustomer(row);
  $(isInvoice() ? "product-search" : "target").focus();
});

function chooseCustomer(row) {
  customer = row;
  figures($("customer"), [
    ["الاسم", row.name, "wide"],
    ["الموبايل", row.mobile],
    balance(row.balance),
    ["المحفظة", money(row.wallet)],
  ]);
  $("customer").hidden = false;
  listTargets();
}

function customerNow({ balance_after, wallet_after }) {
  chooseCustomer({ ...customer, balance: balance_after, wallet: wallet_after });
}

// --- lines of the invoice

productSearch(addItem);

const part = (row, className) => row.querySelector(`.${className}`);

// The same product again is one more of it: so a scanner counts.
function addItem(product) {
  const before = items.find((item) => item.product.id === product.id);
  if (before) {
    const qty = part(before.row, "qty");
    qty.value = /^\d+$/.test(westernDigits(qty.value)) ? String(BigInt(westernDigits(qty.value)) + 1n) : qty.value;
  } else {
    items.push({ product, row: newRow(product) });
  }
  $("product-search").focus();
  preview();
}

function newRow(product) {
  const row = $("item-template").content.cloneNode(true).firstElementChild;
  const [type, qty, price] = ["price-type", "qty", "price"].map((name) => part(row, name));
  row.querySelector("bdi").textContent = product.name;
  row.querySelector("small").textContent = stockOf(product);
  part(row, "remove").setAttribute("aria-label", `حذف ${product.name}`);
  qty.value = "1";
  price.value = product.selling_price;
  type.addEventListener("change", () => {
    price.value = type.value === "retail" ? product.retail_price : product.selling_price;
    preview();
  });
  for (const input of [qty, price]) {
    input.addEventListener("input", preview);
    input.addEventListener("focus", () => input.select());
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") $("product-search").focus();
    });
  }
  part(row, "remove").addEventListener("click", () => {
    items = items.filter((item) => item.row !== row);
    row.remove();
    $("product-search").focus();
    preview();
  });
  $("items").append(row);
  return row;
}

// As the shop's page sends them; the cost is the server's to know.
const itemsToSend = () =>
  items.map(({ product, row }) => ({
    product_id: product.id,
    qty: westernDigits(part(row, "qty").value),
    selling_price: westernDigits(part(row, "price").value),
    price_type: part(row, "price-type").value,
  }));

// --- money given

function paymentRows(place) {
  const fields = $("payments-template").content.cloneNode(true).firstElementChild;
  const rows = part(fields, "rows");
  place.append(fields);

  function add() {
    const row = $("payment-row-template").content.cloneNode(true).firstElementChild;
    row.addEventListener("input", preview);
    part(row, "remove").addEventListener("click", () => {
      row.remove();
      part(fields, "add").focus();
      preview();
    });
    rows.append(row);
    preview();
    return row;
  }

  part(fields, "add").addEventListener("click", () => part(add(), "method").focus());
  const inputs = () => [...rows.querySelectorAll(".amount")];
  return {
    add,
    show: (shown) => (fields.hidden = !shown),
    overpayment: () => part(fields, "overpayment").value,
    sum: () => inputs().reduce((sum, input) => sum + (amount(input.value) ?? 0n), 0n),
    // What is left to pay stands in the first empty field, and is what the field means.
    offer(rest) {
      inputs().forEach((input) => (input.placeholder = ""));
      const empty = inputs().find((input) => input.value === "");
      if (empty && rest > 0n) empty.placeholder = inWords(rest).replaceAll(",", "");
    },
    toSend: () =>
      [...rows.children].map((row) => ({
        amount: westernDigits(part(row, "amount").value || part(row, "amount").placeholder),
        method: part(row, "method").value,
        notes: "",
      })),
    clear() {
      rows.replaceChildren();
      part(fields, "overpayment").value = "reject";
      add();
    },
  };
}

const invoicePayments = paymentRows($("invoice-payments"));
const customerPayments = paymentRows($("customer-payments"));

// --- the invoice

const sendInvoice = sender("save_invoice");
const status = () => document.querySelector("[name=status]:checked").value;

function preview() {
  if (!invoicePayments || !customerPayments) return;
  let total = 0n;
  for (const { row } of items) {
    const line = lineTotal(part(row, "qty").value, part(row, "price").value);
    row.querySelector("output").replaceChildren(line === null ? "؟" : money(line));
    total += line ?? 0n;
  }
  $("no-items").hidden = items.length > 0;
  const off = discountAmount(total, $("discount-type").value, $("discount-value").value) ?? 0n;
  const due = total - off;
  const given = status() === "pending" ? 0n : invoicePayments.sum();
  invoicePayments.show(status() !== "pending");
  invoicePayments.offer(status() === "paid" ? due - given : 0n);
  const paid = status() === "paid" && given < due ? due : given;
  figures($("totals"), [
    ["الإجمالي", money(total)],
    ["الخصم", money(off)],
    ["المدفوع", money(paid)],
    ["المتبقي", money(paid > due ? 0n : due - paid), paid < due ? "owes" : ""],
    [`الصافي (${CURRENCY})`, money(due), "grand"],
  ]);
}

async function save(event) {
  if (event.detail > 1) return; // the second half of a double click
  const saved = await sendInvoice({
    customer_id: customer?.id ?? "",
    status: status(),
    items: JSON.stringify(itemsToSend()),
    discount_type: $("discount-type").value,
    discount_value: westernDigits($("discount-value").value),
    notes: $("notes").value,
    payments: JSON.stringify(status() === "pending" ? [] : invoicePayments.toSend()),
    overpayment: invoicePayments.overpayment(),
  });
  if (saved === null) return;
  customerNow(saved.customer);
  clearInvoice();
  showDone(saved.msg, [
    ["رقم الفاتورة", saved.invoice_no],
    [`الصافي (${CURRENCY})`, money(saved.total_after), "grand"],
    ["الحالة", STATUSES[saved.payment_status]],
    ["الخصم", money(saved.discount_amount)],
    ["المدفوع", money(saved.paid_amount)],
    ["المتبقي", money(saved.remaining_amount), saved.remaining_amount > 0 ? "owes" : ""],
    ...whereTheRestWent(saved),
  ]);
}

function clearInvoice() {
  items = [];
  $("items").replaceChildren();
  for (const id of ["discount-value", "notes"]) $(id).value = "";
  $("discount-type").value = "percent";
  document.querySelector("[name=status][value=paid]").checked = true;
  invoicePayments.clear();
}

// --- a payment

const sendPayment = sender("payment");

async function listTargets() {
  const all = new Option("كل الفواتير المفتوحة، الأقدم أولاً", "");
  const open = await list("invoices", { customer_id: customer.id });
  $("target").replaceChildren(
    all,
    ...open.map((invoice) => {
      const name = invoice.invoice_no ?? `#${invoice.invoice_id}`;
      return new Option(`${name}: المتبقي ${inWords(amount(invoice.remaining_amount))}`, invoice.invoice_id);
    }),
  );
}

async function take(event) {
  if (event.detail > 1) return;
  const target = $("target").value ? { invoice_id: $("target").value } : { customer_id: customer?.id ?? "" };
  const done = await sendPayment({
    ...target,
    payments: JSON.stringify(customerPayments.toSend()),
    overpayment: customerPayments.overpayment(),
  });
  if (done === null) return;
  customerNow(done.customer);
  customerPayments.clear();
  const parts = element("ul");
  for (const each of done.allocations) {
    const row = element("li");
    row.append("فاتورة ", isolated(`#${each.invoice_id}`), ` (${METHODS[each.method]}): `, money(each.amount));
    row.append("، المتبقي عليها ", money(each.remaining_after));
    parts.append(row);
  }
  showDone(
    done.msg,
    [[`المسدَّد (${CURRENCY})`, money(done.total_allocated), "grand"], ...whereTheRestWent(done), balance(done.customer.balance_after)],
    parts,
  );
}

// --- the two views

const isInvoice = () => $("payment").hidden;

function view(name) {
  for (const each of ["invoice", "payment"]) {
    $(each).hidden = each !== name;
    $(`${each}-tab`).setAttribute("aria-selected", String(each === name));
    $(`${each}-tab`).tabIndex = each === name ? 0 : -1;
  }
  $("answer").hidden = true;
}

for (const [name, other] of [["invoice", "payment"], ["payment", "invoice"]]) {
  $(`${name}-tab`).addEventListener("click", () => view(name));
  $(`${name}-tab`).addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    view(other);
    $(`${other}-tab`).focus();
  });
}

$("save").addEventListener("click", save);
$("take").addEventListener("click", take);
for (const input of document.querySelectorAll("#discount-value, #discount-type, [name=status]")) {
  input.addEventListener("input", preview);
}
clearInvoice();
customerPayments.clear();
