// Speaks Google Consent Mode v2 through the dataLayer: default before anything else, update before anything is released.

import { signalsOf } from "./signals.js";

export function createGoogle(config) {
  const layer = (window.dataLayer ||= []);
  // Google reads the Arguments object, not an array.
  function gtag() {
    layer.push(arguments);
  }
  gtag("consent", "default", { ...signalsOf({ categories: {}, vendors: {} }, {}), wait_for_update: 500 });
  gtag("set", "ads_data_redaction", true);

  return (decision) => {
    gtag("consent", "update", signalsOf(decision, config.signals));
    layer.push({ event: "cookieguard_update", cookieguard: { version: config.version, ...decision } });
  };
}
