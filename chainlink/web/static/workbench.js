// What pages do beyond plain forms: keep what is typed, keep the focus, and answer to keys.
// Every page works without this file.
"use strict";
(() => {
  const KEPT = "chainlink-kept:";
  const NEVER = new Set(["form_token", "back", "form_id"]);
  const body = () => document.body.dataset;
  const said = () => document.getElementById("said");

  // --- nothing typed is lost: kept in this browser until the server says that it has it
  const keyOf = (form) => KEPT + location.pathname + "#" + form.id;

  function fieldsOf(form) {
    const kept = [];
    for (const one of form.elements) {
      if (!one.name || NEVER.has(one.name) || one.type === "password" || one.type === "file") continue;
      if (one.type === "hidden" && one.name !== "requestId") continue;
      if ((one.type === "checkbox" || one.type === "radio") && !one.checked) continue;
      kept.push([one.name, one.value]);
    }
    return kept;
  }

  function keep(form) {
    try {
      localStorage.setItem(keyOf(form), JSON.stringify(fieldsOf(form)));
    } catch { /* a browser that keeps nothing still sends forms */ }
  }

  function forget(test) {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(KEPT) && test(localStorage.getItem(key) ?? "")) localStorage.removeItem(key);
    }
  }

  function restore(form) {
    const kept = localStorage.getItem(keyOf(form));
    if (!kept || form.querySelector(".problem")) return;
    const values = new Map();
    for (const [name, value] of JSON.parse(kept)) values.set(name, [...(values.get(name) ?? []), value]);
    const before = JSON.stringify(fieldsOf(form).filter(([name]) => name !== "requestId"));
    for (const one of form.elements) {
      if (!one.name || NEVER.has(one.name) || !("value" in one) || one.type === "submit" || one.type === "file") continue;
      const found = values.get(one.name) ?? [];
      if (one.type === "checkbox" || one.type === "radio") one.checked = found.includes(one.value);
      else if (found.length && (one.type !== "hidden" || one.name === "requestId")) one.value = found.shift();
    }
    if (JSON.stringify(fieldsOf(form).filter(([name]) => name !== "requestId")) === before) return;
    const note = document.createElement("p");
    note.className = "kept";
    note.setAttribute("role", "status");
    note.append(body().restored + " ");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet small";
    button.textContent = body().forget;
    button.addEventListener("click", () => {
      localStorage.removeItem(keyOf(form));
      form.reset();
      note.remove();
      form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
    note.append(button);
    form.prepend(note);
    form.closest("details")?.setAttribute("open", "");
  }

  function received() {
    const sent = new URLSearchParams(location.search).get("sent") || body().sent;
    if (sent) forget((kept) => kept.includes(JSON.stringify(sent)));
    const address = new URL(location.href);
    let changed = false;
    for (const name of ["done", "sent", "undo", "lang"]) {
      if (address.searchParams.has(name)) { address.searchParams.delete(name); changed = true; }
    }
    if (changed) history.replaceState(history.state, "", address);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-keep]")) keep(form);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-forget-all]")) forget(() => true); // whoever signs out leaves nothing
    else if (form.matches("[data-keep]")) keep(form);
    if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) event.preventDefault();
  });

  // --- a network that is away, a server that fails: said where people look, with all still there
  function tell(text) {
    const note = document.createElement("p");
    note.className = "problem";
    note.textContent = text;
    said()?.replaceChildren(note);
  }

  // --- focus: after a part was replaced it stays on the same control, or goes to the part
  let last = null;
  document.addEventListener("focusin", (event) => { last = event.target.id || null; });

  function refocus(target) {
    const active = document.activeElement;
    if (active && active !== document.body && document.contains(active)) return;
    const wanted = (last && document.getElementById(last)) || (target?.id && document.getElementById(target.id));
    const next = wanted || document.querySelector("[data-row]") || document.getElementById("main");
    if (!next) return;
    if (!next.matches("a, button, input, select, textarea, summary, [tabindex]")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }

  function arrive(root) {
    for (const form of root.querySelectorAll("form[data-keep]")) restore(form);
    root.querySelector("[data-focus]")?.focus();
    for (const one of root.querySelectorAll("[data-seconds]")) {
      setTimeout(() => {
        if (!one.contains(document.activeElement)) one.remove();
      }, Number(one.dataset.seconds) * 1000);
    }
  }

  document.addEventListener("htmx:before:swap", (event) => {
    if ((event.detail?.ctx?.response?.status ?? 200) < 500) return;
    event.preventDefault(); // a failing server leaves the page with all that is typed as it is
    tell(body().failed);
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    const sent = said()?.dataset.sent;
    if (sent) forget((kept) => kept.includes(JSON.stringify(sent)));
    arrive(target);
    refocus(target);
  });
  document.addEventListener("htmx:error", () => tell(body().lost));

  // --- keys: j and k walk the rows, letters press what a row offers, / searches
  function rows() { return [...document.querySelectorAll("[data-row]")]; }

  function walk(step) {
    const all = rows();
    const now = all.findIndex((one) => one.contains(document.activeElement));
    const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
    if (!next) return;
    if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("search")?.focus();
    } else if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      walk(event.key === "j" ? 1 : -1);
    } else if (event.key.length === 1) {
      const row = document.activeElement?.closest("[data-row]");
      const key = `[data-key="${CSS.escape(event.key)}"]`;
      // the row's own first, then what stands outside of all rows, such as the filters
      const press = (row ?? document).querySelector(key) ?? document.querySelector(`${key}:not([data-row] *)`);
      if (press) { event.preventDefault(); press.click(); }
    }
  });

  received();
  arrive(document);
})();
