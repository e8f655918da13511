/** Builds DOM nodes; every text becomes a text node, so no text of a page, catalogue or operator can become markup. */

/** Return a new element of `kind` ("p" or "p.text", whose class is cg-text) with attributes and children. */
export function element(kind, attributes, ...children) {
  const [tag, look] = kind.split(".");
  const node = document.createElement(tag);
  if (look) node.className = "cg-" + look;
  for (const name in attributes) if (attributes[name] != null) node.setAttribute(name, attributes[name]);
  node.append(...children.flat().filter(Boolean));
  return node;
}

/** Return a paragraph of ordinary words. */
export function words(...children) {
  return element("p.text", {}, children);
}

/** Return a real button that carries one action of the contract. */
export function button(action, text, look = "button", label) {
  return element("button." + look, { type: "button", "data-cg-action": action, "aria-label": label }, text);
}

/** Return a link; the server publishes only addresses that begin with https://, http:// or a slash. */
export function link(href, text, extra) {
  return element("a", { href, ...extra }, text);
}
