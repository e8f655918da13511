/** The choice in force, when something was granted: its number to keep, and withdrawal in one click. */

import { button, element, words } from "./element.js";

/** Return the panel, or nothing when nothing was granted. */
export function receiptPanel({ record, categories, vendors }, texts) {
  const granted = Object.values({ ...categories, ...vendors }).includes(true);
  // A page without https has no clipboard; a click on the number selects it whole.
  const copy = navigator.clipboard && button("copy", texts.copy, "quiet");
  const number = record && words(element("code", {}, record), " ", copy);
  const title = record ? texts.record : texts.granted;
  return granted && element("div.receipt", {}, element("div.name", {}, title, number), button("withdraw", texts.withdraw));
}
