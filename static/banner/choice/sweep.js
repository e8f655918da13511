// Removes what refused vendors left behind, on every domain and path variant that a script of this page could have used.
// Cannot reach HttpOnly cookies and other sites' jars.

import { vendorsOfName } from "./claims.js";

// names: {vendor: [glob]}; a name that any granted vendor claims too is left alone, and so is our own.
export function sweep(names, granted) {
  const refused = (name) => {
    const claimants = vendorsOfName(names, name);
    return !name.startsWith("cg_") && claimants[0] && !claimants.some((vendor) => granted[vendor]);
  };
  const cookies = document.cookie.split("; ").map((pair) => pair.split("=")[0]);
  cookies.filter(refused).forEach(expire);
  for (const area of ["localStorage", "sessionStorage"]) {
    try {
      Object.keys(window[area]).filter(refused).forEach((key) => window[area].removeItem(key));
    } catch {
      // Storage is blocked for this page: then nobody left anything in it.
    }
  }
}

// Once without a domain, then for this host and each above it; for the root, and for each folder with and without its slash.
export function expire(name) {
  const labels = location.hostname.split(".");
  const steps = location.pathname.split("/");
  for (let above = -1; above < labels.length; above++) {
    const domain = above < 0 ? "" : ";Domain=" + labels.slice(above).join(".");
    for (let length = 1; length <= steps.length; length++) {
      const folder = steps.slice(0, length).join("/");
      for (const path of [folder, folder + "/"]) document.cookie = `${name}=;Max-Age=0;Path=${path || "/"}${domain}`;
    }
  }
}
