import { queue } from "./queue.js";

// X documents no consent call; its restricted_data_use setting is none.
export const xPixel = {
  load(account, { window, load }) {
    const twq = queue(window, "twq", "queue", "exe");
    twq.version ||= "1.1";
    load("https://static.ads-twitter.com/uwt.js");
    twq("config", account);
  },
};
