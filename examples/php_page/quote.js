// What the server computes of a cart that is still being typed, put into the rows on the screen.

// The members of a quoted line that are the server's to say. All others in a row are the cashier's and stay as they were typed.
const COMPUTED = [
  "list_price", "selling_price", "total_price", "line_discount", "discount_share", "net", "tax_amount", "gross", "taxes", "stock_qty",
];

// Rows are known by their row_id, never by product: one product may stand on two of them. A line of the quote whose row is gone by now is
// left out; a row that was not asked about yet keeps what it has. What is wrong with a row stands in its problems.
export function mergeQuote(rows, quote) {
  const lines = new Map(quote.items.map((line) => [line.row_id, line]));
  for (const row of rows) {
    const line = lines.get(row.row_id);
    if (!line) continue;
    row.computed = Object.fromEntries(COMPUTED.map((name) => [name, line[name] ?? null]));
    row.problems = quote.problems.filter((problem) => problem.row_id === row.row_id);
  }
}

// Call what comes back at every change of the cart: it asks when nothing was changed for a while, and shows the answer. One that arrives
// after a further change is dropped: it speaks of a cart that is no more. Its settled() waits for the answer to the last change, and says
// whether there was one.
export function quoter(ask, show, pause = 250) {
  let latest = 0;
  let timer = 0;
  let current = Promise.resolve(true);
  let answered = () => {};
  function changed() {
    const mine = ++latest;
    if (timer === 0) current = new Promise((resolve) => (answered = resolve));
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const quote = await ask();
      if (mine !== latest) return;
      if (quote !== null) show(quote);
      timer = 0;
      answered(quote !== null);
    }, pause);
  }
  changed.settled = () => current;
  return changed;
}
