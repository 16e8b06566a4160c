/* Load a player from another host only when a visitor asks for it.
   Without this script the link leads to that host. */
document.addEventListener("click", function (event) {
  var link = event.target.closest && event.target.closest("a[data-pbgdpl-embed]");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  var frame = document.createElement("iframe");
  frame.className = "w-100 h-100";
  frame.src = link.dataset.pbgdplEmbed + "?autoplay=1";
  frame.title = link.dataset.pbgdplTitle;
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.allowFullscreen = true;
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  link.replaceWith(frame);
  frame.focus();
});
