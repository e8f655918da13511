// developer.matomo.org/guides/tracking-consent; `options.url` is the folder of matomo.js, with its last slash.
export const matomo = {
  load(account, { window, load }, { url }) {
    (window._paq ||= []).push(
      ["requireConsent"],
      ["trackPageView"],
      ["enableLinkTracking"],
      ["setTrackerUrl", url + "matomo.php"],
      ["setSiteId", account],
    );
    load(url + "matomo.js");
  },
  grant: ({ window }) => window._paq.push(["setConsentGiven"]),
  revoke: ({ window }) => window._paq.push(["forgetConsentGiven"]),
};
