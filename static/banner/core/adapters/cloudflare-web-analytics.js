// developers.cloudflare.com/web-analytics/get-started: the beacon reads its token from its own element.
export const cloudflareWebAnalytics = {
  load(account, { load }) {
    load("https://static.cloudflareinsights.com/beacon.min.js", {
      "data-cf-beacon": JSON.stringify({ token: account }),
    });
  },
};
