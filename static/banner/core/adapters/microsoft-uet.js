// help.ads.microsoft.com/apex/index/3/en/60119: without a default, UET takes consent as given.
const microsoftUetConsent = ({ window }, ad_storage) => window.uetq.push("consent", "update", { ad_storage });

export const microsoftUet = {
  load(account, { window, load }) {
    (window.uetq ||= []).push("consent", "default", { ad_storage: "denied" });
    load("https://bat.bing.com/bat.js").onload = () => {
      window.uetq = new window.UET({ ti: account, enableAutoSpaTracking: true, q: window.uetq });
      window.uetq.push("pageLoad");
    };
  },
  grant: (page) => microsoftUetConsent(page, "granted"),
  revoke: (page) => microsoftUetConsent(page, "denied"),
};
