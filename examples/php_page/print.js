// The receipt of an invoice, a payment or money in the wallet, or a debit note, on paper 80 mm wide: page.css shows nothing else while it prints.

import { amount, CURRENCY, plainly } from "./money.js";
import { read } from "./server.js";
import { $, element, figure, figures, isForeign, isolated, METHODS, money, moneyOf, NOTE_KINDS, numberOf } from "./show.js";

export async function printInvoice(id) {
  const invoice = await read({ list: "invoice", id });
  if (invoice === null) return;
  print(
    element("h2", "فاتورة"),
    figures(element("dl", "", "figures"), [
      ["رقم الفاتورة", numberOf(invoice)],
      ["التاريخ", invoice.invoice_date],
      ["العميل", invoice.customer_name],
    ]),
    lines(invoice.items),
    figures(element("dl", "", "figures"), totals(invoice)),
    element("p", "شكراً لزيارتكم", "thanks"),
  );
}

// customer: the name; the note knows the id.
export async function printNote(id, customer) {
  const note = await read({ list: "debit_note", id });
  if (note === null) return;
  const place = element("ol", "", "printed-lines");
  for (const item of note.items) {
    const row = element("li");
    row.append(isolated(item.description), element("br"));
    row.append(isolated(`${plainly(item.quantity)} × ${plainly(item.unit_price)}`), moneyOf(note, item.net));
    place.append(row);
  }
  print(
    element("h2", "إشعار مدين"),
    figures(element("dl", "", "figures"), [
      ["رقم الإشعار", note.debit_note_no],
      ["التاريخ", note.debit_note_date],
      ["العميل", customer],
      ...(note.source_invoice_id ? [["عن الفاتورة", `#${note.source_invoice_id}`]] : []),
      ["النوع", NOTE_KINDS[note.reference_type]],
      ...(note.reference_no ? [["المرجع", note.reference_no]] : []),
    ]),
    place,
    figures(element("dl", "", "figures"), [
      ["الضرائب", moneyOf(note, note.tax_total)],
      ["الإجمالي", moneyOf(note, note.total), "grand"],
      ...(isForeign(note) ? [["سعر الصرف", figure(note.exchange_rate)], [`ما يعادل (${CURRENCY})`, money(note.total_base)]] : []),
      ["المدفوع", moneyOf(note, note.applied_amount)],
      ["المتبقي", moneyOf(note, note.remaining_amount)],
    ]),
  );
}

export async function printPayment(id) {
  const paid = await read({ list: "payment", id });
  if (paid === null) return;
  // what was handed over, and given back, is in the company's currency
  const change = amount(paid.change_given ?? 0) > 0n && !isForeign(paid);
  const state = { failed: "ملغى", refunded: "تم رده" }[paid.status];
  print(
    element("h2", paid.amount < 0 ? "إيصال رد مبلغ" : "إيصال استلام"),
    figures(element("dl", "", "figures"), [
      ["رقم الإيصال", paid.payment_no ?? `#${paid.payment_id}`],
      ["التاريخ", paid.business_date ?? paid.payment_date.slice(0, 10)],
      ["العميل", paid.customer_name],
      paid.invoice_id ? ["الفاتورة", numberOf(paid)] : ["الإشعار المدين", paid.debit_note_no],
      ["طريقة الدفع", METHODS[paid.method]],
      ...(state ? [["الحالة", state]] : []),
    ]),
    figures(element("dl", "", "figures"), [
      ...(change ? [["المسلَّم", money(paid.tendered)], ["الباقي للعميل", money(paid.change_given)]] : []),
      ["المبلغ", moneyOf(paid, paid.amount), "grand"],
      ...(isForeign(paid) && paid.exchange_rate ? [["سعر الصرف", figure(paid.exchange_rate)]] : []),
      ...(isForeign(paid) ? [[`ما يعادل (${CURRENCY})`, money(paid.base_amount)]] : []),
      [paid.invoice_id ? "المتبقي على الفاتورة" : "المتبقي على الإشعار المدين", moneyOf(paid, paid.document_remaining)],
    ]),
  );
}

export async function printWalletMove(id) {
  const moved = await read({ list: "wallet_move", id });
  if (moved === null) return;
  const into = ["deposit", "refund"].includes(moved.type);
  print(
    element("h2", into ? "إيصال إيداع في المحفظة" : "إيصال سحب من المحفظة"),
    figures(element("dl", "", "figures"), [
      ["رقم الحركة", `#${moved.wallet_transaction_id}`],
      ["التاريخ", moved.business_date],
      ["العميل", moved.customer_name],
      ...(moved.method ? [[into ? "طريقة الدفع" : "طريقة الصرف", METHODS[moved.method]]] : []),
      ["البيان", moved.description],
    ]),
    figures(element("dl", "", "figures"), [
      ["رصيد المحفظة قبل", money(moved.wallet_before)],
      ["رصيد المحفظة بعد", money(moved.wallet_after)],
      ["المبلغ", money(moved.amount), "grand"],
    ]),
  );
}

// Print these nodes under the shop's name.
export function print(...nodes) {
  $("paper").replaceChildren(element("h1", document.querySelector("h1").textContent), ...nodes);
  window.print();
}

function lines(items) {
  const place = element("ol", "", "printed-lines");
  for (const item of items) {
    const row = element("li");
    row.append(isolated(item.product_name), element("br"));
    row.append(isolated(`${plainly(item.qty)} × ${plainly(item.selling_price)}`), money(item.total_price));
    place.append(row);
  }
  return place;
}

function totals(invoice) {
  const some = (title, value) => (amount(value) === 0n ? [] : [[title, money(value)]]);
  const change = invoice.payments.reduce((sum, payment) => sum + amount(payment.change_given), 0n);
  return [
    ...some("الإجمالي", invoice.total_before),
    ...some("الخصم", invoice.discount_amount),
    ...some("منه الضريبة", invoice.tax_total),
    ["الصافي", money(invoice.total_after), "grand"],
    ...inItsCurrency(invoice.in_currency),
    ...some("المرتجع", invoice.returned_amount),
    ...invoice.payments.map((payment) => [METHODS[payment.method], money(payment.amount)]),
    ...(change > 0n ? [["الباقي للعميل", money(change)]] : []),
    ...some("المتبقي", invoice.remaining_amount),
  ];
}

const inItsCurrency = (said) =>
  said ? [["بعملتها", moneyOf(said, said.total_after)], ["سعر الصرف", figure(said.exchange_rate)], ["المتبقي بعملتها", moneyOf(said, said.remaining_amount)]] : [];
