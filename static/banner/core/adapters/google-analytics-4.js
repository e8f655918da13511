import { loadGtag } from "./gtag.js";

// Accounts G-…
export const googleAnalytics4 = { load: loadGtag };
