/** The first layer: who asks, why, how to withdraw, and three answers of the same weight. It never blocks the page. */

import { button, element, link, words } from "./element.js";
import { layerAttributes } from "./layer.js";

/** Return the first layer as a node that is not in the page yet. */
export function firstLayer({ texts, site }) {
  return element(
    "div.layer",
    { ...layerAttributes(1), "aria-modal": false, tabindex: -1 },
    element(
      "div.words",
      {},
      element("h2.title", { id: "cg-title" }, texts.title),
      element("p.text", { id: "cg-text" }, texts.intro),
      words(texts.how_to_withdraw + " ", link(site.privacy_url, texts.privacy)),
    ),
    element(
      "div.buttons",
      {},
      button("accept-all", texts.accept),
      button("reject-all", texts.reject),
      button("preferences", texts.choose),
    ),
  );
}
