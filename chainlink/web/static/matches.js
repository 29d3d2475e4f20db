// What opens for a decision is where one types next, and one decision is open at a time. The page
// works without this file. (`name` on details would close a form that has just been swapped in.)
"use strict";
document.addEventListener("toggle", (event) => {
  const opened = event.target;
  if (!(opened instanceof HTMLDetailsElement) || !opened.open || !opened.matches(".deciding details")) return;
  for (const one of opened.closest(".deciding").querySelectorAll("details[open]")) {
    if (one !== opened) one.open = false;
  }
  if (opened.querySelector(".problem")) return;
  opened.querySelector("select, textarea, input:not([type=hidden])")?.focus();
}, true);

// A card that has become one line keeps the room that it had, so that what is below stays put.
const rooms = new Map();
document.addEventListener("submit", (event) => {
  const pair = event.target.closest?.("article.pair");
  if (!pair) return;
  const opened = [...pair.querySelectorAll(".act[open] form")].reduce((sum, form) => sum + form.offsetHeight, 0);
  rooms.set(pair.id, pair.offsetHeight - opened);
}, true);
document.addEventListener("htmx:after:settle", () => {
  for (const [id, room] of rooms) {
    const line = document.getElementById(id);
    if (line?.matches(".answered")) line.style.minHeight = `${room}px`;
  }
});
