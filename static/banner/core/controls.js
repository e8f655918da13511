// The page's own ways to change a choice: data-cg links, the #cookie-preferences address, and small buttons where a page has none.

import css from "./controls.css";

export const HASH = "#cookie-preferences";

const NAMES = ["preferences", "withdraw", "accept-all", "reject-all"];

// act(name) for one of NAMES; label(1) and label(2) are the words of the first two. Answers refresh(how many of NAMES to
// offer where the page itself does not).
export function createControls(act, label) {
  let place;

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(`[data-cg],a[href$="${HASH}"]`);
    const name = link && (link.dataset.cg || "preferences");
    if (!NAMES.includes(name)) return;
    event.preventDefault();
    act(name, event);
  });
  addEventListener("hashchange", () => location.hash === HASH && act(NAMES[0]));

  return (wanted) => {
    if (!place) {
      place = document.createElement("div");
      place.className = "cg-controls";
      if (document.adoptedStyleSheets) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets.push(sheet);
      }
    }
    place.replaceChildren();
    document.body.append(place);
    for (let number = 0; number < wanted; number++) {
      const name = NAMES[number];
      if (document.querySelector(`[data-cg=${name}]` + (number ? "" : `,a[href$="${HASH}"]`))) continue;
      const button = document.createElement("button");
      button.dataset.cg = name;
      button.textContent = label(number + 1);
      place.append(button);
    }
  };
}
