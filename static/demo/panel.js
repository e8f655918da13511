// The live panel: names the vendors of this page and shows what the gate did with each of them.
// It only watches. It holds and releases nothing, stores nothing and asks nobody.
import { createLedger } from './ledger.js';
import { el } from './el.js';

const panel = document.querySelector('[data-panel]');
const { texts, consentUrl, vendors } = JSON.parse(panel.dataset.panel);
const ledger = createLedger(vendors, [location.host, new URL(consentUrl).host]);
const isWide = matchMedia('(width >= 80rem)').matches;

const title = el('h2', { class: 'kh-panel-title' }, texts.title);
const toggle = el('button', { class: 'kh-panel-toggle', type: 'button', 'aria-controls': 'kh-panel-body' });
const body = el('div', { class: 'kh-panel-body', id: 'kh-panel-body' });

function category(name) {
  return texts.categories[name] || name || '';
}

function vendorRow(vendor) {
  const how = vendor.managed ? texts.managed : texts.marked;
  const facts = [category(vendor.category), vendor.host, how].filter(Boolean).join(' · ');
  return el('li', { 'data-vendor': vendor.id, 'data-state': vendor.state },
    el('strong', {}, vendor.name), el('span', { class: 'kh-panel-state' }, texts[vendor.state]), el('small', {}, facts));
}

function counts() {
  const contacted = ledger.requests().reduce((sum, [, count]) => sum + count, 0);
  return el('ul', { class: 'kh-panel-counts' }, ...[[counted('held'), texts.held], [counted('released'), texts.released],
    [contacted, texts.contacted]].map(([count, text]) => el('li', {}, el('b', {}, String(count)), text)));
}

function choiceChips() {
  const granted = ledger.categories();
  return el('ul', { class: 'kh-panel-choice' }, ...Object.entries(granted).map(([name, isGranted]) =>
    el('li', isGranted ? { 'data-granted': '' } : {}, category(name))));
}

function requestList() {
  const requests = ledger.requests();
  if (!requests.length) return el('p', { class: 'kh-panel-none' }, texts.none);
  return el('ul', { class: 'kh-panel-requests' },
    ...requests.map(([host, count]) => el('li', {}, el('span', {}, host), el('span', {}, `${count}×`))));
}

function counted(state) {
  return ledger.vendors().filter((each) => each.state === state).length;
}

function drawToggle() {
  const isOpen = panel.hasAttribute('data-open');
  const summary = `${counted('held')} ${texts.held}, ${counted('released')} ${texts.released}`;
  toggle.setAttribute('aria-expanded', String(isOpen));
  toggle.setAttribute('aria-label', isOpen ? texts.close : `${texts.open}: ${summary}`);
  toggle.replaceChildren(...(isOpen ? ['×'] : [
    el('span', {}, el('i', { class: 'kh-dot' }), String(counted('held'))),
    el('span', {}, el('i', { class: 'kh-dot kh-dot-released' }), String(counted('released')))]));
}

function draw() {
  body.replaceChildren(
    el('p', {}, texts.line),
    counts(),
    ...(ledger.isGuarded() ? [choiceChips()] : [el('p', { class: 'kh-panel-warning' }, texts.missing)]),
    el('h3', {}, texts.vendors),
    el('ul', { class: 'kh-panel-vendors' }, ...ledger.vendors().map(vendorRow)),
    el('h3', {}, texts.requests),
    requestList());
  drawToggle();
}

toggle.addEventListener('click', () => {
  panel.toggleAttribute('data-open');
  drawToggle();
});
// On a phone the dialog is a bottom sheet too: the panel then opens from the top.
document.addEventListener('cookieguard:shown', () => { panel.dataset.at = 'top'; });
document.addEventListener('cookieguard:change', () => { delete panel.dataset.at; });

panel.append(el('div', { class: 'kh-panel-head' }, title, toggle), body);
panel.toggleAttribute('data-open', isWide);
panel.hidden = false;
ledger.watch(draw);
draw();
