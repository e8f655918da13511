import { queue } from "./queue.js";

// learn.microsoft.com/clarity/setup-and-installation/clarity-consent-api-v2. A yes to Clarity is a yes to
// recording, not to advertising: ad_Storage stays denied whatever else the visitor allowed.
const microsoftClarityConsent = ({ window }, analytics_Storage) =>
  window.clarity("consentv2", { ad_Storage: "denied", analytics_Storage });

export const microsoftClarity = {
  load(account, { window, load }) {
    queue(window, "clarity", "q");
    load("https://www.clarity.ms/tag/" + account);
  },
  grant: (page) => microsoftClarityConsent(page, "granted"),
  revoke: (page) => microsoftClarityConsent(page, "denied"),
};
