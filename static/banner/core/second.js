// Fetches the second file (the dialog and all that acts on a choice, in one language), only when it is needed.

export function createSecond(config, base, nonce, core) {
  const second = { language: config.language, label: (name) => config.labels[second.language][name] };
  const hasBody = new Promise((done) => {
    const look = () => document.body && (parser.disconnect(), done());
    const parser = new MutationObserver(look);
    parser.observe(document.documentElement, { childList: true });
    look();
  });
  let loading = null;

  // Answers the file's own {open, close, act, …} once it is there.
  second.load = () =>
    (loading ||= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${base}/b/ui.${config.ui[second.language]}.js`;
      if (nonce) script.nonce = nonce;
      script.onerror = () => {
        loading = null;
        reject(new Error("CookieGuard: no dialog, so nothing optional runs"));
      };
      window.CookieGuard._second = (start) => hasBody.then(() => resolve(start(core)));
      document.head.append(script);
    }));

  second.speak = async (tag) => {
    const found = pickLanguage(config, [tag]);
    if (found === second.language) return;
    if (loading) (await loading).close();
    second.language = found;
    loading = null;
  };
  return second;
}

// The first wish that the site speaks, by full tag or main language; else the site's own.
export function pickLanguage(config, wishes) {
  for (const wish of wishes) {
    const tag = (wish || "").toLowerCase();
    const found = config.languages.find((known) => known === tag || known === tag.split("-")[0]);
    if (found) return found;
  }
  return config.language;
}
