// The panel of the sale: a cart whose figures are all the server's, and what is paid for it.

import { clearProblem, refusedAt } from "./fields.js";
import { lineList, quoteOf, showProblems } from "./lines.js";
import { amount, CURRENCY, westernDigits } from "./money.js";
import { paymentRows } from "./payments.js";
import { printInvoice } from "./print.js";
import { quoter } from "./quote.js";
import { customerSearch, productSearch } from "./search.js";
import { list, onPress, sender, UNREACHABLE } from "./server.js";
import { whenShiftChanges } from "./shift.js";
import { $, balance, button, customerFigures, figures, money, showDone, showError, STATUSES, whereTheRestWent } from "./show.js";

const NO_QUOTE = { items: [], problems: [] };

let draftId = ""; // of the cart that was taken up again
let customer = null;
let usualCustomer = null; // whom the till sells to where nobody is named
let due = 0n; // what the server says that the cart comes to

const lines = lineList($("sale-lines"), $("sale-product"), () => changed());
const payments = paymentRows($("sale-payments"), "change", () => showRest());
const status = () => document.querySelector("[name=status]:checked").value;

// --- the cart

customerSearch($("sale-customer"), (found) => {
  chooseCustomer(found);
  $("sale-product").focus();
});
productSearch($("sale-product"), lines.scan);
for (const id of ["discount-value", "discount-type"]) $(id).addEventListener("input", () => changed());
for (const choice of document.querySelectorAll("[name=status]")) choice.addEventListener("input", () => showRest());

function chooseCustomer(found) {
  customer = found;
  if (found) clearProblem($("sale-customer"));
  figures($("sale-customer-figures"), found ? customerFigures(found) : []);
  changed();
}

whenShiftChanges(async (shift, till) => {
  usualCustomer = till?.customer_id ? ((await list("customers", { customer_id: till.customer_id }))[0] ?? null) : null;
  if (customer === null) chooseCustomer(usualCustomer);
});

export function cart() {
  return {
    customer_id: customer?.id ?? "",
    items: JSON.stringify(lines.toSend()),
    discount_type: $("discount-type").value,
    discount_value: westernDigits($("discount-value").value),
    notes: $("notes").value,
    status: "paid",
    draft_id: draftId,
    name: $("draft-name").value,
  };
}

export function clearSale() {
  draftId = "";
  lines.clear();
  payments.clear();
  for (const id of ["discount-value", "notes", "draft-name"]) $(id).value = "";
  $("discount-type").value = "percent";
  document.querySelector("[name=status][value=paid]").checked = true;
  show(NO_QUOTE);
  chooseCustomer(usualCustomer);
}

// A draft: what was typed comes back as it was typed; names and stock are today's. It comes back as a whole, so that no part of it is sold.
export async function takeUp({ draft_id, name, customer_id, request }) {
  const items = typeof request.items === "string" ? JSON.parse(request.items) : (request.items ?? []);
  const [[buyer], ...products] = await Promise.all([
    customer_id === null ? [usualCustomer] : list("customers", { customer_id }),
    ...items.map(({ product_id }) => list("products", { product_id })),
  ]);
  clearSale();
  draftId = draft_id;
  $("draft-name").value = name ?? "";
  $("notes").value = request.notes ?? "";
  $("discount-type").value = request.discount_type ?? "percent";
  $("discount-value").value = request.discount_value ?? "";
  chooseCustomer(buyer ?? null);
  items.forEach((line, at) => lines.add(products[at][0] ?? { id: line.product_id, name: `صنف رقم ${line.product_id}` }, line));
  changed();
}

// --- the server's figures

const changed = quoter(async () => (lines.isEmpty() ? NO_QUOTE : quoteOf(cart())), show);

function show(quote) {
  lines.show(quote);
  showProblems($("sale"), lines, quote, $("sale-problems"));
  const known = (name) => (quote[name] ?? null) !== null;
  due = known("total_after") ? amount(quote.total_after) : 0n;
  // a row for each from the start: the button below must not move away under the cashier's hand when the quote comes
  const shown = (name) => (known(name) || lines.isEmpty() ? money(quote[name] ?? 0) : "؟");
  figures($("sale-totals"), [
    [`الصافي (${CURRENCY})`, shown("total_after"), "grand"],
    ["الإجمالي", shown("total_before")],
    ["الخصم", shown("discount_amount")],
    ...(quote.tax_total > 0 ? [["منه الضريبة", money(quote.tax_total)]] : []),
  ]);
  showRest();
}

function showRest() {
  payments.show(status() !== "pending");
  const given = status() === "pending" ? 0n : payments.sum();
  payments.offer(due, status() === "paid");
  const left = status() === "paid" && given < due ? 0n : due - given;
  figures($("sale-rest"), [
    ...(left > 0n ? [["المتبقي عليه", money(left), "owes"]] : []),
    ...(left < 0n ? [["الباقي للعميل", money(-left)]] : []),
  ]);
}

// --- sold

const sell = sender("pos_sale", refusedAt($("sale")));

onPress($("sell"), async () => {
  if (!(await changed.settled())) return showError(UNREACHABLE); // an empty amount stands for what is due
  const buyer = customer;
  const sold = await sell({
    ...cart(),
    status: status(),
    payments: JSON.stringify(status() === "pending" ? [] : payments.toSend()),
    overpayment: payments.overpayment(),
  });
  if (sold === null) return;
  clearSale();
  showDone(
    sold.msg,
    [
      ["رقم الفاتورة", sold.invoice_no],
      ["العميل", buyer?.name ?? ""],
      [`الصافي (${CURRENCY})`, money(sold.total_after), "grand"],
      ["الحالة", STATUSES[sold.payment_status]],
      ["المدفوع", money(sold.paid_amount)],
      ...(sold.remaining_amount > 0 ? [["المتبقي", money(sold.remaining_amount), "owes"]] : []),
      ...whereTheRestWent(sold),
      ...(buyer?.tracks_balance ? [balance(sold.customer.balance_after), ["المحفظة", money(sold.customer.wallet_after)]] : []),
    ],
    $("sale-product"),
    button("طباعة", "print", () => printInvoice(sold.invoice_id)),
  );
});
