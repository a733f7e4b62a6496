// The panel of the carts that were put aside, to be taken up again at any till.

import { cart, clearSale, takeUp } from "./sale.js";
import { list, onPress, read, sender } from "./server.js";
import { $, button, element, isolated, money, showDone } from "./show.js";
import { showPanel, whenShown } from "./tabs.js";

const hold = sender("save_draft");
const discard = sender("delete_draft");

onPress($("hold"), async () => {
  const held = await hold(cart());
  if (held === null) return;
  clearSale();
  showDone(held.msg, [], $("sale-product"));
});

whenShown("drafts", async () => {
  const drafts = await list("drafts");
  $("held").replaceChildren(...drafts.map(row));
});

function row(draft) {
  const place = element("li");
  const name = draft.name ?? draft.customer_name ?? `فاتورة ${draft.draft_id}`;
  const press = (text, className, act) => {
    const made = button(text, className, () => act(draft));
    made.setAttribute("aria-label", `${text} ${name}`);
    return made;
  };
  place.append(isolated(name), " ", element("small", `عدد البنود: ${draft.line_count}`), " ");
  if (draft.total_after !== null) place.append(money(draft.total_after));
  place.append(press("استكمال", "resume", resume), press("حذف", "remove", remove));
  return place;
}

async function resume({ draft_id }) {
  const draft = await read({ list: "draft", id: draft_id });
  if (draft === null) return;
  await takeUp(draft);
  showPanel("sale");
  $("sale-product").focus();
}

async function remove({ draft_id }) {
  if ((await discard({ draft_id })) !== null) showPanel("drafts");
}
