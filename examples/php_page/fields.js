// What the server refuses, shown at the field that it is about.

import { westernDigits } from "./money.js";
import { element, sentence, showError } from "./show.js";

// The member that an error is about, where its sentence does not name it.
const MEMBER_OF = {
  VALIDATION: "customer_id", // "choose a customer": all other sentences of this token name their member
  UNKNOWN_CUSTOMER: "customer_id",
  CREDIT_LIMIT: "customer_id",
  NO_ITEMS: "items",
  UNKNOWN_PRODUCT: "qty",
  INVALID_QUANTITY: "qty",
  INSUFFICIENT_STOCK: "qty",
  RETURN_EXCEEDS_SOLD: "qty",
  INVALID_PRICE: "selling_price",
  INVALID_DISCOUNT: "discount_percent",
  INVALID_PAYMENT_METHOD: "method",
  INVALID_PAYMENT: "amount",
  PAYMENTS_REQUIRED: "amount",
  PAYMENTS_MISMATCH: "amount",
  OVERPAYMENT: "amount",
  WALLET_INSUFFICIENT: "amount",
  CASH_INSUFFICIENT: "amount",
  NOTHING_TO_PAY: "amount",
  UNKNOWN_INVOICE: "invoice_id",
  INVOICE_CLOSED: "invoice_id",
  DUPLICATE_REFERENCE: "reference_no",
  OVER_APPLIED: "amount",
  UNKNOWN_TILL: "till_id",
  SHIFT_OPEN: "till_id",
};
let count = 0;

// The field of a panel that a refusal, or a problem of a quote, is about; or null. A line is known by its number in the request
// (data-no), its product (data-product) or its item (data-item).
export function fieldOf(panel, { token, values = {} }, line = panel) {
  const [, at, name] = /^(?:\w+\[(\d+)\]\.)?(.*)$/.exec(values.member ?? MEMBER_OF[token] ?? "");
  const lines = [
    ["no", at ?? values.line_no ?? values.position],
    ["item", values.item_id],
    ["product", values.product_id],
  ].filter(([, value]) => value !== undefined);
  const selectors = [...lines.map(([key, value]) => `[data-${key}="${value}"] [data-field="${name}"]`), `[data-field="${name}"]`];
  for (const selector of selectors) {
    const fields = [...line.querySelectorAll(selector)].filter((field) => field.checkVisibility());
    // two lists may have a line of this number
    const field =
      fields.find((each) => westernDigits(each.value) === values.value) ??
      // where a product stands on two lines, the quote knew which of them asks for too much
      fields.find((each) => each.matches("[aria-invalid]")) ??
      fields[0];
    if (field) return field;
  }
  return null;
}

const titleOf = (field) => field.labels[0]?.firstChild.textContent.trim().split(/[:،]/)[0] ?? "";

// by says who shows it, so that it can be taken away again.
export function showProblem(field, answer, by) {
  clearProblem(field);
  const values = { ...answer.values, ...(answer.values?.member && { member: titleOf(field) }) };
  const note = element("p", "", "problem");
  note.id = `problem-${(count += 1)}`;
  note.dataset.by = by;
  note.setAttribute("role", "alert");
  note.append(...sentence({ ...answer, values }).childNodes);
  (field.closest("label") ?? field).after(note);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", note.id);
}

export function clearProblem(field) {
  document.getElementById(field.getAttribute("aria-describedby"))?.remove();
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
}

export function clearProblems(panel, by) {
  for (const field of panel.querySelectorAll("[aria-invalid]")) {
    if (document.getElementById(field.getAttribute("aria-describedby")).dataset.by === by) clearProblem(field);
  }
}

// For sender: a refusal stands at its field, which gets the focus, or above the panel.
export function refusedAt(panel) {
  return (answer) => {
    const field = fieldOf(panel, answer);
    if (field === null) return showError(answer);
    showProblem(field, answer, "refusal");
    field.focus();
  };
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("[aria-invalid]")) clearProblem(target);
});
