import { queue } from "./queue.js";

// help.hotjar.com: no consent call is documented; Hotjar runs once it is loaded.
export const hotjar = {
  load(account, { window, load }) {
    queue(window, "hj", "q");
    window._hjSettings = { hjid: +account, hjsv: 6 };
    load("https://static.hotjar.com/c/hotjar-" + account + ".js?sv=6");
  },
};
