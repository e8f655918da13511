// plausible.io/docs/plausible-script: the account is the site's domain as registered there. The newer
// snippet with a script address per site is not loaded by id: mark it up in the page.
export const plausible = {
  load(account, { load }) {
    load("https://plausible.io/js/script.js", { "data-domain": account });
  },
};
