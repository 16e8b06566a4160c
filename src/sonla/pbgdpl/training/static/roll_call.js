/* Saves each press of a roll call at once, finds people while a name is typed, takes a press back.
 *
 * Without a script the form has a button that saves, and one that looks for a name. What could
 * not be saved stays ticked, is kept by drafts.js and sent again when there is a connection.
 */
(() => {
  "use strict";

  const form = document.getElementById("pbgdpl-roll");
  const finder = document.getElementById("pbgdpl-roll-find");
  if (!form || !finder) {
    return;
  }
  const list = form.querySelector("ul");
  const count = document.getElementById("pbgdpl-roll-count");
  const status = document.getElementById("pbgdpl-roll-status");
  const undo = document.getElementById("pbgdpl-roll-undo");
  const others = form.elements.others;
  const asked = finder.elements.q;
  const RETRY = 15000;
  const WAIT = 300;

  const fold = (words) =>
    words.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const boxes = () => [...list.querySelectorAll("input[type=checkbox]")];
  const number = () => Math.max(0, Math.round(Number(others.value)) || 0);
  const tell = (name) => (status.textContent = name ? form.dataset[name] : "");

  /* What the server has: a form tells it only what is changed. */
  const stored = new Map(boxes().map((box) => [box.value, box.defaultChecked]));
  let storedOthers = Number(others.defaultValue) || 0;
  form.querySelectorAll("input[name='before:list']").forEach((one) => one.remove());

  const changes = () => {
    const data = new FormData();
    for (const name of ["_authenticator", "pbgdpl_draft"]) {
      const input = form.elements[name];
      if (input) {
        data.append(name, input.value);
      }
    }
    const changed = boxes().filter((box) => box.checked !== Boolean(stored.get(box.value)));
    for (const box of changed) {
      data.append(box.checked ? "present:list" : "before:list", box.value);
    }
    data.append("others", number());
    data.append("others_before", storedOthers);
    data.append("quiet", "1");
    const sent = changed.map((box) => [box.value, box.checked]);
    return { data, sent, sentOthers: number(), any: sent.length || number() !== storedOthers };
  };

  let saving = false;
  const save = async () => {
    if (saving) {
      return;
    }
    saving = true;
    for (let next = changes(); next.any; next = changes()) {
      tell("textSaving");
      try {
        const answer = await fetch(form.action, { method: "POST", body: next.data });
        const said = await answer.json();
        next.sent.forEach(([uid, there]) => stored.set(uid, there));
        storedOthers = next.sentOthers;
        count.textContent = said.count;
        const all = !changes().any;
        form.dispatchEvent(new CustomEvent("pbgdpl-stored", { detail: { all } }));
        tell("textSaved");
      } catch {
        tell("textLater");
        setTimeout(save, RETRY);
        break;
      }
    }
    saving = false;
  };

  let last = null;
  const remember = (words, back) => {
    last = back;
    undo.hidden = false;
    undo.textContent = form.dataset.textUndo.replace("{name}", words);
  };
  undo.addEventListener("click", () => {
    last?.();
    undo.hidden = true;
    save();
  });

  form.addEventListener("change", ({ target }) => {
    if (target.type === "checkbox") {
      const before = !target.checked;
      if (Boolean(stored.get(target.value)) === before) {
        remember(target.dataset.name, () => (target.checked = before));
      }
    }
    save();
  });
  form.querySelectorAll("button[data-step]").forEach((button) =>
    button.addEventListener("click", () => {
      const before = number();
      others.value = Math.max(0, before + Number(button.dataset.step));
      remember(form.dataset.textOthers, () => (others.value = before));
      others.dispatchEvent(new Event("change", { bubbles: true }));
    })
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  window.addEventListener("online", save);

  /* Names */

  const narrow = () => {
    const words = fold(asked.value).split(/\s+/).filter(Boolean);
    for (const box of boxes()) {
      const parts = fold(box.dataset.name).split(/\s+/);
      const fits = words.every((word) => parts.some((part) => part.startsWith(word)));
      box.closest("li").hidden = !fits;
    }
  };
  const fetchMore = async () => {
    const name = asked.value.trim();
    if (!name) {
      return;
    }
    try {
      const answer = await fetch(`${finder.action}?q=${encodeURIComponent(name)}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const item of page.querySelectorAll("#pbgdpl-roll ul li")) {
        const box = item.querySelector("input[type=checkbox]");
        if (!stored.has(box.value)) {
          stored.set(box.value, box.defaultChecked);
          list.append(item);
        }
      }
      narrow();
    } catch {
      /* the names that are here can be looked through all the same */
    }
  };
  let timer = 0;
  asked.addEventListener("input", () => {
    narrow();
    clearTimeout(timer);
    timer = setTimeout(fetchMore, WAIT);
  });
  finder.addEventListener("submit", (event) => {
    event.preventDefault();
    fetchMore();
  });
  document.querySelectorAll(".pbgdpl-roll-plain").forEach((one) => (one.hidden = true));
  form.querySelectorAll("button[data-step]").forEach((one) => (one.hidden = false));
})();
