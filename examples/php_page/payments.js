// The money that is given, in as many rows as there are ways of paying.

import { amount, CURRENCY_CODE, inWords, westernDigits } from "./money.js";
import { copyOf, part } from "./show.js";

// place: where the rows stand; usual: what becomes of money that is too much; changed: called after each change.
export function paymentRows(place, usual, changed) {
  const fields = copyOf("payments-template");
  const rows = part(fields, "rows");
  const inputs = () => [...rows.querySelectorAll(".amount")];
  const sum = () => inputs().reduce((all, input) => all + (amount(input.value) ?? 0n), 0n);
  place.append(fields);
  fields.addEventListener("input", changed);
  part(fields, "add").addEventListener("click", () => {
    part(add(), "method").focus();
    changed();
  });
  clear();

  function add() {
    const row = copyOf("payment-row-template");
    part(row, "remove").addEventListener("click", () => {
      row.remove();
      part(fields, "add").focus();
      changed();
    });
    rows.append(row);
    return row;
  }

  function clear() {
    rows.replaceChildren();
    part(fields, "overpayment").value = usual;
    add();
  }

  return {
    clear,
    show: (shown) => (fields.hidden = !shown),
    overpayment: () => part(fields, "overpayment").value,
    sum,
    // What is paid is in this currency; in another one than the company's nothing may be too much.
    paidIn(code) {
      part(fields, "paid-in").textContent = code === CURRENCY_CODE ? "" : code;
      part(fields, "overpayment").parentElement.hidden = code !== CURRENCY_CODE;
    },
    // What is left of what is due: where all of it is paid now, it stands in the first empty field, and is what the field means.
    offer(due, all) {
      const rest = due - sum();
      inputs().forEach((input) => (input.placeholder = ""));
      const empty = inputs().find((input) => input.value === "");
      if (empty && all && rest > 0n) empty.placeholder = inWords(rest).replaceAll(",", "");
      part(fields, "overpayment").parentElement.hidden = rest >= 0n;
    },
    toSend: () =>
      [...rows.children].map((row, at) => {
        row.dataset.no = at + 1;
        return {
          amount: westernDigits(part(row, "amount").value || part(row, "amount").placeholder),
          method: part(row, "method").value,
        };
      }),
  };
}
