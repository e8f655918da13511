/** What a visitor may know before choosing: who a vendor is, what it does, what it keeps and for how long. */

import { element, link, words } from "./element.js";
import { folded } from "./folded.js";
import { switchRow } from "./switch.js";

/** Return one vendor with its switch, purposes, company, privacy statement and stored items. */
export function vendorItem({ id, name, purposes, entity, country, privacy_url, storage }, texts) {
  const about = "cg-v-" + id;
  const privacy = { target: "_blank", rel: "noopener", "aria-label": `${texts.privacy} ${name}, ${texts.new_tab}` };
  return element(
    "div.item",
    {},
    element("h4", {}, switchRow("cg-vendor", id, name, about)),
    element("p.text", { id: about }, purposes.join("; ")),
    words(`${entity}, ${country} · `, link(privacy_url, texts.privacy, privacy)),
    folded(texts.stored, storage.map(storedItem)),
  );
}

function storedItem([name, lifetime]) {
  return element("p.stored", {}, element("code", {}, name), element("span", {}, lifetime));
}
