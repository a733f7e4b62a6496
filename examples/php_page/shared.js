// What the pages share: how they talk to the server, and how they show what it says. Everything is put in as text, never
// as markup.

import { combobox } from "./combobox.js";
import { amount, inWords } from "./money.js";

const UNREACHABLE = "تعذر الاتصال بالخادم. أعد المحاولة كما هي: لن يُسجَّل الطلب مرتين.";
const SAVED_BEFORE_EDIT =
  "سُجِّل هذا الطلب من قبل بمحتوى آخر، ثم عُدِّل بعد انقطاع الاتصال. راجع فواتير العميل قبل أن تحفظ من جديد.";

export const $ = (id) => document.getElementById(id);
const csrfToken = document.querySelector("meta[name=csrf-token]").content;

// --- the server

// An answer of lists.php, or null.
export async function read(fields) {
  try {
    const response = await fetch(`lists.php?${new URLSearchParams(fields)}`);
    const answer = await response.json();
    if (answer.ok) return answer;
    showError(answer);
  } catch {
    showError({ error: UNREACHABLE });
  }
  return null;
}

export async function list(name, filter) {
  return (await read({ list: name, limit: 20, ...filter }))?.[name] ?? [];
}

export function post(action, fields) {
  return fetch("api.php", { method: "POST", body: new URLSearchParams({ ...fields, action, csrf_token: csrfToken }) });
}

// One document of the screen, with the key under which it is sent until it has succeeded: a button pressed twice, or
// again after a lost connection, makes one document.
export function sender(action) {
  let requestId = newRequestId();
  let busy = false;
  return async (fields) => {
    if (busy) return null;
    busy = true;
    $("answer").hidden = true;
    try {
      const response = await post(action, { ...fields, request_id: requestId });
      const answer = await response.json();
      const reused = answer.token === "REQUEST_ID_REUSED";
      if (answer.ok || reused) requestId = newRequestId();
      if (answer.ok) return answer;
      showError(reused ? { error: SAVED_BEFORE_EDIT } : answer);
    } catch {
      showError({ error: UNREACHABLE });
    } finally {
      busy = false;
    }
    return null;
  };
}

// (crypto.randomUUID exists on https only, and a shop's own network has none.)
export function newRequestId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- what is shown

export function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

// A number or a name inside an Arabic sentence keeps its own direction.
export const isolated = (text) => element("bdi", text);

export function figure(text) {
  const made = element("bdi", text, "figure");
  made.dir = "ltr";
  return made;
}

export const money = (value) => figure(inWords(typeof value === "bigint" ? value : amount(value)));

export function figures(target, rows) {
  target.replaceChildren(
    ...rows.flatMap(([title, value, className = ""]) => {
      const data = element("dd", "", className);
      data.append(value instanceof Node ? value : isolated(value));
      return [element("dt", title), data];
    }),
  );
}

function sentence({ error, template = error, values = {} }) {
  const made = element("p", "", "sentence");
  for (const piece of template.split(/(\{\w+\})/)) {
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    made.append(name in values ? valueInSentence(values[name]) : piece);
  }
  return made;
}

// A plain number goes with the words around it: isolated, the 3 of "ID: 3" would jump to the other side.
const valueInSentence = (value) => (/^\d+(\.\d+)?$/.test(value) ? value : isolated(value));

export function showError(answer) {
  showAnswer("error", "alert", element("h2", "تعذر إتمام الطلب"), sentence(answer));
}

export function showAnswer(className, role, ...nodes) {
  const place = $("answer");
  place.className = `card ${className}`;
  place.setAttribute("role", role);
  place.replaceChildren(...nodes);
  place.hidden = false;
  place.focus();
  place.scrollIntoView({ block: "nearest" });
}

export function showDone(title, rows, ...more) {
  const data = element("dl", "", "figures");
  figures(data, rows);
  showAnswer("done", "status", element("h2", title), data, ...more);
}

// --- what is searched for

export function customerSearch(take) {
  combobox($("customer-search"), $("customer-list"), {
    search: (text) => list("customers", { search: text }),
    show: (row) => [isolated(row.name), element("small", `${row.mobile} · ${row.city}`)],
    best: (rows, text) => rows.find((row) => row.mobile === text) ?? rows[0],
    take,
  });
}

export function productSearch(take) {
  combobox($("product-search"), $("product-list"), {
    search: (text) => list("products", { search: text }),
    show: (row) => [isolated(row.name), element("small", stockOf(row)), figure(String(row.selling_price))],
    best: (rows, text) => rows.find((row) => row.product_code === text) ?? rows[0],
    take,
  });
}

export function stockOf(product) {
  const stock = product.keeps_stock ? `المتاح ${product.in_stock} ${product.unit_of_measure}` : "خدمة";
  return `${product.product_code} · ${stock}`;
}
