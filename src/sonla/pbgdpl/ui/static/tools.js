/* What readers do with a page: print it, copy its address or a part of it, share it; on an
   article also the size of letters and reading aloud. Nothing is asked of any other host, and no
   cookie is set: the size of letters is remembered in the reader's own browser. */
(function () {
  "use strict";

  function whenUsed(name, act) {
    document.querySelectorAll("[data-tool=" + name + "]").forEach(function (button) {
      button.addEventListener("click", function () {
        act(button);
      });
    });
  }

  // Print

  whenUsed("print", function () {
    window.print();
  });

  // Copy: the element that the button names, or the address of the page

  function address() {
    var canonical = document.querySelector("link[rel=canonical]");
    return canonical ? canonical.href : window.location.href;
  }

  function copy(button) {
    var line = button.parentNode.querySelector("[role=status]");
    var part = document.getElementById(button.dataset.copies);
    var text = part ? part.textContent.trim() : address();

    function copied() {
      line.textContent = line.dataset.copied;
    }

    function notCopied() {
      line.textContent = line.dataset.notCopied + (part ? "" : " " + text);
      if (part) {
        window.getSelection().selectAllChildren(part);
      }
    }

    // Browsers give pages without HTTPS no clipboard; the text can be read or selected then.
    if (navigator.clipboard) {
      navigator.clipboard.writeText(text).then(copied, notCopied);
    } else {
      notCopied();
    }
  }

  whenUsed("copy", copy);

  // Share

  whenUsed("share", function (button) {
    if (!navigator.share) {
      copy(button);
      return;
    }
    navigator
      .share({ title: document.querySelector("h1").textContent.trim(), url: address() })
      .catch(function (error) {
        if (error.name !== "AbortError") {
          copy(button);
        }
      });
  });

  var bar = document.querySelector(".pbgdpl-tools[role=group]");
  if (!bar) {
    return;
  }
  var status = bar.querySelector("[role=status]");
  var content = document.querySelector("#content");

  function tool(name) {
    return bar.querySelector("[data-tool=" + name + "]");
  }

  // Size of letters

  var SIZES = [90, 100, 115, 130, 150, 175];
  var KEY = "pbgdpl-text-size";

  function kept() {
    try {
      var size = parseInt(window.localStorage.getItem(KEY), 10);
      return SIZES.indexOf(size) < 0 ? 100 : size;
    } catch (error) {
      return 100;
    }
  }

  function resize(size) {
    content.style.setProperty("--pbgdpl-text-size", size / 100);
    content.classList.toggle("is-resized", size !== 100);
    tool("smaller").disabled = size === SIZES[0];
    tool("larger").disabled = size === SIZES[SIZES.length - 1];
  }

  function step(by) {
    var size = SIZES[SIZES.indexOf(kept()) + by];
    if (!size) {
      return;
    }
    try {
      window.localStorage.setItem(KEY, size);
    } catch (error) {
      // A browser that keeps nothing: the size holds on this page.
    }
    resize(size);
    status.textContent = status.dataset.size + " " + size + " %";
  }

  // Most readers never changed it: their page is laid out once.
  if (kept() !== 100) {
    resize(kept());
  }
  tool("smaller").addEventListener("click", function () {
    step(-1);
  });
  tool("larger").addEventListener("click", function () {
    step(1);
  });

  // Read aloud: title and text, by the voice that the device itself has

  var speech = window.speechSynthesis;
  var read = tool("read");
  var stop = tool("stop");
  var LONGEST = 200; // Some browsers fall silent in longer utterances.
  var run = 0;
  var state = "";

  function body() {
    return (
      content.querySelector(".pbgdpl-body") ||
      (content.querySelector(".pbgdpl-text") ? null : content.querySelector("#content-core"))
    );
  }

  function language() {
    var part = body();
    var named = part && part.closest("[lang]");
    return ((named || document.documentElement).lang || "vi").toLowerCase();
  }

  function voice() {
    var wanted = language().split("-")[0];
    return speech.getVoices().find(function (one) {
      return one.lang.toLowerCase().split(/[-_]/)[0] === wanted;
    });
  }

  function pieces() {
    var parts = [document.querySelector("h1"), body()].filter(Boolean);
    return parts
      .map(function (part) {
        return part.innerText;
      })
      .join("\n")
      .split(/\n+|(?<=[.;:!?…])\s+/)
      .flatMap(cut)
      .filter(function (piece) {
        return piece.trim();
      });
  }

  function cut(sentence) {
    var found = [];
    while (sentence.length > LONGEST) {
      var end = sentence.lastIndexOf(" ", LONGEST);
      end = end > 0 ? end : LONGEST;
      found.push(sentence.slice(0, end));
      sentence = sentence.slice(end);
    }
    return found.concat(sentence);
  }

  function show(next) {
    state = next;
    var label = { reading: "pause", paused: "resume" }[state] || "read";
    read.textContent = read.dataset[label];
    if (!state && document.activeElement === stop) {
      read.focus();
    }
    stop.hidden = !state;
  }

  function begin() {
    var chosen = voice();
    var own = ++run;
    speech.cancel();
    var queue = pieces();
    queue.forEach(function (piece, number) {
      var utterance = new SpeechSynthesisUtterance(piece);
      utterance.voice = chosen;
      utterance.lang = chosen.lang;
      if (number === queue.length - 1) {
        utterance.onend = function () {
          if (own === run) {
            show("");
          }
        };
      }
      speech.speak(utterance);
    });
    show("reading");
  }

  function end() {
    run++;
    speech.cancel();
    show("");
  }

  function offer() {
    read.classList.toggle("has-voice", Boolean(voice()));
  }

  if (speech && window.SpeechSynthesisUtterance) {
    // Voices are counted when nothing else is to be done: it takes a phone long.
    (window.requestIdleCallback || window.setTimeout)(offer);
    if (speech.addEventListener) {
      speech.addEventListener("voiceschanged", offer);
    }
    read.addEventListener("click", function () {
      if (state === "reading") {
        speech.pause();
        show("paused");
      } else if (state === "paused") {
        speech.resume();
        show("reading");
      } else {
        begin();
      }
    });
    stop.addEventListener("click", end);
    window.addEventListener("pagehide", function () {
      speech.cancel();
    });
  }
})();
