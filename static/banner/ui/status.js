/** A short polite message in a corner; it stays while it is pointed at and needs no answer. */

import { element } from "./element.js";

/** Return `{node, say(text)}`; the node must be in the page before the first message so that it is read aloud. */
export function statusRegion() {
  const node = element("div.status", { role: "status" });
  let timer;

  function say(text) {
    node.textContent = text;
    clearTimeout(timer);
    if (text) timer = setTimeout(() => say(node.matches(":hover") ? text : ""), 8000);
  }
  return { node, say };
}
