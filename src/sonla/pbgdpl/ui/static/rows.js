/* Add the next empty row as soon as something is typed in the last one.
 *
 * The script of the grids does so when the last row is left. That moves the button that
 * was just pressed away from under the pointer, and browsers then see no click: what
 * sends the form had to be pressed twice. It is also what gives a row its number, and a
 * row without one is not sent: who presses Enter leaves no row. */
(function () {
  function lastRow(grid) {
    return Array.from(
      grid.querySelectorAll(".datagridwidget-row:not([data-index=TT])"),
    ).pop();
  }

  function leaveLastRow(event) {
    var grid = event.target.closest(".pat-datagridfield");
    if (grid && event.target.closest(".datagridwidget-row") === lastRow(grid)) {
      event.target.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    }
  }

  /* A row that somebody asks for stands open. */
  function openAdded(event) {
    var button = event.target.closest(".dgf--row-add");
    var added = button && button.closest(".datagridwidget-row").nextElementSibling;
    var folded = added && added.querySelector("details");
    if (folded) {
      folded.open = true;
    }
  }

  document.addEventListener("click", openAdded);
  document.addEventListener("input", leaveLastRow);
  document.addEventListener("change", leaveLastRow);
})();
