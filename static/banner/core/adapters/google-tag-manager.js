// developers.google.com/tag-platform/tag-manager/web
export const googleTagManager = {
  load(account, { window, load }) {
    (window.dataLayer ||= []).push({ "gtm.start": Date.now(), event: "gtm.js" });
    load("https://www.googletagmanager.com/gtm.js?id=" + account);
  },
};
