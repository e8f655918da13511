// Fetches what only some visitors need: the second file (the dialog and all that acts on a choice, in one language).

export function createSecond(config, base, nonce, hasBody, core) {
  const second = { language: config.language };
  let loading;

  // Answers what the file leaves behind; a script, because pages allow ours already.
  core.fetchFile = (hash) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${base}/b/ui.${hash}.js`;
      script.nonce = nonce;
      script.onload = () => resolve(window.CookieGuard._);
      script.onerror = reject;
      document.head.append(script);
    });

  // Answers the file's own {open, close, act, …} once there is a page to show it in; a failure may be tried again.
  second.load = () =>
    (loading ||= Promise.all([core.fetchFile(config.ui[second.language]), hasBody]).then(
      ([start]) => start(core),
      () => {
        loading = null;
        throw console.warn("CookieGuard: no dialog, so nothing optional runs");
      },
    ));

  second.speak = async (tag) => {
    const found = pickLanguage(config, [tag]);
    if (found === second.language) return;
    (await loading)?.leave();
    second.language = found;
    loading = null;
    if (core.state.decision.ask) (await second.load()).open(1);
    else (await second.load()).offer();
  };
  return second;
}

// The first wish that the site speaks, by full tag or main language; else the site's own.
export function pickLanguage(config, wishes) {
  for (const wish of wishes) {
    const tag = (wish || "").toLowerCase();
    const found = Object.keys(config.ui).find((known) => known === tag || known === tag.split("-")[0]);
    if (found) return found;
  }
  return config.language;
}
