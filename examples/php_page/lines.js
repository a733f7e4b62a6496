// Lines that are being sold: what is typed stays as it is typed, and every figure beside it is the server's (quote.js).

import { quantity, westernDigits } from "./money.js";
import { clearProblems, fieldOf, showProblem } from "./fields.js";
import { mergeQuote } from "./quote.js";
import { stockOf } from "./search.js";
import { newRequestId, post } from "./server.js";
import { copyOf, element, hideAnswer, money, part } from "./show.js";

const typed = ({ place }, className) => westernDigits(part(place, className).value);

// place: the list on the screen; back: where the focus goes when a line is done; changed: called after each change.
export function lineList(place, back, changed) {
  let rows = []; // { row_id, product, place } and, from the server, computed and problems

  // The same product again is one more of it, so that a scanner counts; a line with a price or discount of its own stays as it is.
  function scan(product) {
    hideAnswer(); // the next customer's goods
    const row = rows.find((each) => each.product.id === product.id && !typed(each, "price") && !typed(each, "discount"));
    if (row && quantity(part(row.place, "qty").value) !== null) count(row, 1n);
    else add(product);
    back.focus();
    changed();
  }

  function add(product, line = {}) {
    const row = { row_id: line.row_id ?? newRequestId(), product, place: copyOf("line-template"), problems: [] };
    row.place.dataset.row = row.row_id;
    row.place.dataset.product = product.id;
    part(row.place, "name").querySelector("bdi").textContent = product.name;
    part(row.place, "name").querySelector("small").textContent = product.product_code ? stockOf(product) : "غير متاح للبيع";
    part(row.place, "remove").setAttribute("aria-label", `حذف ${product.name}`);
    part(row.place, "qty").value = line.qty ?? "1";
    part(row.place, "price").value = line.selling_price ?? "";
    part(row.place, "price-type").value = line.price_type ?? "wholesale";
    part(row.place, "discount").value = line.discount_percent ?? "";
    row.place.addEventListener("input", changed);
    row.place.addEventListener("keydown", (event) => onKey(event, row));
    row.place.addEventListener("focusin", ({ target }) => target.matches("input") && target.select());
    for (const [className, step] of [["more", 1n], ["less", -1n]]) {
      part(row.place, className).addEventListener("click", () => {
        count(row, step);
        changed();
      });
    }
    part(row.place, "remove").addEventListener("click", () => {
      rows = rows.filter((each) => each !== row);
      row.place.remove();
      back.focus();
      changed();
    });
    rows.push(row);
    place.append(row.place);
  }

  // One more or less, down to one; a quantity that is no whole number keeps its fraction.
  function count(row, step) {
    const field = part(row.place, "qty");
    const [whole, fraction] = westernDigits(field.value).split(".");
    if (!/^\d+$/.test(whole) || BigInt(whole) + step < 1n) return;
    field.value = [BigInt(whole) + step, ...(fraction ? [fraction] : [])].join(".");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function onKey(event, row) {
    if (!event.target.matches("input")) return;
    if (event.key === "Enter") back.focus();
    const step = { ArrowUp: 1n, ArrowDown: -1n }[event.key];
    if (step && event.target.matches(".qty")) {
      event.preventDefault();
      count(row, step);
    }
  }

  return {
    scan,
    add,
    clear() {
      rows = [];
      place.replaceChildren();
    },
    isEmpty: () => rows.length === 0,
    toSend: () =>
      rows.map((row, at) => {
        row.place.dataset.no = at + 1;
        return {
          row_id: row.row_id,
          product_id: row.product.id,
          qty: typed(row, "qty"),
          selling_price: typed(row, "price"),
          price_type: typed(row, "price-type"),
          discount_percent: typed(row, "discount"),
        };
      }),
    show(quote) {
      mergeQuote(rows, quote);
      for (const row of rows) {
        const total = row.computed?.total_price ?? null; // less the line's own discount
        row.place.querySelector("output").replaceChildren(total === null ? "؟" : money(total));
        part(row.place, "price").placeholder = row.computed?.list_price ?? "";
      }
    },
    lineOf: (rowId) => rows.find((row) => row.row_id === rowId)?.place,
  };
}

// The server's figures for a sale that is still being typed, or null where they cannot be had: they stay as they are then, and
// selling says what is wrong.
export async function quoteOf(request) {
  try {
    const quote = await (await post("quote_invoice", { ...request, request_id: newRequestId() })).json();
    return quote.ok ? quote : null;
  } catch {
    return null;
  }
}

// What a quote says is wrong: at its field where there is one, else in the list.
export function showProblems(panel, lines, quote, list) {
  clearProblems(panel, "quote");
  list.replaceChildren();
  for (const { message, ...problem } of quote.problems) {
    const answer = { ...problem, error: message };
    const line = lines.lineOf(problem.row_id);
    const field = fieldOf(panel, answer, line);
    if (field) showProblem(field, answer, "quote");
    else list.append(element("li", message));
  }
}
