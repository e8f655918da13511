// window.CookieGuard: what a page may ask and do (contract, section 4).

export function createApi({ config, state, act, show, second, scan }) {
  const on = (name, listener) => {
    const hear = (event) => listener(event.detail);
    document.addEventListener("cookieguard:" + name, hear);
    return () => document.removeEventListener("cookieguard:" + name, hear);
  };

  // A call that no gesture of the visitor led to is recorded as the page's own.
  const call = (method, wanted) => act(method, wanted, !navigator.userActivation?.isActive && "api");

  const api = {
    consent: () =>
      Object.freeze({
        version: config.version,
        decidedAt: state.decision.answered ? new Date(state.choice.day * 86400000).toISOString().slice(0, 10) : null,
        categories: Object.freeze({ necessary: true, ...state.decision.categories }),
        vendors: Object.freeze({ ...state.decision.vendors }),
        source: state.decision.answered ? "choice" : "none",
      }),
    has: state.allows,
    when: (name) =>
      new Promise((resolve) => {
        const check = () => state.allows(name) && (stop(), resolve(api.consent()));
        const stop = on("change", check);
        check();
      }),
    on,
    show: () => show(1),
    preferences: () => show(2),
    acceptAll: () => call("accept-all"),
    rejectAll: () => call("reject-all"),
    withdraw: () => call("withdraw"),
    save: (wanted) => call("save", wanted),
    receipt: async () => (await second.load()).receipt(),
    rescan: (root = document) => scan(root),
    setLanguage: second.speak,
    q: { push: (...calls) => calls.forEach((call) => call(api)) },
  };
  api.ready = Promise.resolve(api);
  return api;
}
