/* Inserts into the answer what stands beside its form: answers, passages, articles of law.
 *
 * Without this script all of it can be read and copied by hand.
 */
(() => {
  "use strict";

  const WAIT = 350;
  const aside = document.querySelector(".pbgdpl-helps");
  const number = document.querySelector("#insert-number");
  const article = document.querySelector("#insert-article");
  const list = document.querySelector("#insert-documents");
  let timer = 0;
  let asked = 0;

  const insert = (html) => {
    const area = document.querySelector('textarea[name="form.widgets.answer"]');
    const editor = window.tinymce?.get?.().find((one) => one.getElement() === area);
    if (editor) {
      editor.focus();
      editor.insertContent(html);
    } else if (area) {
      area.setRangeText(html, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  /* The server adds the row of the document when the answer is saved. */
  const cite = (identity) => {
    const form = document.querySelector('[name="form.widgets.answer"]')?.form;
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "cited:list", value: identity });
    form?.append(input);
  };

  const escaped = (text) => {
    const box = document.createElement("span");
    box.textContent = text;
    return box.innerHTML;
  };

  const entry = (found) => {
    const line = document.createElement("li");
    const choose = document.createElement("button");
    choose.type = "button";
    choose.className = "btn btn-link p-0 text-start";
    choose.textContent = found.name;
    choose.addEventListener("click", () => {
      const where = article.value.trim();
      const name = where ? `${article.dataset.article} ${where} ${found.name}` : found.name;
      const safe = /^https?:/.test(found.row.url || "");
      const anchor = document.createElement("a");
      anchor.href = safe ? found.row.url : "";
      anchor.textContent = name;
      insert(`${safe ? anchor.outerHTML : escaped(name)} `);
      cite(found.identity);
    });
    line.append(choose);
    return line;
  };

  const show = (documents) => {
    const none = document.createElement("li");
    none.textContent = list.dataset.none;
    list.replaceChildren(...(documents.length ? documents.map(entry) : [none]));
  };

  const ask = async () => {
    const text = number.value.trim();
    asked += 1;
    const turn = asked;
    if (text.length < 2) {
      list.replaceChildren();
      return;
    }
    const answer = await fetch(`${aside.dataset.known}?q=${encodeURIComponent(text)}`, {
      headers: { Accept: "application/json" },
    }).catch(() => null);
    if (answer?.ok && turn === asked) {
      show((await answer.json()).documents);
    }
  };

  number?.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT);
  });
  aside?.addEventListener("click", (event) => {
    const html = event.target.closest("[data-insert]")?.dataset.insert;
    if (html) {
      insert(html);
    }
  });
})();
