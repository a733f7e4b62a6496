// A debit note that is raised for an invoice: what the customer owes more for it. The panel of accounts has the form.

import { refusedAt } from "./fields.js";
import { CURRENCY, westernDigits } from "./money.js";
import { printNote } from "./print.js";
import { onPress, sender } from "./server.js";
import { $, balance, button, copyOf, money, part, showDone } from "./show.js";

const FIELDS = ["description", "quantity", "unit_price", "tax_rate"];

// raised: called when one was, before it is said.
export function noteForm(raised) {
  const items = $("note-items");
  const raise = sender("save_debit_note", refusedAt($("note")));
  let customer = null;
  $("add-note-item").addEventListener("click", () => part(addItem(), "description").focus());
  clear();

  function addItem() {
    const row = copyOf("note-item-template");
    part(row, "remove").addEventListener("click", () => {
      row.remove();
      $("add-note-item").focus();
    });
    items.append(row);
    return row;
  }

  function clear() {
    items.replaceChildren();
    addItem();
    for (const id of ["note-reference", "note-reason"]) $(id).value = "";
  }

  // A field that is left empty says nothing: the server knows what it means.
  function toSend() {
    return [...items.children].map((row, at) => {
      row.dataset.no = at + 1;
      const typed = FIELDS.map((name) => [name, part(row, name).value]);
      return Object.fromEntries(typed.map(([name, text]) => [name, name === "description" ? text : westernDigits(text)]).filter(([, text]) => text !== ""));
    });
  }

  onPress($("raise-note"), async () => {
    const done = await raise({
      customer_id: customer?.id ?? "",
      source_invoice_id: $("note-invoice").value,
      reference_type: $("note-kind").value,
      reference_no: $("note-reference").value,
      reason: $("note-reason").value,
      items: JSON.stringify(toSend()),
    });
    if (done === null) return;
    clear();
    $("note").open = false;
    await raised();
    showDone(
      done.msg,
      [["رقم الإشعار", done.debit_note_no], [`قيمته (${CURRENCY})`, money(done.total), "grand"], balance(done.customer.balance_after)],
      $("account-customer"),
      button("طباعة الإشعار", "print", () => printNote(done.debit_note_id, customer.name)),
    );
  });

  return (found) => (customer = found);
}
