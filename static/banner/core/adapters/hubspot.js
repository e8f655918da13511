// developers.hubspot.com/docs/api/events/cookie-banner. HubSpot's own banner must be switched off before it loads,
// and it forgets the answer at every page; `options.host` is the script host in the operator's snippet.
export const hubspot = {
  load(account, { window, load }, { host }) {
    window.disableHubSpotCookieBanner = true;
    window._hsp ||= [];
    load("https://" + host + "/" + account + ".js", { id: "hs-script-loader" });
  },
  grant: ({ window }) =>
    window._hsp.push([
      "setHubSpotConsent",
      { analytics: true, advertisement: true, functionality: true },
    ]),
  revoke: ({ window }) => window._hsp.push(["revokeCookieConsent"]),
};
