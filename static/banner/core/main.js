// Composes the gating core and starts it; the only file of the core that acts when it is loaded.

import { createApi } from "./api.js";
import { createControls, HASH } from "./controls.js";
import { createGate } from "./gate.js";
import { createGoogle } from "./google.js";
import { createManaged } from "./managed.js";
import { createSecond, pickLanguage } from "./second.js";
import { createState } from "./state.js";

export function start(config) {
  const earlier = window.CookieGuard;
  if (earlier?.consent) return console.warn("CookieGuard loaded twice");
  const script = document.currentScript || document.querySelector(`script[src*="/b/${config.site}"]`);
  const base = script.src.split("/b/" + config.site)[0];
  const wish = script.dataset.lang || new URL(script.src).searchParams.get("lang");
  config.language = pickLanguage(config, [wish, document.documentElement.lang, ...navigator.languages]);

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent("cookieguard:" + name, { detail }));
  const speak = createGoogle(config);
  const state = createState(config);
  const all = [...config.vendors, ...config.always];
  const categoryOf = Object.fromEntries(all.map(({ id, category }) => [id, category]));
  const managed = createManaged(all, state.allows, tell);
  let atBody; // as soon as there is one, for the dialog to stand in
  const hasBody = new Promise((done) => (atBody = done));
  const scan = createGate(categoryOf, config.also, state.allows, tell, () => document.body && atBody());
  const some = () => Object.values(state.granted).includes(true);

  // Google hears of a change before any tag is let go. What has run cannot be un-run: whatever is taken back, the page
  // starts afresh, by its address, so that the browser does not ask whether to send a form again.
  function follow(change = state.take()) {
    const afresh = change.revoked.length;
    speak(state.decision);
    managed();
    tell("change", change);
    complete();
    if (!afresh) return scan(document);
    unfinished(some() ? "saved" : "withdrawn");
    location.replace(location.pathname + location.search);
  }

  const lacks = createControls((name, by) => (name === "preferences" ? show(2) : act(name, null, by?.isTrusted === false && "api")));
  const core = { base, config, state, follow, tell, lacks, some };
  const second = createSecond(config, base, script.nonce, hasBody, core);
  // Without the dialog nobody can grant anything.
  const show = (layer) =>
    second.load().then(
      (there) => there.open(layer),
      () => {},
    );
  // A page without ways of its own to change a choice gets small buttons.
  const complete = () =>
    lacks(some())[0] &&
    second.load().then(
      (there) => there.offer(),
      () => {},
    );

  // Where the file that records choices cannot be had, a withdrawal still takes effect: without a cookie nothing is granted.
  const act = (method, wanted, by) =>
    second.load().then(
      (there) => there.act(method, 0, wanted, by),
      () => {
        if (method !== "withdraw" && method !== "reject-all") return;
        document.cookie = "cg_consent=;Path=/;Max-Age=0";
        follow();
        unfinished("unrecorded");
      },
    );
  const api = (window.CookieGuard = createApi({ config, state, act, show, second, scan }));
  if (state.decision.answered) speak(state.decision);
  managed();
  scan(document);
  tell("ready", api.consent());
  if (state.decision.answered) tell("consent", api.consent());
  // Later, so that everything stands when the page's own code runs.
  queueMicrotask(() => api.q.push(...[].concat(earlier?.q || [])));

  if (location.hash === HASH) show(2);
  else if (state.decision.ask) show(1);
  else if (unfinished()) second.load();
  // Only then can be told which ways the page has of its own.
  if (document.readyState !== "loading") complete();
  else document.addEventListener("DOMContentLoaded", complete);
  // Another tab may have changed the choice, or the history brought back an old page.
  const catchUp = () => document.visibilityState === "visible" && state.isBehind() && follow();
  addEventListener("pageshow", catchUp);
  document.addEventListener("visibilitychange", catchUp);
}

// Work for the second file that must outlive this page: something to tidy up, or a choice that is not acknowledged yet.
function unfinished(now) {
  try {
    if (now) localStorage.cg_after = now;
    return localStorage.cg_after || localStorage.cg_outbox;
  } catch {
    // Storage is blocked for this page.
  }
}
