// Composes all that acts on a choice, dialog included; fetched only when it is needed. The only file of this bundle that acts.

import { mount } from "../ui/mount.js";
import { createOutbox } from "./outbox.js";
import { formatPayload } from "./payload.js";
import { keepReceipt, newEventId, readReceipt } from "./receipt.js";
import { sweep } from "./sweep.js";

export function start(data) {
  window.CookieGuard._second((core) => createChooser(core, data));
}

function createChooser(core, data) {
  const { base, config, state } = core;
  const tidy = () => sweep(data.names, state.decision.vendors);

  const outbox = createOutbox(`${base}/v1/sites/${config.site}/choices`, (answer) => {
    // The server's signed form of the choice in force, with its record id; anything else is not ours to keep.
    const [payload] = answer.cookie.split("~");
    const said = (text) => text.split(".").slice(0, 5).join(".");
    if (said(payload) !== said(state.payload)) return;
    writeCookie(answer.cookie);
    state.take(answer.cookie);
    keepReceipt(core.some() ? { record: answer.record, receipt: answer.receipt } : null);
  });

  function writeCookie(value) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `cg_consent=${value}; Path=/; Max-Age=${config.days * 86400}; SameSite=Lax${secure}`;
  }

  // name: acceptAll | rejectAll | withdraw | save; wanted: {categories, vendors}, only with save. Applied first, then sent.
  function act(name, wanted, layer = 0) {
    const method = { acceptAll: "accept-all", rejectAll: "reject-all" }[name] || name;
    const choice = read(name === "save" ? wanted : {}, name === "acceptAll");
    const before = readReceipt();
    const payload = formatPayload({ ...choice, record: before?.record.replaceAll("-", "") }, config.vendors);
    writeCookie(payload);
    dialog.close();
    const change = core.follow(payload);
    tidy();
    if (!core.some()) keepReceipt(null);
    outbox.post({
      event: newEventId(),
      version: config.version,
      language: data.language,
      layer,
      method: navigator.userActivation?.isActive === false ? "api" : method,
      categories: choice.categories,
      vendors: choice.vendors,
      granted: config.vendors.map((vendor) => vendor.id).filter((id) => state.decision.vendors[id]),
      decided_at: Math.floor(Date.now() / 1000),
      ...before,
    });
    core.tell("choice", { method, layer });
    if (method === "withdraw") core.tell("withdraw", change);
    dialog.announce(data.texts[core.some() ? "saved" : "refused"]);
  }

  // All four categories, and only those vendors that differ from theirs: what is not said is no.
  function read({ categories = {}, vendors = {} }, every) {
    const choice = { version: state.terms.version, day: Math.floor(Date.now() / 86400000), categories: {}, vendors: {} };
    for (const category in state.decision.categories) choice.categories[category] = every || categories[category] === true;
    for (const { id, category } of config.vendors) {
      const said = (vendors[id] ?? choice.categories[category]) === true;
      if (said !== choice.categories[category]) choice.vendors[id] = said;
    }
    return choice;
  }

  const port = {
    nonce: core.nonce,
    state: () => ({
      decided: state.decision.answered,
      categories: { ...state.decision.categories },
      vendors: { ...state.decision.vendors },
      record: readReceipt()?.record || null,
    }),
    acceptAll: (layer) => act("acceptAll", null, layer),
    rejectAll: (layer) => act("rejectAll", null, layer),
    withdraw: (layer) => act("withdraw", null, layer),
    save: (wanted, layer) => act("save", wanted, layer),
    shown(layer) {
      core.offer(true);
      core.tell("shown", { layer });
    },
    closed: () => core.offer(false),
  };
  const dialog = mount(data, port);
  tidy();
  outbox.flush();
  try {
    if (sessionStorage.cg_after) dialog.announce(data.texts[sessionStorage.cg_after]);
    sessionStorage.removeItem("cg_after");
  } catch {
    // Storage is blocked: nothing was left to say.
  }
  return { open: dialog.open, close: dialog.close, act, receipt: readReceipt };
}
