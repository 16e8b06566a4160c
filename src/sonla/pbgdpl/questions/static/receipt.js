/* The receipt of a question: copy its code, print it. Without this script the code is selected by
   one tap, and the browser prints. */
(() => {
  "use strict";

  const code = document.getElementById("pbgdpl-code");
  const copy = document.querySelector("[data-tool=copy]");
  if (!code || !copy) {
    return;
  }
  const said = document.getElementById("pbgdpl-copied");

  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent.trim());
      said.textContent = copy.dataset.copied;
    } catch {
      getSelection().selectAllChildren(code);
      said.textContent = copy.dataset.notCopied;
    }
  });
  document.querySelector("[data-tool=print]").addEventListener("click", () => print());
})();
