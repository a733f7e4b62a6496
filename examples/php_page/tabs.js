// One panel is on the screen at a time; its tab says which.

import { $, hideAnswer } from "./show.js";

const tabs = [...document.querySelectorAll("[role=tab]")];
const panelOf = (tab) => tab.getAttribute("aria-controls");
const entering = {};

// What a panel does each time that it comes onto the screen.
export function whenShown(panel, act) {
  entering[panel] = act;
}

export const shownPanel = () => panelOf(tabs.find((tab) => tab.getAttribute("aria-selected") === "true"));

export function showPanel(name) {
  for (const tab of tabs) {
    const chosen = panelOf(tab) === name;
    $(panelOf(tab)).hidden = !chosen;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
  hideAnswer();
  return entering[name]?.();
}

tabs.forEach((tab, at) => {
  tab.addEventListener("click", () => showPanel(panelOf(tab)));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: 1, ArrowRight: -1 }[event.key]; // the page runs from right to left
    if (step === undefined) return;
    const next = tabs[(at + step + tabs.length) % tabs.length];
    showPanel(panelOf(next));
    next.focus();
  });
});
