// Speaks Google Consent Mode v2 through the dataLayer: default before anything else, update before anything is released.

import { signalsOf } from "./signals.js";

export function createGoogle(config) {
  let layer = window.dataLayer || [];
  // Google reads the Arguments object, not an array.
  function gtag() {
    layer.push(arguments);
  }
  // Many pages assign a new array later on: what was said must then stand at its beginning. (Where an earlier script
  // declared the variable this cannot be had, and fails without a word.)
  Reflect.defineProperty(window, "dataLayer", {
    get: () => layer,
    set(next) {
      if (next !== layer) next.unshift(...layer);
      layer = next;
    },
  });
  gtag("consent", "default", { ...signalsOf({ categories: {}, vendors: {} }, {}), wait_for_update: 500 });

  return (decision) => {
    gtag("consent", "update", signalsOf(decision, config.signals));
    layer.push({ event: "cookieguard_update", cookieguard: { version: config.version, ...structuredClone(decision) } });
  };
}
