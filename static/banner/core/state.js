// The visitor's choice on this device and what follows from it; the cookie is the only place it lives.

import { decide } from "./decide.js";
import { parsePayload } from "./cookie.js";

// Two different values mean that something else writes our cookie: doubt, so no choice.
function readCookie() {
  const values = new Set(document.cookie.split("; ").filter((pair) => pair.startsWith("cg_consent=")));
  return values.size === 1 ? [...values][0].slice(11) : "";
}

export function createState(config) {
  const state = { take, read: readCookie, granted: {} };

  // Another tab may have written a newer choice. No cookie at all is left for the next page: storage may be blocked.
  state.isBehind = () => {
    const [payload] = readCookie().split("~");
    return payload && payload !== state.payload;
  };

  // Judges a cookie value; answers what changed as lists of categories and vendor ids.
  function take(value = readCookie()) {
    const before = state.granted;
    state.payload = value.split("~")[0];
    state.choice = parsePayload(state.payload, config);
    const now = (state.decision = decide(config, state.choice, Math.floor(Date.now() / 86400000)));
    // Frozen: pages hear of it, and no listener may grant anything by writing to it.
    const after = (state.granted = Object.freeze({ __proto__: null, ...now.categories, ...now.vendors }));
    const only = (one, other) => Object.keys(one).filter((name) => one[name] && !other[name]);
    return { before, after, granted: only(after, before), revoked: only(before, after) };
  }

  // Doubt is no: anything but a plain true stays held. A bare category stands for all its vendors.
  state.allows = (name) =>
    name === "necessary" ||
    config.always.some(({ id }) => id === name) ||
    (state.granted[name] === true && config.vendors.every(({ id, category }) => category !== name || state.granted[id]));
  take();
  return state;
}
