/* Offers known legal documents while a number is typed into a row of a form.
 *
 * Without this script, or when the server does not answer, the row is typed by
 * hand as before.
 */
(() => {
  "use strict";

  const script = document.currentScript;
  const { url, uid } = script.dataset;
  const text = (name) => script.dataset[`text${name}`] || "";
  const NUMBER = /\.(?:legal_documents|legal_bases|citations)\..+\.widgets\.number$/;
  const WAIT = 350;
  let timer = 0;
  let asked = 0;

  const listOf = (input) => {
    const next = input.nextElementSibling;
    return next?.classList.contains("pbgdpl-known") ? next : null;
  };

  const close = (input) => listOf(input)?.remove();

  /* Cells are found by the end of their names: the row's index changes while typing. */
  const fill = (input, row) => {
    const base = input.name.slice(0, -"number".length);
    for (const [name, value] of Object.entries(row)) {
      const cell = input.form.querySelector(
        `[name="${CSS.escape(base + name)}"], [name="${CSS.escape(`${base + name}:list`)}"]`
      );
      if (cell && value) {
        cell.value = value;
        cell.dispatchEvent(new Event("input", { bubbles: true }));
        cell.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  };

  const link = (item) => {
    const anchor = document.createElement("a");
    anchor.href = item.url;
    anchor.target = "_blank";
    anchor.rel = "noopener";
    anchor.textContent = item.title;
    return anchor;
  };

  const entry = (input, found) => {
    const line = document.createElement("li");
    line.className = "list-group-item";
    const choose = document.createElement("button");
    choose.type = "button";
    choose.className = "btn btn-link p-0";
    choose.textContent = [found.row.number, found.row.issuer, found.row.summary]
      .filter(Boolean)
      .join(" – ");
    choose.addEventListener("click", () => {
      fill(input, found.row);
      close(input);
      input.focus();
    });
    line.append(choose);
    if (found.items.length) {
      const where = document.createElement("div");
      where.className = "small text-muted";
      where.append(`${text("Also")} `);
      found.items.forEach((item, at) => where.append(at ? "; " : "", link(item)));
      line.append(where);
    }
    return line;
  };

  const show = (input, documents) => {
    close(input);
    if (!documents.length) {
      return;
    }
    const box = document.createElement("div");
    box.className = "pbgdpl-known mt-1";
    box.setAttribute("role", "status");
    const title = document.createElement("div");
    title.className = "small";
    title.textContent = text("Known");
    const list = document.createElement("ul");
    list.className = "list-group";
    list.append(...documents.map((found) => entry(input, found)));
    box.append(title, list);
    input.after(box);
  };

  const ask = async (input) => {
    const query = input.value.trim();
    const turn = ++asked;
    if (query.length < 2) {
      close(input);
      return;
    }
    try {
      const parameters = new URLSearchParams({ q: query, uid });
      const answer = await fetch(`${url}?${parameters}`, {
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      if (answer.ok && turn === asked) {
        show(input, (await answer.json()).documents);
      }
    } catch {
      /* no connection: the row is typed by hand */
    }
  };

  document.addEventListener("input", (event) => {
    const input = event.target;
    if (event.isTrusted && NUMBER.test(input.name || "")) {
      clearTimeout(timer);
      timer = setTimeout(() => ask(input), WAIT);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!NUMBER.test(event.target.name || "")) {
      return;
    }
    const choice = listOf(event.target)?.querySelector("button");
    if (event.key === "Escape") {
      close(event.target);
    } else if (choice && event.key === "ArrowDown") {
      event.preventDefault();
      choice.focus();
    } else if (choice && event.key === "Enter") {
      /* Half a number is not what anybody means to save. */
      event.preventDefault();
    }
  });
})();
