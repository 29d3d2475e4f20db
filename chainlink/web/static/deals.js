// Evidence: the SHA-256 of a file that is chosen is worked out here, so that the file never leaves
// this computer. Without this script, or over plain HTTP, the digest is typed.
"use strict";
(() => {
  const digests = globalThis.crypto?.subtle;

  async function work(part, file) {
    const said = part.querySelector("[role=status]");
    try {
      const found = new Uint8Array(await digests.digest("SHA-256", await file.arrayBuffer()));
      const field = document.getElementById(part.dataset.digest);
      field.value = [...found].map((one) => one.toString(16).padStart(2, "0")).join("");
      const title = document.getElementById(part.dataset.title);
      if (!title.value.trim()) title.value = file.name.slice(0, title.maxLength);
      for (const one of [field, title]) one.dispatchEvent(new Event("input", { bubbles: true }));
      said.textContent = said.dataset.said;
    } catch {
      said.textContent = said.dataset.failed;
    }
  }

  if (digests) for (const part of document.querySelectorAll("[data-digest]")) part.hidden = false;
  document.addEventListener("change", (event) => {
    const part = event.target.closest?.("[data-digest]");
    const [file] = part ? event.target.files : [];
    if (file) work(part, file);
  });
})();
