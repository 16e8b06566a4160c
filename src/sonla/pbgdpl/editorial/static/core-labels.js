/* Write titles where core's scripts show ids of states and types, and English.
 *
 * Loaded by the viewlet pbgdpl.corewords, which gives the titles as data. Text nodes are
 * written over and not replaced: the scripts that made them hold on to them. */
(function () {
  var words = JSON.parse(document.currentScript.dataset.words);
  var waiting = false;

  function write() {
    waiting = false;
    document.querySelectorAll("td.review_state").forEach(function (cell) {
      say(cell, words.states[cell.dataset.order]);
      // Core's yellow of drafts on white can't be read (WCAG 2.1, 1.4.3).
      cell.style.removeProperty("color");
    });
    document.querySelectorAll(".preview .info dd").forEach(function (value) {
      say(value, words.states[value.textContent.trim()]);
    });
    document.querySelectorAll("tr[data-type] a.manage").forEach(function (link) {
      link.title = words.types[link.closest("tr").dataset.type] || link.title;
    });
    Object.keys(words.columns).forEach(function (name) {
      document
        .querySelectorAll("label[for=columnswitch-" + name + "]")
        .forEach(function (label) {
          say(label, words.columns[name]);
        });
    });
  }

  function say(place, word) {
    if (word && place.firstChild && place.firstChild.nodeValue !== word) {
      place.firstChild.nodeValue = word;
    }
  }

  new MutationObserver(function () {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(write);
    }
  }).observe(document.documentElement, {
    characterData: true,
    childList: true,
    subtree: true,
  });
})();
