// Composes all that acts on a choice, dialog included; fetched only when it is needed. The only file of this bundle that acts.

import { mount } from "../ui/mount.js";
import { createOutbox } from "./outbox.js";
import { formatPayload } from "./payload.js";
import { keepReceipt, newEventId, readReceipt } from "./receipt.js";
import { sweep } from "./sweep.js";

export function start(data) {
  window.CookieGuard._ = (core) => createChooser(core, data);
}

function createChooser({ base, config, state, follow, tell, offer, some, fetchFile }, data) {
  const tidy = () => sweep(data.names, state.decision.vendors);

  function writeCookie(value) {
    const secure = location.protocol === "https:" ? ";Secure" : "";
    document.cookie = `cg_consent=${value};Path=/;Max-Age=${config.days * 86400};SameSite=Lax${secure}`;
  }

  // The server's signed form of the choice in force, with its record id; anything else is not ours to keep.
  const outbox = createOutbox(`${base}/v1/sites/${config.site}/choices`, ({ cookie, record, receipt }) => {
    const said = (value) => value.split("~")[0].split(".", 5).join();
    if (said(cookie) !== said(state.payload)) return;
    writeCookie(cookie);
    state.take(cookie);
    keepReceipt(some() && { record, receipt });
  });

  // method: accept-all | reject-all | withdraw | save; wanted: {categories, vendors}, only with save; by: "api" where no
  // visitor acted. Applied first, then sent.
  function act(method, layer, wanted, by) {
    const { categories = {}, vendors = {} } = (method === "save" && wanted) || {};
    const choice = { version: config.version, day: Math.floor(Date.now() / 86400000), categories: {}, vendors: {} };
    // What is not said is no; of the vendors only those are kept that differ from their category.
    for (const category in state.decision.categories) {
      choice.categories[category] = method === "accept-all" || categories[category] === true;
    }
    for (const { id, category } of config.vendors) {
      const said = (vendors[id] ?? choice.categories[category]) === true;
      if (said !== choice.categories[category]) choice.vendors[id] = said;
    }
    const before = readReceipt();
    const payload = formatPayload({ ...choice, record: before?.record.replaceAll("-", "") }, config.vendors);
    writeCookie(payload);
    dialog.close();
    const change = follow(payload);
    tidy();
    if (!some()) keepReceipt();
    outbox.post({
      event: newEventId(),
      version: data.version,
      language: data.language,
      layer,
      method: by || method,
      categories: choice.categories,
      vendors: choice.vendors,
      granted: config.vendors.map(({ id }) => id).filter((id) => state.decision.vendors[id]),
      decided_at: Math.floor(Date.now() / 1000),
      ...before,
    });
    tell("choice", { method: by || method, layer });
    if (method === "withdraw") tell(method, change);
    dialog.announce(data.texts[method === "withdraw" ? "withdrawn" : some() ? "saved" : "refused"]);
  }

  window.CookieGuard._ = null; // a file that arrives damaged leaves nothing, and never what this one left
  let facts;
  const dialog = mount(data, {
    act,
    // Fetched once; after a failure the next call tries again.
    async facts() {
      facts ||= await fetchFile(data.facts);
      return facts;
    },
    state: () => ({ decided: state.decision.answered, ...state.decision, record: readReceipt()?.record }),
    shown(layer) {
      offer(true);
      tell("shown", { layer });
    },
    closed: () => offer(false),
  });
  tidy();
  outbox.flush();
  try {
    dialog.announce(data.texts[sessionStorage.cg_after] || "");
    sessionStorage.removeItem("cg_after");
  } catch {
    // Storage is blocked: nothing was left to say.
  }
  return { open: dialog.open, close: dialog.close, act, receipt: readReceipt };
}
