// The panel of a customer's account: what is owed, on which invoices and debit notes, what happened lately; money taken for it, and a note raised.

import { refusedAt } from "./fields.js";
import { amount, CURRENCY, CURRENCY_CODE, inCurrency, inWords, westernDigits } from "./money.js";
import { noteForm } from "./notes.js";
import { paymentRows } from "./payments.js";
import { printNote, printPayment, printWalletMove } from "./print.js";
import { customerSearch } from "./search.js";
import { list, onPress, read, sender } from "./server.js";
import { $, balance, button, customerFigures, element, figure, figures, isForeign, isolated, METHODS, money, moneyOf, NOTE_KINDS, numberOf, showDone, small, whereTheRestWent } from "./show.js";
import { whenShown } from "./tabs.js";

const STATEMENT_DAYS = 90;
const STATEMENT_ROWS = 15;
const KINDS = {
  invoice: "فاتورة", payment: "دفعة", return: "مرتجع", deposit: "إيداع في المحفظة", withdraw: "سحب من المحفظة", adjustment: "تسوية",
};

let customer = null;
let foreignInvoices = new Map(); // by id: those that are paid in their own currency
const payments = paymentRows($("account-payments"), "reject", () => {});
const notesAreOf = noteForm(() => show(customer.id));

customerSearch($("account-customer"), async (found) => {
  await show(found.id);
  $("target").focus();
});
whenShown("account", () => customer && show(customer.id));

let latest = 0; // which customer was asked for last: the answer about another comes too late

// The customer as they stand now. Gives the last rows of the ledger.
async function show(id) {
  const mine = ++latest;
  const [[found], open, invoices, notes, rows] = await Promise.all([
    list("customers", { customer_id: id }),
    list("invoices", { customer_id: id, open: "true", limit: 500 }),
    list("invoices", { customer_id: id, limit: 100 }),
    list("debit_notes", { customer_id: id, unpaid: "true", limit: 500 }),
    lastRows(id),
  ]);
  if (!found || mine !== latest) return [];
  customer = found;
  notesAreOf(customer);
  figures($("account-customer-figures"), customerFigures(customer));
  figures($("account-owed"), [[`عليه (${CURRENCY})`, money(amount(customer.balance) > 0n ? customer.balance : 0n), "grand"]]);
  const oldestFirst = open.reverse();
  notes.reverse();
  foreignInvoices = new Map(open.filter(isForeign).map((each) => [String(each.invoice_id), each]));
  $("open-invoices").replaceChildren(...oldestFirst.map(openInvoice));
  $("open-notes").replaceChildren(...notes.map(openNote));
  $("statement").replaceChildren(...rows.map(ledgerRow));
  // the amount stands last and from left to right, so that a narrow field cuts the number's beginning and no digit of the amount
  $("target").replaceChildren(
    new Option([...open, ...notes].some(isForeign) ? "كل ما عليه إلا ما هو بعملة أخرى، الأقدم أولاً" : "كل ما عليه، الأقدم أولاً", ""),
    ...oldestFirst.map((each) => new Option(`${numberOf(each)}: ${openOf(each)}`, each.invoice_id)),
    ...notes.filter((each) => !isForeign(each)).map((each) => new Option(`${each.debit_note_no}: ${inWords(amount(each.remaining_amount))}`, `note ${each.debit_note_id}`)),
  );
  showTarget();
  const live = invoices.filter((each) => !["canceled", "reverted"].includes(each.status));
  $("note-invoice").replaceChildren(...live.map((each) => new Option(numberOf(each), each.invoice_id)));
  return rows;
}

// The newest rows, newest first. The server gives them from the oldest on.
async function lastRows(id) {
  const from = new Date(Date.now() - STATEMENT_DAYS * 86400000).toISOString().slice(0, 10);
  let rows = [];
  let after = "";
  do {
    const page = await read({ list: "statement", customer_id: id, from, after, limit: 500 });
    if (page === null) break;
    rows = [...rows, ...page.rows].slice(-STATEMENT_ROWS);
    after = page.next_after;
  } while (after !== null);
  return rows.reverse();
}

const openOf = (invoice) => (isForeign(invoice) ? inCurrency(invoice.remaining_in_currency, invoice.currency) : inWords(amount(invoice.remaining_amount)));

// The rate is asked for where the invoice is in another currency; left empty, that of the day counts, which is offered.
async function showTarget() {
  const chosen = foreignInvoices.get($("target").value);
  payments.paidIn(chosen?.currency ?? CURRENCY_CODE);
  $("target-rate").hidden = !chosen;
  for (const id of ["exchange-rate", "base-amount"]) $(id).value = "";
  $("exchange-rate").placeholder = "";
  if (!chosen) return;
  const today = new Date().toLocaleDateString("sv"); // as 2026-11-27
  const [found] = await list("exchange_rates", { currency: chosen.currency, on: today });
  if (found && chosen === foreignInvoices.get($("target").value)) $("exchange-rate").placeholder = found.rate;
}
$("target").addEventListener("change", showTarget);

function openInvoice(invoice) {
  const place = element("li");
  const due = invoice.overdue ? [` · تأخرت أياماً: ${invoice.days_overdue}`] : invoice.due_date ? [" · تُستحق ", figure(invoice.due_date)] : [];
  const dates = small(figure(invoice.invoice_date), ...due);
  dates.classList.toggle("owes", invoice.overdue);
  const foreign = isForeign(invoice)
    ? [small("المتبقي ", moneyOf(invoice, invoice.remaining_in_currency), " من ", moneyOf(invoice, invoice.total_in_currency))]
    : [];
  place.append(isolated(numberOf(invoice)), dates, ...foreign, money(invoice.remaining_amount));
  return place;
}

function openNote(note) {
  const place = element("li");
  const print = printButton(note.debit_note_no, "print-note", () => printNote(note.debit_note_id, customer.name));
  // its payment needs a rate, which the page does not ask for
  const foreign = isForeign(note) ? [small(moneyOf(note, note.remaining_amount), " · يُسدَّد بعملته وبسعر صرفها، لا من هذه الصفحة")] : [];
  const kind = small(figure(note.debit_note_date), ` · ${NOTE_KINDS[note.reference_type]}`);
  place.append(isolated(note.debit_note_no), kind, ...foreign, money(note.remaining_base), print);
  return place;
}

function ledgerRow(row) {
  const place = element("li");
  const text = small(figure(row.transaction_date), " · ", isolated(row.description ?? ""));
  const kind = row.debit_note_id && row.transaction_type === "adjustment" ? "إشعار مدين" : KINDS[row.transaction_type];
  place.append(isolated(kind ?? row.transaction_type), text, money(row.amount), ...receiptOf(row));
  return place;
}

// A row of money has a receipt. What the wallet paid is a payment.
function receiptOf(row) {
  if (row.payment_id) return [paymentReceipt(row.payment_id)];
  if (row.wallet_transaction_id) return [walletReceipt(row.wallet_transaction_id)];
  return [];
}

const paymentReceipt = (id) => printButton(`إيصال الدفعة ${id}`, "print-payment", () => printPayment(id));
const walletReceipt = (id) => printButton(`إيصال حركة المحفظة ${id}`, "print-wallet", () => printWalletMove(id));

function printButton(what, className, act) {
  const made = button("طباعة", className, act);
  made.setAttribute("aria-label", `طباعة ${what}`);
  return made;
}

// The rows that put a payment's rest into the wallet: the newest deposits, as many as come to it. The answer names none, so a deposit that another
// till made in between may be taken for one.
function depositsOf(done, rows) {
  let rest = amount(done.to_wallet);
  return rows.filter((row) => {
    if (rest <= 0n || row.transaction_type !== "deposit" || row.payment_id) return false;
    rest -= amount(row.amount);
    return true;
  });
}

const pay = sender("payment", refusedAt($("account")));
onPress($("take"), async () => {
  const [, isNote, id] = /^(note )?(\d*)$/.exec($("target").value);
  const foreign = isNote ? undefined : foreignInvoices.get(id);
  const paidIn = { currency: foreign?.currency ?? CURRENCY_CODE };
  const rate = ["exchange_rate", "base_amount"].map((name) => [name, westernDigits($(name.replace("_", "-")).value)]).filter(([, typed]) => typed !== "");
  const target = isNote ? { debit_note_id: id, currency: CURRENCY_CODE } : id ? { invoice_id: id, ...paidIn, ...Object.fromEntries(rate) } : { customer_id: customer?.id ?? "" };
  const done = await pay({ ...target, payments: JSON.stringify(payments.toSend()), overpayment: foreign ? "reject" : payments.overpayment() });
  if (done === null) return;
  payments.clear();
  const rows = await show(customer.id);
  const parts = element("ul");
  for (const each of done.allocations) {
    const row = element("li");
    row.append(each.debit_note_id ? "إشعار " : "فاتورة ", isolated(`#${each.debit_note_id ?? each.invoice_id}`), ` (${METHODS[each.method]}): `, moneyOf(paidIn, each.amount));
    row.append(each.debit_note_id ? "، المتبقي عليه " : "، المتبقي عليها ", moneyOf(paidIn, each.remaining_after), paymentReceipt(each.payment_id));
    parts.append(row);
  }
  for (const each of depositsOf(done, rows)) {
    const row = element("li");
    row.append(`${KINDS.deposit}: `, money(each.amount), walletReceipt(each.wallet_transaction_id));
    parts.append(row);
  }
  showDone(
    done.msg,
    [[foreign ? "المسدَّد" : `المسدَّد (${CURRENCY})`, moneyOf(paidIn, done.total_allocated), "grand"], ...whereTheRestWent(done), balance(done.customer.balance_after)],
    $("account-customer"),
    parts,
  );
});

const deposit = sender("wallet_deposit", refusedAt($("deposit")));
onPress($("put-in"), async () => {
  const done = await deposit({ customer_id: customer?.id ?? "", amount: westernDigits($("deposit-amount").value), method: $("deposit-method").value });
  if (done === null) return;
  $("deposit-amount").value = "";
  await show(customer.id);
  showDone(
    done.msg,
    [["العميل", customer.name], [`المحفظة (${CURRENCY})`, money(done.customer.wallet_after), "grand"]],
    $("account-customer"),
    walletReceipt(done.wallet_transaction_id),
  );
});
