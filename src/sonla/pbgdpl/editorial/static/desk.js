/* The desk: what a row links to is shown beside the list, all rows are ticked at once, and
 * arrow keys lead from row to row. Without this script the links open their pages.
 */
(() => {
  "use strict";

  const desk = document.querySelector(".pbgdpl-review");
  const rows = document.querySelector("#pbgdpl-rows");
  const panel = document.querySelector(".pbgdpl-beside");
  const all = document.querySelector("#pbgdpl-all");
  const wide = window.matchMedia("(min-width: 1200px)");
  let asked = 0;

  const boxes = () => [...(rows?.querySelectorAll('input[name="uids:list"]') || [])];

  const close = () => {
    desk.classList.remove("is-beside");
    rows.querySelector(".is-open")?.classList.remove("is-open");
    panel.querySelector(".pbgdpl-shown").replaceChildren();
  };

  const open = async (link) => {
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
    panel.focus({ preventScroll: true });
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
    if (event.key === "Escape") {
      panel.querySelector("[data-close]").click();
    }
  });

  /* From box to box, as in a list: text fields keep their arrows. */
  rows?.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const list = boxes();
    const at = list.indexOf(event.target);
    if (step && at >= 0 && list[at + step]) {
      event.preventDefault();
      list[at + step].focus();
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
