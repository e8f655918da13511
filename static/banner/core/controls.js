// The page's own ways to change a choice: data-cg links and the #cookie-preferences address.

export const HASH = "#cookie-preferences";

const NAMES = ["preferences", "withdraw", "accept-all", "reject-all"];

// act(name, event) for one of NAMES. Answers lacks(granted): which ways a page needs and does not have, to change a choice
// and, where something is granted, to withdraw it.
export function createControls(act) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(`[data-cg],a[href$="${HASH}"]`);
    const name = link && (link.dataset.cg || "preferences");
    if (!NAMES.includes(name)) return;
    event.preventDefault();
    act(name, event);
  });
  addEventListener("hashchange", () => location.hash === HASH && act(NAMES[0]));

  const own = (name) => document.querySelector(`[data-cg=${name}]:not(.cg-control)`);
  return (granted) => [
    ...(own(NAMES[0]) || document.querySelector(`a[href$="${HASH}"]`) ? [] : [NAMES[0]]),
    ...(!granted || own(NAMES[1]) ? [] : [NAMES[1]]),
  ];
}
