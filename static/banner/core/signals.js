// Google Consent Mode v2: all seven signals (developers.google.com/tag-platform/security/guides/consent).
// tests/vectors/signals.json holds the rule.

const CATEGORY_OF = {
  ad_storage: "advertising",
  ad_user_data: "advertising",
  ad_personalization: "advertising",
  analytics_storage: "analytics",
  functionality_storage: "functional",
  personalization_storage: "functional",
};

// Google's tags share signals, so where this site has vendors that listen to one (listeners: {signal: [vendor id]})
// all of them must be granted; where it has none, the category speaks.
export function signalsOf(decision, listeners) {
  const signals = { security_storage: "granted" };
  for (const signal in CATEGORY_OF) {
    const listening = listeners[signal] || [];
    const granted = listening.length
      ? listening.every((vendor) => decision.vendors[vendor] === true)
      : decision.categories[CATEGORY_OF[signal]] === true;
    signals[signal] = granted ? "granted" : "denied";
  }
  return signals;
}
