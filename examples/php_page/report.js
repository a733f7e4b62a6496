// The figures of a shift (X while it is open, Z when it is closed) or of a branch's day, as the server gives them.

import { amount } from "./money.js";
import { element, figures, METHODS, money } from "./show.js";

const SALES = { sales: "المبيعات", amendments: "التعديلات", returns: "المرتجعات", cancelled: "الملغاة", net_sales: "صافي المبيعات" };
const MONEY = {
  payments: "مدفوعات فواتير الوردية",
  debts_collected: "تحصيل ديون سابقة",
  refunds: "مبالغ مستردة",
  voids: "مدفوعات ملغاة",
  wallet_deposits: "إيداع محافظ",
  wallet_withdrawals: "سحب محافظ",
  supplier_payments: "دفعات الموردين",
  cash_in: "إيداع في الدرج",
  cash_out: "صرف من الدرج",
};
const DRAWER = { opening: "الافتتاح", expected: "المتوقع", counted: "المعدود", difference: "الفرق" };

const isSome = (value) => value !== null && amount(value) !== 0n;

export function reportOf(report) {
  return [
    section("المبيعات", Object.entries(SALES).flatMap(([name, title]) => salesRow(name, title, report[name]))),
    section("الأموال", Object.entries(MONEY).flatMap(([name, title]) => moneyRows(title, report[name]))),
    ...(report.methods ?? []).map(drawer),
    ...outside("خارج الورديات", report.outside_shifts),
    ...outside("خارج الورديات في أيام سبق إقفالها", report.after_closings),
  ];
}

// Of a day: what was posted outside its shifts, where there is any.
function outside(title, report) {
  const some = report && [...Object.keys(SALES), ...Object.keys(MONEY)].some((name) => report[name].count || isSome(report[name].total));
  return some ? [element("h3", title), ...reportOf(report)] : [];
}

function section(title, rows) {
  const place = element("section", "", "figures-of");
  place.append(element("h3", title), figures(element("dl", "", "figures"), rows));
  return place;
}

function salesRow(name, title, { count, discount, tax, total }) {
  if (count === 0 && name !== "sales") return [];
  const rows = [[count === undefined ? title : `${title} (${count})`, money(total), name === "net_sales" ? "grand" : ""]];
  if (isSome(discount)) rows.push(["خصم المبيعات", money(discount), "inner"]);
  if (isSome(tax)) rows.push(["ضريبة", money(tax), "inner"]);
  return name === "net_sales" ? rows.slice(0, 1) : rows;
}

function moneyRows(title, { total, ...methods }) {
  const parts = Object.entries(methods).filter(([, value]) => isSome(value));
  if (parts.length === 0) return [];
  return [[title, money(total)], ...parts.map(([method, value]) => [METHODS[method], money(value), "inner"])];
}

// Of methods that were not used, only the drawer's cash is worth a place.
function drawer(method) {
  const known = Object.entries(DRAWER).filter(([name]) => method[name] !== null);
  if (method.method !== "cash" && !known.some(([name]) => isSome(method[name]))) return "";
  const place = section(METHODS[method.method], known.map(([name, title]) => [title, money(method[name]), amount(method[name]) < 0n ? "owes" : ""]));
  place.dataset.method = method.method;
  return place;
}
