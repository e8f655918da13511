import { queue } from "./queue.js";

// Reddit documents no consent call: its first-party cookie switch goes on sending.
export const redditPixel = {
  load(account, { window, load }) {
    const rdt = queue(window, "rdt", "callQueue", "sendEvent");
    load("https://www.redditstatic.com/ads/pixel.js?pixel_id=" + account);
    rdt("init", account);
    rdt("track", "PageVisit");
  },
};
