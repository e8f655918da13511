// Small buttons in a corner, for what a page has no way of its own; core/controls.js hears their clicks.

// texts: the dialog's. Answers offer(names), which shows just these.
export function createButtons(texts) {
  // Another language's file may have put them there before.
  const place = document.querySelector(".cg-controls") || document.createElement("div");
  place.className = "cg-controls";
  return (names) => {
    place.replaceChildren(
      ...names.map((name) => {
        const button = document.createElement("button");
        button.className = "cg-control";
        button.dataset.cg = name;
        button.textContent = name === "withdraw" ? texts.withdraw : texts.settings_title;
        return button;
      }),
    );
    document.body.append(place);
  };
}
