/** Brings what has the focus out from under the first layer (WCAG 2.2, 2.4.11). */

/** Scroll until `layer` does not cover `focused`; dialog.css turns --cg-cover into room at the end of the page. */
export function uncover(focused, layer) {
  const cover = layer.getBoundingClientRect();
  if (focused.getBoundingClientRect().bottom < cover.top) return;
  // Only now, after a key press, may the page grow: earlier it could move what the visitor sees.
  document.documentElement.style.setProperty("--cg-cover", innerHeight - cover.top + "px");
  focused.scrollIntoView({ block: "nearest" });
}

/** Take the room at the end of the page away again. */
export function dropCover() {
  document.documentElement.style.removeProperty("--cg-cover");
}
