/** Gives the page the dialog's style under the strictest content policy. */

import { element } from "./element.js";

/** Apply `css` once; without constructable stylesheets, as a <style> with the page's nonce. */
export function applyStyle(css, nonce) {
  if (document.adoptedStyleSheets) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  } else document.head.append(element("style", { nonce }, css));
}
