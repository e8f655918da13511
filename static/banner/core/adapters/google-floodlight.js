import { loadGtag } from "./gtag.js";

// Accounts DC-…
export const googleFloodlight = { load: loadGtag };
