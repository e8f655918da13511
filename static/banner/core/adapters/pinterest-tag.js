// help.pinterest.com/en/business/article/install-the-base-code
export const pinterestTag = {
  load(account, { window, load }) {
    const pintrk = (window.pintrk ||= (...call) => pintrk.queue.push(call));
    pintrk.queue ||= [];
    pintrk.version ||= "3.0";
    load("https://s.pinimg.com/ct/core.js");
    pintrk("load", account);
    pintrk("page");
  },
  grant: ({ window }) => window.pintrk("setconsent", true),
  revoke: ({ window }) => window.pintrk("setconsent", false),
};
