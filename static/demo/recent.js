// Remembers the last articles a visitor looked at. It stores something that nobody asked for by name,
// so it is held (type="text/plain", category functional) until functional storage is allowed.
const KEY = 'kh_recent';
const section = document.querySelector('[data-recent]');
const current = section.dataset.recent;

function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(stored) ? stored : [];
  } catch {
    return [];
  }
}

function show(slugs) {
  const list = section.querySelector('ul');
  for (const slug of slugs) {
    const item = [...list.children].find((each) => each.dataset.slug === slug);
    if (item) {
      item.hidden = false;
      list.append(item);
      section.hidden = false;
    }
  }
}

const before = read().filter((slug) => slug !== current).slice(0, 4);
show(before);
localStorage.setItem(KEY, JSON.stringify(current ? [current, ...before] : before));

document.addEventListener('cookieguard:change', () => {
  if (!window.CookieGuard.has('functional')) {
    localStorage.removeItem(KEY);
    section.hidden = true;
  }
});
