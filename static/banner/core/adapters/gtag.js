// The Google tag, one loader for all its products (developers.google.com/tag-platform/gtagjs).
// Consent Mode's `default` and `update` are not here: the core sends them before any adapter runs.

const gtagWindows = new WeakSet();

// Loads gtag.js with the first id of a window and configures each.
export function loadGtag(id, { window, load }) {
  window.dataLayer ||= [];
  // Google reads Arguments objects only: an array would be ignored.
  window.gtag ||= function () {
    window.dataLayer.push(arguments);
  };
  if (!gtagWindows.has(window)) {
    gtagWindows.add(window);
    window.gtag("js", new Date());
    load("https://www.googletagmanager.com/gtag/js?id=" + id);
  }
  window.gtag("config", id);
}
