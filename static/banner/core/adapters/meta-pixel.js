import { queue } from "./queue.js";

// developers.facebook.com/docs/meta-pixel/get-started and …/implementation/gdpr
export const metaPixel = {
  load(account, { window, load }) {
    const fbq = queue(window, "fbq", "queue", "callMethod");
    window._fbq ||= fbq;
    fbq.push ||= fbq;
    fbq.loaded ||= true;
    fbq.version ||= "2.0";
    load("https://connect.facebook.net/en_US/fbevents.js");
    fbq("init", account);
    fbq("track", "PageView");
  },
  grant: ({ window }) => window.fbq("consent", "grant"),
  revoke: ({ window }) => window.fbq("consent", "revoke"),
};
