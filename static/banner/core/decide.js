// Decides what may run now. The same rule as cookieguard/domain/decision.py; tests/vectors/decide.json binds both.
// Nothing runs unless a valid, unexpired answer said yes to it by name or by category.

export const CATEGORIES = ["functional", "analytics", "advertising", "social"];

// terms: {version, days, vendors: [{id, category}], honours: {version: [ids]}}; today: UTC days since 1970-01-01.
export function decide(terms, choice, today) {
  const asked =
    choice && (choice.version === terms.version ? terms.vendors.map((vendor) => vendor.id) : terms.honours[choice.version]);
  const age = choice ? today - choice.day : 0;
  // A visitor east of Greenwich with a fast clock may honestly write tomorrow's day.
  const valid = !!asked && age >= -1 && age < terms.days;
  const decision = { ask: !valid, answered: valid, categories: { __proto__: null }, vendors: { __proto__: null } };
  for (const category of CATEGORIES) {
    // A category that nobody was asked about, because the site has no vendor in it, is never granted.
    const present = terms.vendors.some((vendor) => vendor.category === category);
    decision.categories[category] = valid && present && choice.categories[category] === true;
  }
  for (const { id, category } of terms.vendors) {
    const known = valid && asked.includes(id);
    decision.vendors[id] = known && (choice.vendors[id] ?? choice.categories[category]) === true;
    decision.ask ||= !known;
  }
  return decision;
}
