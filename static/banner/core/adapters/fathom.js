// Fathom documents no consent call.
export const fathom = {
  load(account, { load }) {
    load("https://cdn.usefathom.com/script.js", { "data-site": account });
  },
};
