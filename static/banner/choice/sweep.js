// Removes what refused vendors left behind, on every domain and path variant that a script of this page could have used.
// Cannot reach HttpOnly cookies and other sites' jars.

import { vendorsOfName } from "./claims.js";

// names: {vendor: [glob]}; a name that any granted vendor claims too is left alone, and so is our own.
export function sweep(names, granted) {
  const refused = (name) => {
    const claimants = name.startsWith("cg_") ? [] : vendorsOfName(names, name);
    return claimants.length > 0 && !claimants.some((vendor) => granted[vendor] === true);
  };
  for (const pair of document.cookie.split("; ")) {
    const name = pair.split("=")[0];
    if (refused(name)) expire(name);
  }
  for (const area of ["localStorage", "sessionStorage"]) {
    try {
      Object.keys(window[area]).filter(refused).forEach((key) => window[area].removeItem(key));
    } catch {
      // Storage is blocked for this page: then nobody left anything in it.
    }
  }
}

function expire(name) {
  const labels = location.hostname.split(".");
  const domains = ["", ...labels.map((_, position) => "; Domain=" + labels.slice(position).join("."))];
  const steps = location.pathname.split("/");
  for (const domain of domains) {
    for (let length = 1; length <= steps.length; length++) {
      const path = steps.slice(0, length).join("/");
      for (const variant of [path, path + "/"]) {
        document.cookie = `${name}=; Max-Age=0; Path=${variant || "/"}${domain}`;
      }
    }
  }
}
