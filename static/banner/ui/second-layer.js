/** The second layer: a modal dialog with one switch a category and one a vendor. */

import { categoryState, openingSwitches, shownChoice, vendorsOf } from "./choice.js";
import { button, element, words } from "./element.js";
import { groups } from "./groups.js";
import { layerAttributes } from "./layer.js";
import { receiptPanel } from "./receipt.js";
import { showState } from "./switch.js";

/** Return `{node, choice()}`: the layer, not in the page yet, and a function that tells what it shows. */
export function secondLayer(data, state) {
  const on = openingSwitches(data, state);
  const node = secondNode(data, state);

  function show() {
    for (const input of node.querySelectorAll("input")) {
      const { name, value } = input;
      const vendorState = on[value] ? "on" : "off";
      showState(input, name === "cg-vendor" ? vendorState : categoryState(data, value, on), data.texts);
    }
  }

  node.addEventListener("change", ({ target: { name, value, checked } }) => {
    const changed = name === "cg-vendor" ? [{ id: value }] : vendorsOf(data, value);
    for (const { id } of changed) on[id] = checked;
    show();
  });
  show();
  return { node, choice: () => shownChoice(data, on) };
}

function secondNode(data, state) {
  const { texts } = data;
  return element(
    "dialog.layer",
    layerAttributes(2),
    element(
      "div.head",
      {},
      // The heading takes the focus, so that reading starts at the beginning and no button is pressed by accident.
      element("h2.title", { id: "cg-title", tabindex: -1, autofocus: "" }, texts.settings_title),
      button("close", "×", "close", texts.close),
    ),
    element(
      "div.scroll",
      {},
      element("p.text", { id: "cg-text" }, texts.settings_intro),
      receiptPanel(state, texts),
      groups(data),
      texts.age && words(texts.age),
      texts.contact && words(texts.contact),
    ),
    element(
      "div.buttons",
      {},
      button("accept-all", texts.accept),
      button("reject-all", texts.reject),
      button("save", texts.save),
    ),
  );
}
