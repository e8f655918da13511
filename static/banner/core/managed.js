// Loads the vendors that the site knows by id only, each once, when it is granted.

import { adapters } from "./adapters/index.js";

export function createManaged(vendors, allows, tell) {
  const seen = {};
  const loaded = new Set();
  const page = { window, load };
  let url;

  function load(address, attributes) {
    const script = document.createElement("script");
    for (const name in attributes) script.setAttribute(name, attributes[name]);
    script.async = true;
    script.src = url = address;
    document.head.append(script);
    return script;
  }

  // Brings every managed vendor in line with what is allowed now.
  return () => {
    for (const { id, category, account, options } of vendors) {
      const adapter = account && adapters[id];
      const now = allows(id) ? "released" : "held";
      url = undefined;
      if (!adapter || seen[id] === now) continue;
      // A page may have put something else where the vendor's code expects its own: that is no reason to stop here.
      try {
        if (now === "held") {
          if (seen[id]) adapter.revoke?.(page);
        } else {
          if (!loaded.has(id)) adapter.load(account, page, options || {});
          loaded.add(id);
          adapter.grant?.(page);
        }
      } catch (error) {
        console.warn(error);
      }
      seen[id] = now;
      tell(now, { element: null, vendor: id, category, url, managed: true });
    }
  };
}
