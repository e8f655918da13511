// Composes all that acts on a choice, dialog included; fetched only when it is needed. The only file of this bundle that acts.

import { mount } from "../ui/mount.js";
import { createButtons } from "./buttons.js";
import { createOutbox } from "./outbox.js";
import { formatPayload } from "./payload.js";
import { keepReceipt, newEventId, readReceipt } from "./receipt.js";
import { expire, sweep } from "./sweep.js";

export function start(data) {
  window.CookieGuard._ = (core) => createChooser(core, data);
}

function createChooser({ base, config, state, follow, tell, lacks, some, fetchFile }, data) {
  const buttons = createButtons(data.texts);
  let shown = false;
  function offer(now = shown) {
    shown = now;
    buttons(now ? [] : lacks(some()));
  }
  const tidy = () => sweep(data.names, state.decision.vendors);

  function writeCookie(value) {
    const secure = location.protocol === "https:" ? ";Secure" : "";
    // A second one on a parent domain would leave every page in doubt.
    expire("cg_consent");
    document.cookie = `cg_consent=${value};Path=/;Max-Age=${config.days * 86400};SameSite=Lax${secure}`;
  }

  // The server's signed form of the choice in force, with its record id. What the browser holds by now counts, not what
  // this page knows: another tab may have taken the choice back while the answer was on its way.
  const outbox = createOutbox(`${base}/v1/sites/${config.site}/choices`, ({ cookie, record, receipt }) => {
    const said = (value) => value.split("~")[0].split(".", 5).join();
    if (said(cookie) !== said(state.read())) return;
    writeCookie(cookie);
    state.take(cookie);
    keepReceipt(some() && { record, receipt });
  });

  // method: accept-all | reject-all | withdraw | save; wanted: {categories, vendors}, only with save; by: "api" where no
  // visitor acted. Applied first, then put in the outbox, then followed: whatever fails later, the record is on its way.
  function act(method, layer, wanted, by) {
    const choice = { version: config.version, day: Math.floor(Date.now() / 86400000), categories: {}, vendors: { __proto__: null } };
    const said = (kind, name) => method === "accept-all" || (method === "save" && wanted?.[kind]?.[name]);
    // What is not said is no; of the vendors only those are kept that differ from their category.
    for (const category in state.decision.categories) {
      const present = config.vendors.some((vendor) => vendor.category === category);
      choice.categories[category] = present && said("categories", category) === true;
    }
    for (const { id, category } of config.vendors) {
      const own = (said("vendors", id) ?? choice.categories[category]) === true;
      if (own !== choice.categories[category]) choice.vendors[id] = own;
    }
    const before = readReceipt();
    const payload = formatPayload({ ...choice, record: before?.record.replaceAll("-", "") }, config.vendors);
    writeCookie(payload);
    const change = state.take(payload);
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
    dialog.close();
    follow(change);
    offer(false);
    tidy();
    if (!by) tell("choice", { method, layer });
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
  let after;
  try {
    after = localStorage.cg_after;
    localStorage.removeItem("cg_after");
  } catch {
    // Storage is blocked: nothing was left to say.
  }
  // A withdrawal that took effect while this file could not be had.
  if (after === "unrecorded") act("withdraw", 0);
  else dialog.announce(data.texts[after] || "");
  if (!state.decision.answered) keepReceipt();
  return { ...dialog, act, offer, receipt: readReceipt };
}
