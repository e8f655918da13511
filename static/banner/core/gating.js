// Tells which vendor a URL belongs to: the first half of cookieguard/domain/gating.py; tests/vectors/gating.json binds both.

// hosts: {vendor: [pattern]}; the longest pattern wins; null means that nobody here answers for the address.
export function vendorOfUrl(hosts, url, base) {
  const place = locate(url, base);
  let best = "";
  let owner = null;
  for (const vendor in place && hosts) {
    for (const pattern of hosts[vendor]) {
      if (pattern.length > best.length && hostPattern(pattern).test(place)) {
        best = pattern;
        owner = vendor;
      }
    }
  }
  return owner;
}

function locate(url, base) {
  try {
    const { protocol, hostname, pathname } = new URL(url, base);
    return /^(http|ws)s?:$/.test(protocol) && hostname.replace(/\.$/, "") + pathname;
  } catch {
    return null;
  }
}

function hostPattern(pattern) {
  const escaped = (text, letters) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", letters);
  const [, deeper, host, path] = /^(\*\.)?([^/]*)(.*)$/.exec(pattern);
  const labels = (deeper ? "(?:[^./]+\\.)+" : "") + escaped(host, "[^./]*");
  return new RegExp("^" + labels + escaped(path || "/", "[^/]*"));
}
