// The page begins: its panels, and whether the cashier has a shift open.

import "./account.js";
import "./drafts.js";
import "./returns.js";
import { clearSale } from "./sale.js";
import { loadShift } from "./shift.js";
import { $ } from "./show.js";
import { showPanel, shownPanel } from "./tabs.js";

// While something is being sold: F2 to the search, F9 sells.
document.addEventListener("keydown", (event) => {
  if (shownPanel() !== "sale" || !["F2", "F9"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "F2") $("sale-product").focus();
  else if (!event.repeat) $("sell").click();
});

clearSale();
if (await loadShift()) $("sale-product").focus();
else await showPanel("shift");
