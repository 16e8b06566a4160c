/* Takes what is pasted or dropped into the editor: pictures are uploaded into the place of the
 * text, markup is cleaned by the server, and what could not be taken is listed above the editor.
 *
 * Loaded by the viewlet pbgdpl.formassets on our forms, which says through data attributes where
 * the files of the text belong and what the server takes. Where the server doesn't answer in
 * time, the editor takes the paste as it is; the text is cleaned when it is saved all the same.
 */
(() => {
  "use strict";

  const script = document.currentScript;
  const { place, clean } = script.dataset;
  const MAX_PICTURE = Number(script.dataset.pictureLimit);
  const FORM_LIMIT = Number(script.dataset.formLimit);
  const TIMEOUT = 15000;
  const SCALED_FROM = 2 * 1024 * 1024;
  const MAX_WIDTH = 2560;
  const SHOWN = /^image\/(?:png|jpeg|gif|webp)$/;
  const APPLE = /\.hei[cf]s?$/i;
  const HELD = /^(?:data:image\/|blob:|file:|cid:)/i;

  const text = (name, values = {}) =>
    Object.entries(values).reduce(
      (words, [key, value]) => words.replace(`{${key}}`, value),
      script.dataset[`text${name[0]}${name.slice(1).toLowerCase()}`] || ""
    );

  const megabytes = (size) => (size / 1024 / 1024).toFixed(1);

  /* Pictures */

  const extensions = { "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp" };
  let pasted = 0;
  const named = (blob, name) => {
    pasted += 1;
    const stem = name && !/^image\.\w+$/.test(name) ? name.replace(/\.\w+$/, "") : `anh-${pasted}`;
    return new File([blob], `${stem}.${extensions[blob.type] || "jpg"}`, { type: blob.type });
  };

  /* A camera's picture is wider than any screen: it is made smaller here, before it is sent.
   * Safari can read Apple's own format, other browsers can't. */
  const prepared = async (file) => {
    const apple = APPLE.test(file.name) || /hei[cf]/.test(file.type);
    if (!apple && !SHOWN.test(file.type)) {
      throw new Error(text("Kind", { name: file.name }));
    }
    if (!apple && (file.size <= SCALED_FROM || file.type === "image/gif")) {
      return file;
    }
    let bitmap;
    try {
      bitmap = await createImageBitmap(file);
    } catch {
      if (apple) {
        throw new Error(text("Heic", { name: file.name }));
      }
      return file;
    }
    const share = Math.min(1, MAX_WIDTH / Math.max(bitmap.width, bitmap.height));
    if (share === 1 && !apple && file.size <= MAX_PICTURE * 1024 * 1024) {
      return file;
    }
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * share);
    canvas.height = Math.round(bitmap.height * share);
    const drawing = canvas.getContext("2d");
    drawing.fillStyle = "#fff";
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob ? named(blob, file.name) : file;
  };

  const tooLarge = (file) => {
    const limit = SHOWN.test(file.type) ? MAX_PICTURE : Number(script.dataset.fileLimit);
    return file.size > limit * 1024 * 1024
      ? text("Large", { name: file.name, size: megabytes(file.size), limit })
      : "";
  };

  const refused = (file) => (place ? tooLarge(file) : text("NoPlace", { name: file.name }));

  const send = (file, progress) =>
    new Promise((done, fail) => {
      const form = new FormData();
      form.append("file", file, file.name);
      form.append("_authenticator", document.querySelector("input[name=_authenticator]")?.value || "");
      const request = new XMLHttpRequest();
      request.open("POST", `${place}/@@fileUpload`);
      request.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
      request.addEventListener("error", () =>
        fail(Object.assign(new Error(text("Offline", { name: file.name })), { offline: true }))
      );
      request.addEventListener("load", () => {
        try {
          done(JSON.parse(request.responseText));
        } catch {
          const said = request.status === 403 ? request.responseText : "";
          fail(new Error(said || text("Failed", { name: file.name })));
        }
      });
      request.send(form);
    });

  /* The box above an editor or a field: how far uploads are, and what could not be taken. */
  const boxes = new WeakMap();
  const boxBefore = (element) => {
    if (!boxes.has(element)) {
      const box = document.createElement("div");
      box.className = "pbgdpl-pasting";
      box.setAttribute("role", "status");
      element.before(box);
      boxes.set(element, box);
    }
    return boxes.get(element);
  };

  /* What is told stays until somebody closes it, and grows with each further loss. */
  const tell = (box, words, heading = text("Left")) => {
    if (!words.length) {
      return;
    }
    let alert = [...box.querySelectorAll(".alert")].find((one) => one.dataset.heading === heading);
    if (!alert) {
      alert = document.createElement("div");
      alert.className = "alert alert-warning alert-dismissible";
      alert.dataset.heading = heading;
      const head = document.createElement("p");
      head.textContent = heading;
      const list = document.createElement("ul");
      list.className = "mb-0";
      const close = document.createElement("button");
      close.type = "button";
      close.className = "btn-close";
      close.setAttribute("aria-label", text("Close"));
      close.addEventListener("click", () => alert.remove());
      alert.append(head, list, close);
      box.append(alert);
    }
    for (const one of words) {
      const item = document.createElement("li");
      item.textContent = one;
      alert.querySelector("ul").append(item);
    }
  };

  const bar = (box, name) => {
    const line = document.createElement("p");
    const progress = document.createElement("progress");
    progress.max = 1;
    progress.setAttribute("aria-label", name);
    line.append(`${text("Sending", { name })} `, progress);
    box.append(line);
    return { set: (share) => (progress.value = share), end: () => line.remove() };
  };

  /* Upload files one after another; those that can't be are told, and the others go on. */
  const uploadAll = async (files, box, ready = prepared) => {
    const warnings = [];
    const uploaded = [];
    const unsent = [];
    for (const file of files) {
      const line = bar(box, file.name);
      try {
        const sent = await ready(file);
        const reason = refused(sent);
        if (reason) {
          throw new Error(reason);
        }
        uploaded.push({ file, ...(await send(sent, line.set)) });
      } catch (problem) {
        warnings.push(problem.message);
        uploaded.push(null);
        if (problem.offline) {
          unsent.push(file);
        }
      }
      line.end();
    }
    return { uploaded, warnings, unsent };
  };

  /* What is still being uploaded or cleaned: a form that is sent meanwhile would lose it. */
  const pending = new Set();
  const pend = (work) => {
    pending.add(work);
    return work.finally(() => pending.delete(work));
  };

  /* Word and LibreOffice write pictures into the second form of the clipboard only, as
   * hexadecimal digits, in the order of the text. */
  const picturesOfRtf = (rtf) => {
    const found = [];
    for (let at = rtf.indexOf("{\\pict"); at >= 0; at = rtf.indexOf("{\\pict", at + 6)) {
      let depth = 0;
      let own = "";
      let from = at + 1;
      for (let i = at; i < rtf.length; i += 1) {
        if (rtf[i] === "{") {
          own += depth === 1 ? rtf.slice(from, i) : "";
          depth += 1;
        } else if (rtf[i] === "}") {
          own += depth === 1 ? rtf.slice(from, i) : "";
          depth -= 1;
          from = i + 1;
          if (!depth) {
            break;
          }
        }
      }
      const type = own.match(/\\(png|jpeg)blip/)?.[1];
      const digits = own.replace(/\\[a-z]+-?\d* ?/g, "").replace(/[^0-9a-f]/gi, "");
      if (type && digits) {
        const bytes = new Uint8Array(digits.length / 2);
        bytes.forEach((_, i) => (bytes[i] = parseInt(digits.substr(2 * i, 2), 16)));
        found.push(new Blob([bytes], { type: `image/${type}` }));
      }
    }
    return found;
  };

  const attributes = (image) => ({
    src: `resolveuid/${image.UID}/@@images/image/large`,
    class: "image-richtext picture-variant-large",
    "data-linktype": "image",
    "data-picturevariant": "large",
    "data-scale": "large",
    "data-val": image.UID,
  });

  const put = (element, values) =>
    Object.entries(values).forEach(([name, value]) => element.setAttribute(name, value));

  /* Upload the pictures that a paste itself holds; what is left of them the server tells. */
  const withPictures = async (html, rtf, box) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const all = [...parsed.querySelectorAll("img")];
    const onDisk = all.filter((image) => /^(?:file|cid):/i.test(image.getAttribute("src") || ""));
    const ofRtf = onDisk.length ? picturesOfRtf(rtf) : [];
    const files = [];
    const images = [];
    for (const image of all) {
      const source = image.getAttribute("src") || "";
      const at = onDisk.indexOf(image);
      let blob = null;
      if (at >= 0 && ofRtf.length === onDisk.length) {
        blob = ofRtf[at];
      } else if (/^(?:data:image\/|blob:)/i.test(source)) {
        blob = await fetch(source).then((answer) => answer.blob()).catch(() => null);
      }
      if (blob) {
        files.push(named(blob, ""));
        images.push(image);
      }
    }
    if (!files.length) {
      return { html, warnings: [], made: [] };
    }
    const { uploaded, warnings } = await uploadAll(files, box);
    const made = [];
    uploaded.forEach((one, i) => {
      if (one) {
        images[i].removeAttribute("width");
        images[i].removeAttribute("height");
        put(images[i], attributes(one));
        made.push(one);
      } else {
        images[i].remove();
      }
    });
    return { html: parsed.documentElement.outerHTML, warnings, made };
  };

  const cleaned = async (html) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const answer = await fetch(clean, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "text/html; charset=utf-8", Accept: "application/json" },
        body: html,
        signal: stop.signal,
      });
      if (!answer.ok || !/json/.test(answer.headers.get("Content-Type") || "")) {
        return null;
      }
      return await answer.json();
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  };

  /* The editor */

  const askForWords = (editor, images) => {
    const asked = images
      .map((image) => ({
        UID: image.UID,
        name: image.filename || image.name,
        shown: editor.dom.select(`img[data-val="${image.UID}"]`)[0],
      }))
      .filter(({ shown }) => shown && !shown.getAttribute("alt"));
    if (!asked.length) {
      return;
    }
    editor.windowManager.open({
      title: text("AltTitle"),
      body: {
        type: "panel",
        items: asked.map(({ UID, name }) => ({
          type: "input",
          name: `alt${UID}`,
          label: text("Alt", { name }),
        })),
      },
      buttons: [
        { type: "cancel", text: text("Later") },
        { type: "submit", text: text("Done"), primary: true },
      ],
      onSubmit: (dialogue) => {
        const data = dialogue.getData();
        for (const { UID, shown } of asked) {
          editor.dom.setAttrib(shown, "alt", data[`alt${UID}`].trim());
        }
        editor.undoManager.add();
        editor.setDirty(true);
        dialogue.close();
      },
    });
  };

  const insert = (editor, bookmark, html) => {
    editor.undoManager.transact(() => {
      editor.selection.moveToBookmark(bookmark);
      editor.insertContent(html);
    });
    editor.setDirty(true);
  };

  const imageTag = (editor, image) => editor.dom.createHTML("img", { ...attributes(image), alt: "" });

  const take = async (editor, { html, rtf, files }) => {
    const box = boxBefore(editor.getContainer());
    const bookmark = editor.selection.getBookmark(2, true);
    if (!html) {
      const { uploaded, warnings } = await uploadAll(files, box);
      const made = uploaded.filter(Boolean);
      if (made.length) {
        const tags = made.map((one) => `<p>${imageTag(editor, one)}</p>`).join("");
        insert(editor, bookmark, tags);
      }
      tell(box, warnings);
      askForWords(editor, made);
      return;
    }
    const found = await withPictures(html, rtf, box);
    const answer = await cleaned(found.html);
    insert(editor, bookmark, answer ? answer.html : found.html);
    const warnings = [...found.warnings];
    if (!answer) {
      warnings.push(text("Later2"));
    } else {
      warnings.push(...answer.warnings);
    }
    tell(box, warnings);
    askForWords(editor, found.made);
  };

  /* What a browser copies as one picture has a file, and markup with nothing but its address. */
  const isPicture = (html) => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    return body.querySelectorAll("img").length === 1 && !body.textContent.trim();
  };

  const read = (data) => {
    if (!data || [...data.types].some((type) => type === "x-tinymce/html")) {
      return null;
    }
    const html = data.getData("text/html");
    const files = [...data.files].filter(
      (file) => file.type.startsWith("image/") || APPLE.test(file.name)
    );
    if (files.length && (!html || isPicture(html))) {
      return { html: "", rtf: "", files };
    }
    return html.trim() ? { html, rtf: data.getData("text/rtf"), files } : null;
  };

  const attached = new WeakSet();
  const attach = (editor) => {
    if (attached.has(editor) || !editor.initialized) {
      return;
    }
    attached.add(editor);
    /* Nothing is returned: the editor takes `false` for a wish to prevent what it would do. */
    const hold = (event, data) => {
      const found = read(data);
      if (found) {
        event.preventDefault();
        event.stopImmediatePropagation();
        pend(take(editor, found));
      }
    };
    editor.on("paste", (event) => void hold(event, event.clipboardData), true);
    editor.on(
      "drop",
      (event) => {
        const range = editor.getDoc().caretRangeFromPoint?.(event.clientX, event.clientY);
        if (range && read(event.dataTransfer)) {
          editor.selection.setRng(range);
        }
        hold(event, event.dataTransfer);
      },
      true
    );
  };

  /* Files dropped on the field of attached files, or chosen there: several at once. */
  const FIELD = "#formfield-form-widgets-IAttachments-attachments";
  const attachTo = (field, items) => {
    const input = field.querySelector("input.pat-contentbrowser");
    const browser = window.__patternslib_registry?.contentbrowser;
    if (!input || !browser) {
      return;
    }
    const options = JSON.parse(input.dataset.patContentbrowser || "{}");
    const separator = options.separator || ";";
    const fresh = input.cloneNode();
    fresh.removeAttribute("style");
    fresh.value = [...input.value.split(separator), ...items.map((one) => one.UID)]
      .filter(Boolean)
      .join(separator);
    field.querySelectorAll(".content-browser-selected-items-wrapper").forEach((one) => {
      (one.parentElement === input.parentElement ? one : one.parentElement).remove();
    });
    input.replaceWith(fresh);
    new browser(fresh);
    fresh.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const offerField = (field) => {
    const zone = document.createElement("div");
    zone.className = "pbgdpl-dropzone";
    const chooser = document.createElement("input");
    chooser.type = "file";
    chooser.multiple = true;
    chooser.hidden = true;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-secondary";
    button.textContent = text("Choose");
    button.addEventListener("click", () => chooser.click());
    const words = document.createElement("span");
    words.textContent = text("Drop");
    zone.append(button, words, chooser);
    field.append(zone);
    const uploadFiles = async (files) => {
      const box = boxBefore(zone);
      const whole = (file) => (SHOWN.test(file.type) || APPLE.test(file.name) ? prepared(file) : file);
      const { uploaded, warnings } = await uploadAll([...files], box, whole);
      const made = uploaded.filter(Boolean);
      if (made.length) {
        attachTo(field, made);
      }
      tell(box, warnings);
    };
    const takeFiles = (files) => pend(uploadFiles(files));
    chooser.addEventListener("change", () => takeFiles(chooser.files).then(() => (chooser.value = "")));
    field.addEventListener("dragover", (event) => {
      if ([...event.dataTransfer.types].includes("Files")) {
        event.preventDefault();
        zone.classList.add("pbgdpl-dropzone-over");
      }
    });
    field.addEventListener("dragleave", () => zone.classList.remove("pbgdpl-dropzone-over"));
    field.addEventListener("drop", (event) => {
      zone.classList.remove("pbgdpl-dropzone-over");
      if (event.dataTransfer.files.length) {
        event.preventDefault();
        takeFiles(event.dataTransfer.files);
      }
    });
  };

  /* The picture of a field, which goes with the form: made smaller here, and told what becomes
   * of it. One that can't be taken leaves the field empty. */
  const offerPicture = (input) => {
    const types = input.nextElementSibling;
    if (types?.textContent.includes(input.accept)) {
      types.textContent = text("Pictures");
    }
    const take = async (file) => {
      const box = boxBefore(input);
      box.replaceChildren();
      try {
        const known = SHOWN.test(file.type) || APPLE.test(file.name);
        const sent = known ? await prepared(file) : file;
        const reason = tooLarge(sent);
        if (reason) {
          throw new Error(reason);
        }
        if (sent !== file) {
          const held = new DataTransfer();
          held.items.add(sent);
          input.files = held.files;
          const sizes = { before: megabytes(file.size), after: megabytes(sent.size) };
          tell(box, [text("Smaller", { name: file.name, ...sizes })], text("Taken"));
        }
      } catch (problem) {
        input.value = "";
        tell(box, [problem.message]);
      }
    };
    input.addEventListener("change", () => input.files.length && pend(take(input.files[0])));
  };

  /* Photos, from the camera or chosen: sent as soon as they are there, so that a form that is
   * refused keeps them. What could not be sent for want of a connection goes with the form. */
  const offerPhotos = (field) => {
    const list = field.querySelector("ul");
    const pattern = field.querySelector("template");
    const add = (uid) => {
      const item = pattern.content.firstElementChild.cloneNode(true);
      item.querySelector("input").value = uid;
      item.querySelector("img").src = `${place}/resolveuid/${uid}/@@images/image/thumb`;
      list.append(item);
    };
    const take = async (input) => {
      const box = boxBefore(list);
      box.replaceChildren();
      const { uploaded, warnings, unsent } = await uploadAll([...input.files], box);
      uploaded.filter(Boolean).forEach((one) => add(one.UID));
      const left = new DataTransfer();
      unsent.forEach((file) => left.items.add(file));
      input.files = left.files;
      tell(box, warnings, field.dataset.textLeft);
    };
    field.querySelectorAll("input[type=file]").forEach((input) =>
      input.addEventListener("change", () => input.files.length && pend(take(input)))
    );
    field.closest("form").addEventListener("pbgdpl-restored", ({ detail }) => {
      const shown = new Set([...list.querySelectorAll("input")].map((input) => input.value));
      detail
        .filter(([name, uid]) => name === field.dataset.name && !shown.has(uid))
        .forEach(([, uid]) => add(uid));
    });
    field.classList.add("pbgdpl-photos-live");
  };

  /* The server refuses a form with a field longer than its limit before any code of ours sees
   * it, so it is measured here; the draft stays in the browser. */
  const measure = (event) => {
    const form = event.target;
    if (form.method !== "post") {
      return;
    }
    if (pending.size) {
      event.preventDefault();
      event.stopPropagation();
      Promise.allSettled(pending).then(() => form.requestSubmit(event.submitter));
      return;
    }
    window.tinymce?.triggerSave?.();
    const coder = new TextEncoder();
    let size = 0;
    for (const [, value] of new FormData(form)) {
      if (typeof value === "string") {
        size = Math.max(size, coder.encode(value.replace(/\r?\n/g, "\r\n")).length);
      }
    }
    if (!FORM_LIMIT || size <= FORM_LIMIT) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const alert = document.createElement("div");
    alert.className = "alert alert-danger pbgdpl-too-long";
    alert.setAttribute("role", "alert");
    alert.tabIndex = -1;
    alert.textContent = text("TooLong", { size: megabytes(size), limit: megabytes(FORM_LIMIT) });
    form.parentElement.querySelectorAll(".pbgdpl-too-long").forEach((one) => one.remove());
    form.before(alert);
    alert.focus();
  };

  const begin = () => {
    document.addEventListener("submit", measure, true);
    const field = document.querySelector(FIELD);
    if (field && place) {
      offerField(field);
    }
    if (place) {
      document.querySelectorAll(".pbgdpl-photos").forEach(offerPhotos);
    }
    document
      .querySelectorAll('input[type="file"][accept="image/*"]')
      .forEach((input) => input.closest(".pbgdpl-photos") || offerPicture(input));
    const look = () => (window.tinymce?.get?.() || []).forEach(attach);
    const timer = setInterval(look, 250);
    window.addEventListener("pagehide", () => clearInterval(timer));
  };

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
