/* Leave at once: the page goes out of sight and out of the history of the browser. */
(() => {
  const exit = document.querySelector(".pbgdpl-exit");
  if (!exit) {
    return;
  }
  const leave = (event) => {
    event.preventDefault();
    document.documentElement.hidden = true;
    location.replace(exit.href);
  };
  exit.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      leave(event);
    }
  });
})();
