// Reads the payload of the cg_consent cookie: 1.VERSION.DAY.CATEGORIES.EXCEPTIONS[.RECORD], then ~SIGNATURE once a server signed it.
// The same grammar as cookieguard/domain/consent_cookie.py; tests/vectors/consent_cookie.json binds both.
// A value that deviates in any way is no choice: it is never repaired.

const ORDER = ["functional", "analytics", "advertising", "social"];
const PAYLOAD = /^1\.([0-9a-f]{16})\.([1-9]\d{4})\.([01]{4})\.([0-9a-f]{0,100})(?:\.([0-9a-f]{32}))?$/;

export function parsePayload(payload, terms) {
  const [matched, version, day, digits, exceptions, record] = PAYLOAD.exec(payload) || [];
  const asked = matched && (version === terms.version ? terms.vendors.map((vendor) => vendor.id) : terms.honours[version]);
  if (!asked) return null;
  const choice = { version, day: +day, categories: {}, vendors: { __proto__: null }, record: record || null };
  ORDER.forEach((category, position) => (choice.categories[category] = digits[position] === "1"));
  let bits = "";
  for (const digit of exceptions) bits += parseInt(digit, 16).toString(2).padStart(4, "0");
  const width = bits && Math.ceil(asked.length / 4) * 4;
  if (bits && (bits.length !== width || !bits.includes("1") || bits.slice(asked.length).includes("1"))) return null;
  for (const { id, category } of terms.vendors) {
    if (bits[asked.indexOf(id)] === "1") choice.vendors[id] = !choice.categories[category];
  }
  return record && !bits && !digits.includes("1") ? null : choice;
}
