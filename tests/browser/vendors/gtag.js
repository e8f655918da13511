// Google tag: one engine reads window.dataLayer; a config for an id not loaded yet fetches that id's tag first.
// Under a denied signal it leaves no cookie but still sends a ping, with the signals in `gcs` (Consent Mode v2).

const id = new URL(document.currentScript.src).searchParams.get('id')

function startEngine() {
  const consent = {}
  const loaded = new Set()
  const configured = new Set()
  const allowed = (signal) => consent[signal] !== 'denied'
  const digit = (signal) => (allowed(signal) ? 1 : 0)
  const gcs = () => `G1${digit('ad_storage')}${digit('analytics_storage')}`

  function leaveCookies(id) {
    const since = Math.floor(Date.now() / 1000)
    if (id.startsWith('G-') && allowed('analytics_storage')) {
      leave('_ga', `GA1.1.${random()}.${since}`, 730)
      leave(`_ga_${id.slice(2)}`, `GS2.1.s${since}$o1`, 730)
    }
    if (id.startsWith('AW-') && allowed('ad_storage')) leave('_gcl_au', `1.1.${random()}.${since}`, 90)
  }

  function configure(id) {
    configured.add(id)
    if (!loaded.has(id)) return load(`https://www.googletagmanager.com/gtag/js?id=${id}&cx=c`)
    if (window[`ga-disable-${id}`]) return
    leaveCookies(id)
    if (id.startsWith('G-')) {
      hit('https://www.google-analytics.com/g/collect', { v: 2, tid: id, gcs: gcs(), en: 'page_view' })
    } else {
      hit(`https://googleads.g.doubleclick.net/pagead/viewthroughconversion/${id.slice(3)}/`, { gcs: gcs() })
    }
  }

  function read([command, first, second]) {
    if (command === 'config') configure(first)
    if (command === 'consent') Object.assign(consent, second)
    if (command === 'consent' && first === 'update') [...configured].forEach(leaveCookies)
    if (command === 'event' && first === 'conversion') {
      const [account, label] = second.send_to.split('/')
      hit(`https://www.googleadservices.com/pagead/conversion/${account.slice(3)}/`, { label, gcs: gcs() })
    }
  }

  const queue = (window.dataLayer = window.dataLayer || [])
  const take = (entry) => String(entry) === '[object Arguments]' && read([...entry])
  const push = queue.push.bind(queue)
  queue.push = (...entries) => { push(...entries); entries.forEach(take) }
  return {
    add(id) {
      loaded.add(id)
      if (configured.has(id)) configure(id)
    },
    readQueue: () => [...queue].forEach(take),
  }
}

const first = !window.googleTagStandIn
const engine = (window.googleTagStandIn = window.googleTagStandIn || startEngine())
engine.add(id)
if (first) engine.readQueue()
