/** The dialog: shows the layers and hands every act to the port. It decides nothing and stores nothing. */

import css from "./dialog.css";
import { dropCover, uncover } from "./cover.js";
import { element } from "./element.js";
import { firstLayer } from "./first-layer.js";
import { secondLayer } from "./second-layer.js";
import { statusRegion } from "./status.js";
import { applyStyle } from "./style.js";

/** Put the dialog of one site in one language into the page; return `{open(layer), close(), announce(text)}`. */
export function mount(data, port) {
  const { texts, language, dir, look } = data;
  const status = statusRegion();
  const root = element("div", { id: "cookieguard", lang: language, dir, "data-cg-layout": look.layout }, status.node);
  let number; // of the layer in the page
  let layer; // its node
  let choice; // what its switches say
  let opener; // where the focus was before
  let turn = 0; // counts openings and closings

  // What stays in the dialog; every other action is an answer for the port.
  const acts = {
    preferences: () => open(2),
    close: dismiss,
    async copy(pressed) {
      await navigator.clipboard.writeText(port.state().record);
      pressed.textContent = texts.copied;
    },
  };

  /** The second layer opens only with all its facts: nobody should choose without them. */
  async function open(wanted) {
    const mine = ++turn;
    const facts = wanted === 2 && (await port.facts().catch(() => {}));
    if (mine !== turn) return; // the visitor has gone on meanwhile
    if (wanted === 2 && !facts) return status.say(texts.unreachable);
    const state = port.state();
    const focused = document.activeElement;
    if (!root.contains(focused)) opener = focused;
    remove();
    place();
    number = wanted;
    if (number === 2) {
      ({ node: layer, choice } = secondLayer({ ...data, ...facts }, state));
      root.append(layer);
      layer.onclose = dismiss; // a browser may close it by itself, as on a phone's back gesture
      layer.showModal();
    } else {
      layer = firstLayer(data);
      root.append(layer);
      if (state.decided) layer.focus(); // then the visitor asked for it; a first visit keeps its focus
    }
    port.shown(number);
  }

  function place() {
    // First in the page, where a keyboard or a screen reader meets it; skip links stay before it.
    const before = document.body.querySelector(':scope > :not(a[href^="#"])');
    if (!root.isConnected) document.body.insertBefore(root, before);
  }

  function remove() {
    layer?.remove();
    dropCover();
    number = 0;
  }

  function close() {
    turn++;
    remove();
    opener?.focus();
    opener = null;
  }

  /** Leave without an answer: back to the question if it is still open, else away. */
  function dismiss() {
    if (number === 2 && !port.state().decided) {
      open(1);
      layer.querySelector('[data-cg-action="preferences"]').focus();
    } else {
      close();
      port.closed();
    }
  }

  root.onclick = ({ target, isTrusted }) => {
    const pressed = target.closest("[data-cg-action]");
    const action = pressed?.dataset.cgAction;
    if (acts[action]) acts[action](pressed);
    else if (action) port.act(action, number, choice?.(), !isTrusted && "api");
  };
  root.onpointerover = ({ target }) => target.dataset.cgAction === "preferences" && port.facts().catch(() => {});
  root.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // one key press leaves one layer
    dismiss();
  };
  document.addEventListener("focusin", ({ target }) => {
    if (number === 1 && !root.contains(target)) uncover(target, layer);
  });

  applyStyle(css + (look.css || ""));
  place();
  const leave = () => (close(), root.remove());
  return { open, close, leave, announce: status.say };
}
