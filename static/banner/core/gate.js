// Holds marked elements until what they need is granted, then releases them in place; sees elements added later.
// Inert markup is what holds: this file can only ever let something go, so whatever breaks it leaves all held.

import { createOrder } from "./order.js";

const ADDRESSES = ["src", "srcset", "href", "data", "poster", "srcdoc"];
const NAMED = ":is([data-cg-category],[data-cg-vendor])";
const HELD = `script[type="text/plain"]${NAMED},template${NAMED},` + ADDRESSES.map((name) => `[data-cg-${name}]`);

// categoryOf: {vendor: category}; also: {other name in markup: vendor}; allows(vendor or category) -> bool;
// tell(event, detail); scanned() is called after each look at the page.
export function createGate(categoryOf, also, allows, tell, scanned) {
  const [run, finish] = createOrder();
  const told = new WeakSet();
  const growing = new Set();

  function consider(held) {
    if (!isParsed(held)) return growing.add(held);
    const named = held.dataset.cgVendor;
    const vendor = also[named] || named;
    const categories = (held.dataset.cgCategory || "").split(/[\s,]+/).filter(Boolean);
    // A vendor's own answer outranks its category's; a category that contradicts the definition must be granted as well.
    const needs = vendor ? [vendor, ...categories.filter((category) => category !== categoryOf[vendor])] : categories;
    const url = held.dataset.cgSrc || held.dataset.cgHref || held.src;
    const detail = { element: held, vendor, category: categoryOf[vendor] || categories[0], url };
    if (needs.length && needs.every(allows)) {
      release(held);
      tell("released", detail);
    } else if (!told.has(held)) {
      told.add(held);
      tell("held", detail);
    }
  }

  function release(held) {
    if (held.localName === "script") return run(held);
    if (held.localName === "template") return unfold(held);
    for (const name of ADDRESSES) {
      const value = held.getAttribute("data-cg-" + name);
      if (value === null) continue;
      held.removeAttribute("data-cg-" + name);
      held.setAttribute(name, value);
    }
    // A video that found no source before looks again only when it is told.
    if (held.parentNode instanceof HTMLMediaElement) held.parentNode.load();
  }

  // A template's own scripts are made inert first, so that they run through the same order as all others.
  function unfold(template) {
    const content = document.importNode(template.content, true);
    const scripts = [...content.querySelectorAll("script")].filter((script) => !script.matches(HELD));
    for (const script of scripts) {
      if (script.type) script.dataset.cgType = script.type;
      script.type = "text/plain";
    }
    template.replaceWith(content);
    scripts.forEach(run);
  }

  function scan(root) {
    const waiting = [...growing];
    growing.clear();
    // Releasing one may take others away that were found with it.
    for (const held of [...waiting, root, ...(root.querySelectorAll?.(HELD) || [])]) {
      if (held.isConnected && held.matches?.(HELD)) consider(held);
    }
    finish();
    scanned();
  }

  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) (type === "attributes" ? [target] : addedNodes).forEach(scan);
  }).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: ["category", "vendor", ...ADDRESSES].map((name) => "data-cg-" + name),
  });
  document.addEventListener("readystatechange", () => scan(document));
  return scan;
}

// While the parser is at work, an element with nothing after it may still be growing.
function isParsed(element) {
  for (let node = element; node; node = node.parentNode) {
    if (node.nextSibling) return true;
  }
  return document.readyState !== "loading";
}
