// How the page talks to the server: lists.php for what it reads, api.php for what it does.

import { hideAnswer, showError } from "./show.js";

export const UNREACHABLE = { error: "تعذر الاتصال بالخادم. أعد المحاولة كما هي: لن يُسجَّل الطلب مرتين." };
const SAVED_BEFORE_EDIT = {
  error: "سُجِّل هذا الطلب من قبل بمحتوى آخر، ثم عُدِّل بعد انقطاع الاتصال. راجع فواتير العميل قبل أن تحفظ من جديد.",
};
const csrfToken = document.querySelector("meta[name=csrf-token]").content;

// An answer of lists.php, or null. A refusal goes to refused.
export async function read(fields, refused = showError) {
  try {
    const response = await fetch(`lists.php?${new URLSearchParams(fields)}`);
    const answer = await response.json();
    if (answer.ok) return answer;
    refused(answer);
  } catch {
    showError(UNREACHABLE);
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
// again after a lost connection, makes one document. A refusal goes to refused.
export function sender(action, refused = showError) {
  let requestId = newRequestId();
  let busy = false;
  return async (fields) => {
    if (busy) return null;
    busy = true;
    try {
      const response = await post(action, { ...fields, request_id: requestId });
      const answer = await response.json();
      const reused = answer.token === "REQUEST_ID_REUSED";
      if (answer.ok || reused) requestId = newRequestId();
      if (answer.ok) return answer;
      if (reused) showError(SAVED_BEFORE_EDIT);
      else refused(answer);
    } catch {
      showError(UNREACHABLE);
    } finally {
      busy = false;
    }
    return null;
  };
}

// The second half of a double click is none: by then the first may be answered, and the screen another.
export function onPress(button, act) {
  button.addEventListener("click", (event) => {
    if (event.detail > 1) return;
    hideAnswer();
    act();
  });
}

// (crypto.randomUUID exists on https only, and a shop's own network has none.)
export function newRequestId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
