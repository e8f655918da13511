// What the panel knows: each vendor's state on this page, the choice, and the third parties contacted.
// A vendor that the gate has not spoken for is held, because its tag is inert as long as nobody releases it.
export function createLedger(named, ownHosts) {
  const vendors = new Map(named.map((each) => [each.id, { ...each, state: each.link ? 'link' : 'held' }]));
  const contacted = new Map();
  let guard = null;

  // The gate may have released tags before this module ran, so ask for the state once, then listen.
  function readGuard() {
    for (const vendor of vendors.values()) if (!vendor.link) vendor.state = guard.has(vendor.id) ? 'released' : 'held';
  }

  // The shop's own parts, held by category alone, have no vendor and no line in the panel.
  function note({ vendor: id, category, url, managed }, state) {
    if (!id) return;
    const known = vendors.get(id) || { id, name: id, host: url && new URL(url, location).host, managed };
    vendors.set(id, Object.assign(known, { category, state }));
  }

  function noteRequest({ name }) {
    const { host, protocol } = new URL(name);
    if (protocol.startsWith('http') && !ownHosts.includes(host)) contacted.set(host, (contacted.get(host) || 0) + 1);
  }

  return {
    vendors: () => [...vendors.values()],
    requests: () => [...contacted].sort(([a], [b]) => a.localeCompare(b)),
    categories: () => guard.consent().categories,
    isGuarded: () => guard !== null,
    watch(changed) {
      const later = (act) => (event) => { act(event); changed(); };
      document.addEventListener('cookieguard:held', later(({ detail }) => note(detail, 'held')));
      document.addEventListener('cookieguard:released', later(({ detail }) => note(detail, 'released')));
      document.addEventListener('cookieguard:change', later(() => guard && readGuard()));
      new PerformanceObserver((list) => { list.getEntries().forEach(noteRequest); changed(); })
        .observe({ type: 'resource', buffered: true });
      if (window.CookieGuard) window.CookieGuard.q.push(() => { guard = window.CookieGuard; readGuard(); changed(); });
    },
  };
}
