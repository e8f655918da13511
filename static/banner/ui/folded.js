/** A list that opens on request. */

import { element } from "./element.js";

/** Return the folded list, or nothing without items. */
export function folded(title, items) {
  return items.length > 0 && element("details", {}, element("summary", {}, title), items);
}
