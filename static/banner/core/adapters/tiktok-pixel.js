// business-api.tiktok.com/portal/docs/pixel-cookie-consent-mode/v1.3. The three consent calls must be
// among the stub's methods, or the library does not see them.
const tiktokPixelMethods =
  "page track identify instances debug on off once ready alias group enableCookie disableCookie holdConsent revokeConsent grantConsent".split(
    " ",
  );

export const tiktokPixel = {
  load(account, { window, load }) {
    const url = "https://analytics.tiktok.com/i18n/pixel/events.js";
    const ttq = (window.ttq ||= []);
    const defer = (target) => tiktokPixelMethods.forEach((method) => ttq.setAndDefer(target, method));
    window.TiktokAnalyticsObject = "ttq";
    ttq.methods = tiktokPixelMethods;
    ttq.setAndDefer = (target, method) => (target[method] = (...args) => target.push([method, ...args]));
    defer(ttq);
    const pixel = ((ttq._i ||= {})[account] = []);
    pixel._u = url;
    defer(pixel);
    ttq.instance = (id) => ttq._i[id];
    (ttq._t ||= {})[account] = Date.now();
    (ttq._o ||= {})[account] = {};
    load(url + "?sdkid=" + account + "&lib=ttq");
    ttq.page();
  },
  grant: ({ window }) => window.ttq.grantConsent(),
  revoke: ({ window }) => window.ttq.revokeConsent(),
};
