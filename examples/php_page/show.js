// How the page shows what the server says. Everything is put in as text, never as markup.

import { amount, CURRENCY_CODE, inCurrency, inWords } from "./money.js";

// mixed: several ways at once, on payments that were adopted.
export const METHODS = { cash: "نقداً", card: "بطاقة", bank_transfer: "تحويل بنكي", check: "شيك", wallet: "المحفظة", mixed: "متعدد" };
export const STATUSES = { paid: "مدفوعة", partial: "مدفوعة جزئياً", pending: "آجلة", canceled: "ملغاة", reverted: "مسترجعة" };

export const NOTE_KINDS = { price_difference: "فرق سعر", additional_fees: "رسوم إضافية", penalty: "غرامة", correction: "تصحيح", opening_balance: "رصيد افتتاحي" };

export const $ = (id) => document.getElementById(id);
export const part = (place, className) => place.querySelector(`.${className}`);
export const copyOf = (template) => $(template).content.cloneNode(true).firstElementChild;

export function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

export function button(text, className, act) {
  const made = element("button", text, className);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// A number or a name inside an Arabic sentence keeps its own direction.
export const isolated = (text) => element("bdi", text);

export function figure(text) {
  const made = element("bdi", text, "figure");
  made.dir = "ltr";
  return made;
}

export function small(...nodes) {
  const made = element("small");
  made.append(...nodes);
  return made;
}

export const money = (value) => figure(inWords(typeof value === "bigint" ? value : amount(value)));

// (An invoice in the company's currency names none.)
export const isForeign = (document) => (document.currency ?? CURRENCY_CODE) !== CURRENCY_CODE;

// An amount of a debit note, an invoice or a payment, in its currency.
export const moneyOf = (document, value) => (isForeign(document) ? figure(inCurrency(value, document.currency)) : money(value));

export function figures(target, rows) {
  target.replaceChildren(
    ...rows.flatMap(([title, value, className = ""]) => {
      const data = element("dd", "", className);
      data.append(value instanceof Node ? value : isolated(value));
      data.style.setProperty("--letters", data.textContent.length);
      return [element("dt", title), data];
    }),
  );
  target.hidden = rows.length === 0;
  return target;
}

// What the customer owes, or is owed.
export function balance(value) {
  const owed = amount(value);
  return [owed < 0n ? "له" : "عليه", money(owed < 0n ? -owed : owed), owed > 0n ? "owes" : ""];
}

export const customerFigures = (customer) => [
  ["العميل", customer.name, "wide"],
  ...(customer.tracks_balance ? [balance(customer.balance), ["المحفظة", money(customer.wallet)]] : []),
];

export const whereTheRestWent = (answer) => [
  ...(amount(answer.change_due) > 0n ? [["الباقي للعميل", money(answer.change_due), "grand"]] : []),
  ...(amount(answer.to_wallet) > 0n ? [["أُضيف إلى المحفظة", money(answer.to_wallet)]] : []),
];

export const numberOf = (invoice) => invoice.invoice_no ?? `#${invoice.invoice_id}`;

// --- what the server answers

export function sentence({ error, template = error, values = {} }) {
  const made = element("p", "", "sentence");
  for (const piece of template.split(/(\{\w+\})/)) {
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    made.append(name in values ? valueInSentence(values[name]) : piece);
  }
  return made;
}

// A plain number goes with the words around it: isolated, the 3 of "ID: 3" would jump to the other side.
const valueInSentence = (value) => (/^\d+(\.\d+)?$/.test(value) ? value : isolated(value));

export function showError(answer) {
  showAnswer("error", "alert", element("h2", "تعذر إتمام الطلب"), sentence(answer));
  $("answer").focus();
}

// What was done. The focus goes to where the next thing is typed: a scanner may be at work already.
export function showDone(title, rows, next, ...more) {
  showAnswer("done", "status", element("h2", title), figures(element("dl", "", "figures"), rows), ...more);
  (matchMedia("(pointer: coarse)").matches ? $("answer") : next).focus({ preventScroll: true });
}

function showAnswer(className, role, ...nodes) {
  const place = $("answer");
  place.className = `card ${className}`;
  place.setAttribute("role", role);
  place.replaceChildren(...nodes);
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
}

export function hideAnswer() {
  $("answer").hidden = true;
}
