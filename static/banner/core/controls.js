// The page's own ways to change a choice: data-cg links, the #cookie-preferences address, and small buttons where a page has none.

import css from "./controls.css";

const HASH = "#cookie-preferences";

// acts: {name: function}; label(name) -> text. Answers refresh(names to offer where the page itself does not).
export function createControls(acts, label) {
  let place;

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(`[data-cg],a[href$="${HASH}"]`);
    const name = link && (link.dataset.cg || "preferences");
    if (!Object.hasOwn(acts, name)) return;
    event.preventDefault();
    acts[name]();
  });
  const fromHash = () => location.hash === HASH && acts.preferences();
  addEventListener("hashchange", fromHash);
  fromHash();

  return (names) => {
    if (!place) {
      place = document.createElement("div");
      place.className = "cg-controls";
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets.push(sheet);
    }
    place.remove();
    place.replaceChildren();
    for (const name of names) {
      if (document.querySelector(`[data-cg=${name}]` + (name === "preferences" ? `,a[href$="${HASH}"]` : ""))) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.cg = name;
      button.textContent = label(name);
      place.append(button);
    }
    document.body.append(place);
  };
}
