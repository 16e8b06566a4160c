/* Keeps what is typed in a form in this browser until the server has saved it.
 *
 * Loaded by the viewlet pbgdpl.formassets on our forms, which says through
 * data attributes whose form this is. Kept per user and form and tab in
 * localStorage; files and passwords are not kept. Restoring sends the kept fields
 * to the form itself without pressing a button: the server then renders every
 * widget, rows of tables and editors too, just as after a validation error.
 */
(() => {
  "use strict";

  const script = document.currentScript;
  const { user, form: formKey, posted, unlock } = script.dataset;
  const PREFIX = "pbgdpl-draft:";
  const MINE = `${PREFIX}${user}:`;
  const OWN = `${MINE}${formKey}.`;
  const DAY = 24 * 60 * 60 * 1000;
  const KEEP = 30 * DAY;
  const PERIOD = 1000;
  const SAVED = "pbgdpl_saved";
  const MARK = "pbgdpl_draft";
  /* An address with a user name and a password in it, such as one types by mistake for a
   * service: the server refuses it, and a browser must not keep it. */
  const USER = /^(\s*[a-z][a-z0-9+.-]*:\/\/)[^\/?#\s]*@(?=\S*\s*$)/i;
  const VOLATILE = new Set(["_authenticator", MARK, "fieldset", "_plone_form_fieldset"]);

  const text = (name) => script.dataset[`text${name}`] || "";

  /* One id for each tab: two tabs with the same form must not overwrite each other. */
  const tab = (() => {
    try {
      let id = sessionStorage.getItem("pbgdpl-tab");
      if (!id) {
        id = Math.random().toString(36).slice(2, 10) || "0";
        sessionStorage.setItem("pbgdpl-tab", id);
      }
      return id;
    } catch {
      return "0";
    }
  })();

  const read = (key) => {
    try {
      const draft = JSON.parse(localStorage.getItem(key));
      return draft && Array.isArray(draft.fields) ? draft : null;
    } catch {
      return null;
    }
  };

  const remove = (key) => {
    try {
      localStorage.removeItem(key);
    } catch {
      /* storage is switched off: nothing was kept either */
    }
  };

  const keys = (prefix) => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    } catch {
      return [];
    }
  };

  const put = (key, value) => {
    try {
      localStorage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  };

  /* When storage is full the user's own oldest drafts make room for what is being typed
   * now; those of others who use the machine are not ours to give up. If even all of them
   * make too little room, they come back. */
  const write = (key, draft) => {
    const value = JSON.stringify(draft);
    const others = keys(MINE)
      .filter((other) => other !== key)
      .sort((a, b) => (read(a)?.time || 0) - (read(b)?.time || 0));
    const given = [];
    while (!put(key, value)) {
      if (!others.length) {
        given.forEach(([other, former]) => put(other, former));
        return false;
      }
      const oldest = others.shift();
      given.push([oldest, localStorage.getItem(oldest)]);
      remove(oldest);
    }
    return true;
  };

  /* The server names what it has committed in a cookie: only then is a draft deleted. */
  const forgetSaved = () => {
    const cookie = document.cookie
      .split("; ")
      .find((one) => one.startsWith(`${SAVED}=`));
    if (!cookie) {
      return;
    }
    for (const id of decodeURIComponent(cookie.slice(SAVED.length + 1)).split("_")) {
      remove(`${MINE}${id.replaceAll('"', "")}`);
    }
    document.cookie = `${SAVED}=; path=/; max-age=0; samesite=lax`;
  };

  const expire = () => {
    for (const key of keys(PREFIX)) {
      const draft = read(key);
      if (!draft || Date.now() - draft.time > KEEP) {
        remove(key);
      }
    }
  };

  const fieldsOf = (form) => {
    window.tinymce?.triggerSave?.();
    const secret = new Set(
      [...form.querySelectorAll("input[type=password]")].map((input) => input.name)
    );
    return [...new FormData(form).entries()].filter(
      ([name, value]) =>
        typeof value === "string" &&
        !VOLATILE.has(name) &&
        !secret.has(name) &&
        !name.startsWith("form.buttons.")
    ).map(([name, value]) => [name, value.replace(USER, "$1")]);
  };

  /* What the stamp of the conflict check says is no text of the author's. */
  const same = (one, other) => {
    const plain = (fields) =>
      JSON.stringify(
        fields
          .filter(([name]) => !name.includes("pbgdpl_stamp"))
          .map(([name, value]) => [name, value.replaceAll("\r\n", "\n")])
          .sort()
      );
    return plain(one) === plain(other);
  };

  /* A row just begun at the end of a table of rows is not counted yet: count it, or
   * saving at once would drop it. */
  const countBegunRows = (fields) => {
    const begun = new Set();
    for (const [name, value] of fields) {
      const row = name.match(/^(.*)\.AA\./);
      if (row && value && value !== "--NOVALUE--" && !name.endsWith("-empty-marker")) {
        begun.add(row[1]);
      }
    }
    const counts = new Map();
    for (const prefix of begun) {
      const counter = fields.find(([name]) => name === `${prefix}.count`);
      counts.set(prefix, Number(counter?.[1] || 0));
    }
    const named = fields.map(([name, value]) => {
      const prefix = [...begun].find((one) => name.startsWith(`${one}.AA`));
      if (prefix) {
        return [name.replace(`${prefix}.AA`, `${prefix}.${counts.get(prefix)}`), value];
      }
      const counted = [...begun].find((one) => name === `${one}.count`);
      return counted ? [name, String(counts.get(counted) + 1)] : [name, value];
    });
    return named;
  };

  /* A form that is no z3c.form may act on whatever is sent to it: it is filled in place. */
  const fillIn = (form, fields) => {
    const values = new Map();
    for (const [name, value] of fields) {
      values.set(name, [...(values.get(name) || []), value]);
    }
    for (const input of form.elements) {
      if (["hidden", "file", "password", "submit", "button"].includes(input.type)) {
        continue;
      }
      const typed = values.get(input.name);
      if (input.type === "checkbox" || input.type === "radio") {
        input.checked = Boolean(typed?.includes(input.value));
      } else if (typed) {
        input.value = typed[0];
      }
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  /* Whoever leaves an edit form by a link, by Back or by closing the window leaves no lock
   * behind. What is sent to the form itself is answered by the server. */
  let staying = false;
  const unlockWhenLeft = (form) => {
    const token = form.querySelector("input[name=_authenticator]");
    if (!unlock || !token) {
      return;
    }
    form.addEventListener("submit", (event) => {
      staying = !event.defaultPrevented;
    });
    window.addEventListener("pagehide", () => {
      if (!staying) {
        navigator.sendBeacon(unlock, new URLSearchParams({ _authenticator: token.value }));
      }
    });
  };

  const restore = (form, key, ownKey) => {
    const draft = read(key);
    if (key !== ownKey && write(ownKey, draft)) {
      remove(key);
    }
    if (!form.querySelector("[name^='form.widgets.']")) {
      fillIn(form, draft.fields);
      form.dispatchEvent(new CustomEvent("pbgdpl-restored", { detail: draft.fields }));
      form.querySelector("textarea")?.focus();
      return;
    }
    const carrier = document.createElement("form");
    carrier.method = "post";
    carrier.action = form.action;
    carrier.enctype = "multipart/form-data";
    carrier.acceptCharset = "utf-8";
    const token = form.querySelector("input[name=_authenticator]");
    const fields = countBegunRows(draft.fields);
    if (token) {
      fields.push(["_authenticator", token.value]);
    }
    for (const [name, value] of fields) {
      const input = document.createElement("textarea");
      input.name = name;
      input.value = value;
      carrier.append(input);
    }
    carrier.hidden = true;
    document.body.append(carrier);
    staying = true;
    carrier.submit();
  };

  const button = (label, kind, action) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = `btn btn-sm ${kind} me-2`;
    element.textContent = label;
    element.addEventListener("click", action);
    return element;
  };

  const offer = (form, key, draft, ownKey) => {
    const box = document.createElement("div");
    box.className = "alert alert-warning pbgdpl-draft-offer";
    box.setAttribute("role", "status");
    const time = new Date(draft.time).toLocaleString(
      document.documentElement.lang || undefined,
      { dateStyle: "short", timeStyle: "short" }
    );
    const message = document.createElement("p");
    message.textContent = text("Offer").replace("{time}", time);
    box.append(message);
    if (draft.start) {
      const start = document.createElement("blockquote");
      start.className = "pbgdpl-draft-start";
      start.textContent = draft.start;
      box.append(start);
    }
    box.append(
      button(text("Restore"), "btn-primary", () => {
        restore(form, key, ownKey);
        box.remove();
      }),
      button(text("Discard"), "btn-secondary", () => {
        remove(key);
        box.remove();
      })
    );
    form.before(box);
  };

  const startOf = (fields, baseline) => {
    const before = new Map(baseline);
    const changed = fields.filter(
      ([name, value]) =>
        before.get(name) !== value &&
        value.trim().length > 2 &&
        !/-empty-marker|\.count|mimeType|pbgdpl_stamp|:list/.test(name)
    );
    /* A cell of a row says less than a title below it. */
    const typed =
      changed.find(([name]) => !/widgets\..*\.widgets\./.test(name)) || changed[0];
    if (!typed) {
      return "";
    }
    const plain = new DOMParser().parseFromString(typed[1], "text/html").body;
    return plain.textContent.trim().slice(0, 120);
  };

  /* Core puts the cursor into the first field; after a conflict the comparison above
   * the form comes first. */
  const showConflict = () => {
    const conflict = document.getElementById("pbgdpl-conflict");
    if (conflict) {
      conflict.tabIndex = -1;
      conflict.focus({ preventScroll: true });
      conflict.scrollIntoView();
    }
  };

  const watch = (form, index) => {
    const suffix = index ? `-${index}` : "";
    const id = `${formKey}.${tab}${suffix}`;
    const ownKey = `${MINE}${id}`;
    let baseline = null;
    let last = null;

    const mark = document.createElement("input");
    mark.type = "hidden";
    mark.name = MARK;
    mark.value = id;
    form.append(mark);

    /* Who believes that the text is kept may close the tab. The place is there from the
     * beginning, so that screen readers tell what comes into it. */
    const warning = document.createElement("div");
    warning.setAttribute("role", "status");
    form.before(warning);
    const warn = (kept) => {
      warning.className = kept ? "" : "alert alert-warning pbgdpl-draft-lost";
      warning.textContent = kept ? "" : text("Full");
    };

    const keep = () => {
      if (!baseline) {
        return;
      }
      const fields = fieldsOf(form);
      if (same(fields, last || baseline)) {
        return;
      }
      last = fields;
      const kept = write(ownKey, {
        time: Date.now(),
        start: startOf(fields, baseline),
        fields,
      });
      form.classList.toggle("pbgdpl-draft-kept", kept);
      warn(kept);
    };

    const offers = () => {
      if (posted) {
        return;
      }
      const found = keys(OWN)
        .filter((key) => (key.split("-").length > 2 ? `-${key.split("-").pop()}` : "") === suffix)
        .map((key) => [key, read(key)])
        .filter(([, draft]) => draft)
        .sort((a, b) => b[1].time - a[1].time);
      for (const [key, draft] of found) {
        if (same(draft.fields, baseline)) {
          remove(key);
        } else {
          offer(form, key, draft, ownKey);
        }
      }
    };

    /* The baseline is what the widgets make of the stored values: it is taken when the
     * editors stand, or at the first touch if that comes before. */
    const settle = () => {
      if (baseline) {
        return;
      }
      baseline = fieldsOf(form);
      offers();
      showConflict();
      form.dataset.pbgdplDraft = "ready";
    };
    const settled = () => {
      const wanted = form.querySelectorAll(".pat-tinymce, textarea.richTextWidget").length;
      const editors = window.tinymce?.get?.() || [];
      return (
        document.readyState === "complete" &&
        editors.filter((editor) => editor.initialized).length >= wanted
      );
    };
    const started = Date.now();
    const timer = setInterval(() => {
      if (!baseline && (settled() || Date.now() - started > 10 * PERIOD)) {
        setTimeout(settle, 300);
      }
      keep();
    }, PERIOD);
    for (const type of ["keydown", "paste", "drop"]) {
      form.addEventListener(type, (event) => event.isTrusted && settle(), true);
    }
    form.addEventListener("submit", keep, true);
    /* A form that saves itself without leaving the page says so, and whether anything is left. */
    form.addEventListener("pbgdpl-stored", ({ detail }) => {
      forgetSaved();
      last = null;
      if (detail.all) {
        baseline = fieldsOf(form);
      }
      keep();
    });
    unlockWhenLeft(form);
    form.addEventListener("change", () => setTimeout(keep, 0));
    document.addEventListener("visibilitychange", keep);
    window.addEventListener("pagehide", () => {
      keep();
      clearInterval(timer);
    });
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  };

  const forms = () =>
    [...document.querySelectorAll("#content form, form[data-pbgdpl-draft]")].filter(
      (form) =>
        form.method === "post" &&
        form.querySelector("textarea, input[type=text], input[type=date], input:not([type])")
    );

  /* What the browser has against a field can't be shown where it is folded; and what is put
   * back into a folded row, as text kept in the browser is, would be seen by nobody. */
  const unfold = (element, which) => {
    const folded = element.closest(`${which} details:not([open])`);
    if (folded) {
      folded.open = true;
      unfold(folded.parentElement, which);
    }
  };

  document.addEventListener("invalid", (event) => unfold(event.target, "form"), true);
  ["input", "change"].forEach((type) =>
    document.addEventListener(type, (event) => unfold(event.target, ".pat-datagridfield"))
  );
  forgetSaved();
  expire();
  if (formKey) {
    forms().forEach(watch);
  }
})();
