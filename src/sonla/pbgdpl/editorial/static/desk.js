/* The desk: what a row links to is shown beside the list, all rows are ticked at once, and
 * arrow keys lead from row to row; what is shown beside the list follows. Without this script
 * the links open their pages.
 */
(() => {
  "use strict";

  const desk = document.querySelector(".pbgdpl-review");
  const rows = document.querySelector("#pbgdpl-rows");
  const panel = document.querySelector(".pbgdpl-beside");
  const all = document.querySelector("#pbgdpl-all");
  const wide = window.matchMedia("(min-width: 1200px)");
  let asked = 0;

  // What was gone back to or read again isn't gone on with by itself.
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") {
    document.querySelector("#pbgdpl-go-on button")?.click();
  }

  const boxes = () => [...(rows?.querySelectorAll('input[name="uids:list"]') || [])];

  const close = () => {
    desk.classList.remove("is-beside");
    rows.querySelector(".is-open")?.classList.remove("is-open");
    panel.querySelector(".pbgdpl-shown").replaceChildren();
  };

  const open = async (link, focused = panel) => {
    asked += 1;
    const turn = asked;
    const answer = await fetch(link.href, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) {
      window.location.assign(link.href);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = page.querySelector("#content");
    if (turn !== asked || !content) {
      return;
    }
    close();
    content.removeAttribute("id");
    content.querySelectorAll("script, form, .pbgdpl-tools").forEach((one) => one.remove());
    panel.querySelector(".pbgdpl-shown").replaceChildren(content);
    link.closest("li").classList.add("is-open");
    desk.classList.add("is-beside");
    panel.scrollTop = 0;
    focused.focus({ preventScroll: true });
  };

  /* To the row before or after one, and to its text where one is shown beside the list. */
  const move = (row, step, focused) => {
    const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    const at = next?.querySelector('input[name="uids:list"], h2 a');
    if (!at) {
      return;
    }
    at.focus();
    const link = next.querySelector("a[data-beside]");
    if (link && desk.classList.contains("is-beside")) {
      open(link, focused || at);
    }
  };

  rows?.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-beside]");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    if (link && plain && wide.matches) {
      event.preventDefault();
      open(link);
    }
  });

  panel?.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) {
      const row = rows.querySelector(".is-open a[data-beside]");
      close();
      row?.focus();
    }
  });
  panel?.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const row = rows.querySelector(".is-open");
    if (event.key === "Escape") {
      panel.querySelector("[data-close]").click();
    } else if (step && row) {
      event.preventDefault();
      move(row, step, panel);
    }
  });

  /* From row to row, as in a list: text fields keep their arrows. */
  rows?.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.target.matches('a, button, summary, input[type="checkbox"]')) {
      event.preventDefault();
      move(event.target.closest("#pbgdpl-rows > li"), step);
    }
  });

  const count = () => {
    const list = boxes();
    const ticked = list.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === list.length;
    all.indeterminate = ticked > 0 && ticked < list.length;
  };
  if (all) {
    all.closest("[hidden]").hidden = false;
    all.addEventListener("change", () => {
      boxes().forEach((box) => {
        box.checked = all.checked;
      });
    });
    rows.addEventListener("change", count);
    count();
  }
})();
