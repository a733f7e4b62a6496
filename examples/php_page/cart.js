// The cart: what is typed stays as it is typed, and every figure is the server's (quote.js). A cart that is put aside is a draft; sold, it
// is an invoice, once, however many tills have it on their screens.

import { CURRENCY, westernDigits } from "./money.js";
import { mergeQuote, quoter } from "./quote.js";
import { $, customerSearch, element, isolated, figures, list, money, newRequestId, post, productSearch, read, sender, showDone, stockOf } from "./shared.js";

let draftId = ""; // of the cart that was taken up again
let customer = null;
let rows = []; // { row_id, product, place } and, from the server, computed and problems

const typed = ({ place }, name) => westernDigits(place.querySelector(`.${name}`).value);

// --- the cart

customerSearch((found) => {
  chooseCustomer(found);
  $("product-search").focus();
});
productSearch((product) => {
  addRow(product);
  $("product-search").focus();
  changed();
});
$("discount-value").addEventListener("input", () => changed());

function chooseCustomer(found) {
  customer = found;
  $("customer").replaceChildren(found ? isolated(found.name) : "لم يُختر عميل بعد.");
  changed();
}

function addRow(product, line = {}) {
  const place = $("item-template").content.cloneNode(true).firstElementChild;
  const row = { row_id: line.row_id ?? newRequestId(), product, place, problems: [] };
  place.dataset.row = row.row_id;
  place.querySelector("bdi").textContent = product.name;
  place.querySelector("small").textContent = product.product_code ? stockOf(product) : "غير متاح للبيع";
  place.querySelector(".remove").setAttribute("aria-label", `حذف ${product.name}`);
  place.querySelector(".qty").value = line.qty ?? "1";
  place.querySelector(".price").value = line.selling_price ?? "";
  place.querySelector(".discount").value = line.discount_percent ?? "";
  place.addEventListener("input", () => changed());
  place.querySelector(".remove").addEventListener("click", () => {
    rows = rows.filter((each) => each !== row);
    place.remove();
    $("product-search").focus();
    changed();
  });
  rows.push(row);
  $("items").append(place);
}

function cart() {
  const items = rows.map((row) => ({
    row_id: row.row_id,
    product_id: row.product.id,
    qty: typed(row, "qty"),
    selling_price: typed(row, "price"),
    discount_percent: typed(row, "discount"),
  }));
  return {
    customer_id: customer?.id ?? "",
    items: JSON.stringify(items),
    discount_type: "percent",
    discount_value: westernDigits($("discount-value").value),
    status: "paid",
    draft_id: draftId,
    name: $("cart-name").value,
  };
}

function clear() {
  draftId = "";
  rows = [];
  $("items").replaceChildren();
  for (const id of ["discount-value", "cart-name"]) $(id).value = "";
  chooseCustomer(null);
}

// --- the server's figures

const changed = quoter(async () => {
  if (rows.length === 0) return { items: [], problems: [] };
  try {
    const quote = await (await post("quote_invoice", { ...cart(), request_id: newRequestId() })).json();
    return quote.ok ? quote : null;
  } catch {
    return null; // the figures stay as they are; holding or selling the cart says what is wrong
  }
}, show);

function show(quote) {
  mergeQuote(rows, quote);
  for (const { place, computed, problems } of rows) {
    const total = computed?.total_price ?? null; // less the row's own discount
    place.querySelector("output").replaceChildren(total === null ? "؟" : money(total));
    place.querySelector(".price").placeholder = computed?.list_price ?? "";
    place.querySelector(".problem").textContent = problems.map((each) => each.message).join(" ");
    place.querySelector(".problem").hidden = problems.length === 0;
  }
  const known = (name) => (quote[name] ?? null) !== null;
  figures($("totals"), [
    ...(known("total_before") ? [["الإجمالي", money(quote.total_before)]] : []),
    ...(known("discount_amount") ? [["الخصم", money(quote.discount_amount)]] : []),
    ...(quote.tax_total > 0 ? [["منه الضريبة", money(quote.tax_total)]] : []),
    [`الصافي (${CURRENCY})`, known("total_after") ? money(quote.total_after) : "؟", "grand"],
  ]);
  const others = quote.problems.filter((each) => !rows.some((row) => row.row_id === each.row_id));
  $("problems").replaceChildren(...others.map((each) => element("li", each.message)));
}

// --- put aside, taken up, sold

const hold = sender("save_draft");
const sell = sender("save_invoice");
const discard = sender("delete_draft");

$("hold").addEventListener("click", async () => {
  const held = await hold(cart());
  if (held === null) return;
  clear();
  await listHeld();
});

$("sell").addEventListener("click", async (event) => {
  if (event.detail > 1) return; // the second half of a double click
  const sold = await sell(cart());
  if (sold === null) return;
  clear();
  await listHeld();
  showDone(sold.msg, [
    ["رقم الفاتورة", sold.invoice_no],
    [`الصافي (${CURRENCY})`, money(sold.total_after), "grand"],
  ]);
});

async function listHeld() {
  const drafts = await list("drafts");
  $("none-held").hidden = drafts.length > 0;
  $("held").replaceChildren(
    ...drafts.map((draft) => {
      const place = element("li");
      const name = draft.name ?? draft.customer_name ?? `سلة ${draft.draft_id}`;
      place.append(isolated(name), " ", element("small", `عدد البنود: ${draft.line_count}`), " ");
      if (draft.total_after !== null) place.append(money(draft.total_after));
      place.append(button("استكمال", name, () => resume(draft)), button("حذف", name, () => remove(draft)));
      return place;
    }),
  );
}

function button(text, of, act) {
  const made = element("button", text, text === "حذف" ? "remove" : "");
  made.type = "button";
  made.setAttribute("aria-label", `${text} ${of}`);
  made.addEventListener("click", act);
  return made;
}

async function remove(draft) {
  if ((await discard({ draft_id: draft.draft_id })) !== null) await listHeld();
}

// What was typed comes back as it was typed; names and stock are today's.
async function resume(draft) {
  const stored = await read({ list: "draft", draft_id: draft.draft_id });
  if (stored === null) return;
  const { request } = stored;
  clear();
  draftId = draft.draft_id;
  $("cart-name").value = stored.name ?? "";
  $("discount-value").value = request.discount_value ?? "";
  if (stored.customer_id !== null) {
    chooseCustomer((await list("customers", { customer_id: stored.customer_id }))[0] ?? null);
  }
  const lines = typeof request.items === "string" ? JSON.parse(request.items) : (request.items ?? []);
  for (const line of lines) {
    const [product] = await list("products", { product_id: line.product_id });
    addRow(product ?? { id: line.product_id, name: `صنف رقم ${line.product_id}` }, line);
  }
  changed();
}

clear();
listHeld();
