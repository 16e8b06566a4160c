/* The form of questions: what was answered already.
 *
 * Without this script the form works as before. Nothing is asked of other servers.
 */
(() => {
  "use strict";

  const form = document.getElementById("pbgdpl-ask");
  if (!form) {
    return;
  }

  /* What was answered already */

  const WAIT = 600;
  const MIN_SEARCH_LENGTH = 3;
  const MAX_SENT = 2000;
  const box = document.getElementById("ask-related");
  const calls = document.getElementById("ask-calls");
  const typed = document.getElementById("ask-question");
  let timer = 0;
  let asked = 0;

  /* The numbers stand above the field, which stays where it is while somebody types. */
  let shown = "";
  const show = (html) => {
    if (html === shown) {
      return;
    }
    shown = html;
    const part = document.createElement("template");
    part.innerHTML = html;
    const alarm = part.content.querySelector(".pbgdpl-alarm");
    alarm?.remove();
    box.replaceChildren(part.content);
    if ((alarm?.outerHTML ?? "") === calls.innerHTML) {
      return;
    }
    const root = document.documentElement;
    const typing = document.activeElement === typed;
    const before = typed.getBoundingClientRect().top;
    root.style.overflowAnchor = typing ? "none" : "";
    calls.replaceChildren(...(alarm ? [alarm] : []));
    if (typing) {
      const moved = typed.getBoundingClientRect().top - before;
      scrollBy({ behavior: "instant", top: moved });
    }
    root.style.overflowAnchor = "";
  };

  const look = async () => {
    const q = typed.value.trim().slice(0, MAX_SENT);
    const mine = ++asked;
    if (q.length < MIN_SEARCH_LENGTH) {
      show("");
      return;
    }
    try {
      const body = new URLSearchParams({ q });
      const answer = await fetch(form.dataset.related, { method: "POST", body });
      const html = answer.ok ? await answer.text() : "";
      if (mine === asked) {
        show(html);
        if (answer.ok) {
          form.elements.seen.value = "1";
        }
      }
    } catch {
      /* What could not be found out is shown before the question is sent. */
    }
  };

  typed.addEventListener("input", () => {
    form.elements.seen.value = "";
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  if (typed.value) {
    look();
  }

  /* What is wrong is read out, and stands in view. */

  document.getElementById("ask-problems")?.focus();
})();
