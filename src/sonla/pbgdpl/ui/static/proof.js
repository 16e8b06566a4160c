/* Proof of work of a form with a challenge: in small portions, so that a phone goes on reacting.
 *
 * Without this script the form is sent without a proof. Nothing is asked of other servers.
 */
(() => {
  "use strict";

  const form = document.querySelector("form[data-challenge]");
  if (!form) {
    return;
  }

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
    let waiting = null;
    solve(JSON.parse(challenge)).then((solution) => {
      field.value = solution;
      proved = true;
      if (waiting) {
        waiting.disabled = false;
        waiting.click();
      }
    });
    form.addEventListener("submit", (event) => {
      if (!proved) {
        event.preventDefault();
        waiting = event.submitter ?? form.querySelector("[type=submit]");
        waiting.disabled = true;
      }
    });
  }
})();
