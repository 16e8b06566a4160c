/* The form of questions: answered ones that are like what is typed, and proof of work.
 *
 * Without this script the form works as before. Nothing is asked of other servers.
 */
(() => {
  "use strict";

  const form = document.getElementById("pbgdpl-ask");
  if (!form) {
    return;
  }

  /* Related questions */

  const WAIT = 600;
  const MIN_SEARCH_LENGTH = 8;
  const box = document.getElementById("ask-related");
  const typed = document.getElementById("ask-question");
  let timer = 0;
  let asked = 0;

  const show = (items) => {
    const list = box.querySelector("ul");
    list.replaceChildren(
      ...items.map((item) => {
        const line = document.createElement("li");
        const link = document.createElement("a");
        link.href = item.url;
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent = item.title;
        line.append(link);
        return line;
      })
    );
    box.hidden = items.length === 0;
  };

  const look = async () => {
    const text = typed.value.trim().slice(0, 300);
    const mine = ++asked;
    if (text.length < MIN_SEARCH_LENGTH) {
      show([]);
      return;
    }
    try {
      const url = `${form.dataset.related}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(url, { credentials: "same-origin" });
      const { items } = await answer.json();
      if (mine === asked) {
        show(items);
      }
    } catch {
      /* What could not be found out is not missed. */
    }
  };

  typed.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });

  /* What is wrong is read out, and stands in view. */

  document.getElementById("ask-problems")?.focus();

  /* Proof of work: in small portions, so that a phone goes on reacting. */

  const PORTION = 250;

  const hex = (buffer) =>
    [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const solve = async ({ algorithm, challenge, maxNumber, salt, signature }) => {
    const encoder = new TextEncoder();
    for (let number = 0; number <= maxNumber; number += 1) {
      const digest = await crypto.subtle.digest(algorithm, encoder.encode(salt + number));
      if (hex(digest) === challenge) {
        return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
      }
      if (number % PORTION === 0) {
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
    return "";
  };

  const { challenge } = form.dataset;
  if (challenge && globalThis.crypto?.subtle) {
    const field = form.elements.proof;
    let proved = false;
    let waiting = false;
    solve(JSON.parse(challenge)).then((solution) => {
      field.value = solution;
      proved = true;
      if (waiting) {
        form.submit();
      }
    });
    form.addEventListener("submit", (event) => {
      if (!proved) {
        event.preventDefault();
        waiting = true;
        form.querySelector("[type=submit]").disabled = true;
      }
    });
  }
})();
