// An input with a list of what it finds. Arrows choose, Enter takes (the first one where none is chosen), Escape closes.

const PAUSE = 150; // ms without a key before it searches

// search(text) gives rows; show(row) the nodes of an option; best(rows, text) the one that Enter means; take(row) uses it.
export function combobox(input, { search, show, best, take }) {
  const list = document.createElement("ul");
  const hint = document.createElement("p");
  let rows = [];
  let active = -1;
  let timer = 0;
  let latest = 0;

  list.id = `${input.id}-list`;
  list.setAttribute("aria-label", input.labels[0].textContent);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  list.setAttribute("role", "listbox");
  hint.className = "hint";
  hint.setAttribute("role", "status");
  input.after(list, hint);
  close();

  function close() {
    clearTimeout(timer);
    latest += 1; // an answer that is still on its way comes too late
    rows = [];
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    hint.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function open(found) {
    rows = found;
    active = -1;
    list.replaceChildren(...rows.map(option));
    list.hidden = rows.length === 0;
    input.setAttribute("aria-expanded", String(rows.length > 0));
    hint.textContent = rows.length > 0 ? "" : "لا توجد نتائج.";
  }

  function option(row, index) {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(...show(row));
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
    item.addEventListener("click", () => taken(row));
    return item;
  }

  function move(step) {
    active = (active + step + rows.length) % rows.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function taken(row) {
    close();
    input.value = "";
    take(row);
  }

  async function refresh() {
    const mine = ++latest;
    const found = await search(input.value.trim());
    if (mine === latest) open(found);
  }

  // A scanner types a code and Enter at once, and then the next code: the text is taken out before the answer is there.
  async function enter() {
    const text = input.value.trim();
    if (active >= 0) return taken(rows[active]);
    if (text === "") return;
    close();
    input.value = "";
    const found = await search(text);
    if (found.length > 0) return take(best(found, text));
    if (input.value !== "") return;
    input.value = text;
    open([]);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (!event.repeat) enter();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (rows.length > 0) move(event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1);
      else refresh();
    } else if (event.key === "Escape") {
      close();
    }
  });
}
