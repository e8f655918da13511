/** Gives the page the dialog's style under the strictest content policy. */

/** Apply `css` as a constructed sheet; a browser without those shows the dialog plain, and it works all the same. */
export function applyStyle(css) {
  if (!document.adoptedStyleSheets) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}
