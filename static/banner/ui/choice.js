/** What the switches say, as values. The law: the vendor switches are the one truth, a category only sums them up. */

/** Return the vendor switches to open with: the choice in force, or everything off. */
export function openingSwitches(data, state) {
  const on = {};
  for (const { id } of data.vendors) on[id] = state.decided && state.vendors[id] === true;
  return on;
}

/** Return the vendors of one category, in the order of the notice. */
export function vendorsOf(data, category) {
  return data.vendors.filter((vendor) => vendor.category === category);
}

/** Return "on", "off" or "mixed" for a category. */
export function categoryState(data, category, on) {
  const states = vendorsOf(data, category).map(({ id }) => on[id]);
  if (!states.includes(true)) return "off";
  return states.includes(false) ? "mixed" : "on";
}

/** Return exactly what is shown; a mixed category is off with exceptions, so nothing unshown is ever granted. */
export function shownChoice(data, on) {
  const categories = {};
  for (const { id } of data.categories) categories[id] = categoryState(data, id, on) === "on";
  return { categories, vendors: { ...on } };
}
