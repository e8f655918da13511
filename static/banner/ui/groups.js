/** The groups of the second layer: what is always on, then one group a category with its vendors. */

import { vendorsOf } from "./choice.js";
import { element, words } from "./element.js";
import { folded } from "./folded.js";
import { switchRow } from "./switch.js";
import { vendorItem } from "./vendor.js";

/** Return every group that has something in it. */
export function groups(data) {
  return [necessaryGroup(data), ...data.categories.map((category) => categoryGroup(category, data))];
}

function necessaryGroup({ necessary, texts }) {
  const heading = element("span.row", {}, element("span.name", {}, texts.necessary), element("span.state", {}, texts.always_on));
  const items = necessary.map(({ name, purpose, justification }) =>
    element("div.item", {}, element("h4.name", {}, name), words(purpose), words(`${texts.why_necessary}: ${justification}`)),
  );
  return group(heading, texts.necessary_text, "cg-c-necessary", texts.items, items);
}

function categoryGroup({ id, name, description }, data) {
  const about = "cg-c-" + id;
  const items = vendorsOf(data, id).map((vendor) => vendorItem(vendor, data.texts));
  return group(switchRow("cg-category", id, name, about), description, about, data.texts.services, items);
}

function group(heading, description, about, title, items) {
  return (
    items.length > 0 &&
    element(
      "div.group",
      {},
      element("h3", {}, heading),
      element("p.text", { id: about }, description),
      folded(`${title} (${items.length})`, items), // a bare count needs no plural
    )
  );
}
