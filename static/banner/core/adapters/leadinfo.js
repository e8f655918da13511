import { queue } from "./queue.js";

// Leadinfo documents no consent call.
export const leadinfo = {
  load(account, { window, load }) {
    (window.GlobalLeadinfoNamespace ||= []).push("leadinfo");
    queue(window, "leadinfo", "q").t = account;
    load("https://cdn.leadinfo.net/ping.js");
  },
};
