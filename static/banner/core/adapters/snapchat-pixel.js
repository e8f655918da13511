import { queue } from "./queue.js";

// Snap documents no consent call.
export const snapchatPixel = {
  load(account, { window, load }) {
    const snaptr = queue(window, "snaptr", "queue", "handleRequest");
    load("https://sc-static.net/scevent.min.js");
    snaptr("init", account);
    snaptr("track", "PAGE_VIEW");
  },
};
