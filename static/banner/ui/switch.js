/** A labelled switch that can also show that it is partly on. */

import { element } from "./element.js";

/** Return a label with a switch in it; `name` and `value` say what it switches, `about` is the id of its description. */
export function switchRow(name, value, text, about) {
  return element(
    "label.row",
    {},
    element("span.name", {}, text),
    // The state in words is for the eye; assistive technology hears it from the switch itself.
    element("span.state", { "aria-hidden": true }),
    element("input", { type: "checkbox", role: "switch", name, value, "aria-describedby": about }),
  );
}

/** Show `state` ("on", "off", "mixed") on the switch and beside it. */
export function showState(input, state, texts) {
  const mixed = state === "mixed";
  input.checked = state === "on";
  input.indeterminate = mixed;
  // ARIA gives a switch two states and a checkbox three: partly on can only be told by a checkbox.
  input.setAttribute("role", mixed ? "checkbox" : "switch");
  input.ariaChecked = mixed ? "mixed" : null;
  input.previousSibling.textContent = texts["state_" + state];
}
