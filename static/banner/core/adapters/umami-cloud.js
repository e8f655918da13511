// Umami documents no consent call.
export const umamiCloud = {
  load(account, { load }) {
    load("https://cloud.umami.is/script.js", { "data-website-id": account });
  },
};
