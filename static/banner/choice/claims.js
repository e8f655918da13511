// Tells which vendors claim a storage name: the second half of cookieguard/domain/gating.py; tests/vectors/gating.json binds both.

// names: {vendor: [glob]}; "*" stands for any letters.
export function vendorsOfName(names, name) {
  const fits = (glob) =>
    new RegExp("^" + glob.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*") + "$", "s").test(name);
  return Object.keys(names).filter((vendor) => names[vendor].some(fits));
}
