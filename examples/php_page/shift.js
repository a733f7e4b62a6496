// The panel of the shift: opened with what lies in the drawer, closed with what was counted.

import { refusedAt } from "./fields.js";
import { CURRENCY, westernDigits } from "./money.js";
import { print } from "./print.js";
import { reportOf } from "./report.js";
import { list, onPress, read, sender } from "./server.js";
import { $, button, element, figures, isolated, money, showDone } from "./show.js";
import { whenShown } from "./tabs.js";

const watchers = [];
let shift = null;

// act(shift, till): both null while the cashier has no open shift.
export function whenShiftChanges(act) {
  watchers.push(act);
}

// Find out whether this cashier has an open shift, and tell whoever asked to be told.
export async function loadShift() {
  $("report").replaceChildren(); // rather none than the figures of before
  [shift = null] = await list("shifts");
  const tills = await list("tills", shift ? { till_id: shift.till_id } : {});
  $("till").replaceChildren(
    ...tills.filter((till) => till.open_shift === null).map((till) => new Option(`${till.code} · ${till.name}`, till.id)),
  );
  $("shift-state").replaceChildren(...(shift ? ["الوردية ", isolated(shift.shift_no)] : ["لا توجد وردية مفتوحة"]));
  $("shift-state").classList.toggle("closed", shift === null);
  $("opening").hidden = shift !== null;
  $("running").hidden = shift === null;
  for (const act of watchers) act(shift, shift ? tills[0] : null);
  return shift;
}

async function showReport() {
  const answer = shift && (await read({ list: "shift" }));
  if (answer) $("report").replaceChildren(...reportOf(answer.report));
}

whenShown("shift", async () => {
  await loadShift();
  await showReport();
});

const entered = (id) => westernDigits($(id).value);

const open = sender("open_shift", refusedAt($("shift")));
onPress($("open-shift"), async () => {
  const opened = await open({ till_id: $("till").value, opening_cash: entered("opening-cash") });
  if (opened === null) return;
  $("opening-cash").value = "";
  await loadShift();
  await showReport();
  showDone(opened.msg, [["الوردية", opened.shift_no], ["في الدرج", money(opened.shift.opening_cash)]], $("sale-tab"));
});

const moveCash = sender("cash_move", refusedAt($("move-title").parentElement));
onPress($("move"), async () => {
  const moved = await moveCash({ type: $("move-type").value, amount: entered("move-amount"), reason: $("move-reason").value });
  if (moved === null) return;
  for (const id of ["move-amount", "move-reason"]) $(id).value = "";
  await showReport();
  showDone(moved.msg, [[`المتوقع في الدرج (${CURRENCY})`, money(moved.expected_cash), "grand"]], $("move-type"));
});

const close = sender("close_shift", refusedAt($("shift")));
onPress($("close-shift"), async () => {
  const counted = [...document.querySelectorAll(".counted")].map((input) => [input.name, westernDigits(input.value)]);
  const closed = await close({ counted: JSON.stringify(Object.fromEntries(counted)) });
  if (closed === null) return;
  for (const input of document.querySelectorAll(".counted")) input.value = "";
  await loadShift();
  showReportOf(closed, "تقرير إقفال الوردية (Z)", [
    ["الوردية", closed.shift.shift_no],
    ["نقطة البيع", closed.shift.till],
    ["الكاشير", closed.shift.cashier],
    ["يوم", closed.shift.closed_on],
  ]);
});

const closeDay = sender("daily_closing", refusedAt($("shift")));
onPress($("close-day"), async () => {
  const closed = await closeDay({});
  if (closed === null) return;
  showReportOf(closed, "تقرير إقفال اليوم (Z)", [
    ["رقم الإقفال", String(closed.closing_no)],
    ["يوم", closed.business_date],
    ["إجمالي الإقفالات", money(closed.running_total)],
  ]);
});

function showReportOf({ msg, report }, title, rows) {
  const nodes = () => [element("h3", title), figures(element("dl", "", "figures"), rows), ...reportOf(report)];
  const paper = button("طباعة", "print", () => print(...nodes()));
  showDone(msg, [], $("shift-tab"), ...nodes(), paper);
}
