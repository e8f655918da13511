// What every stand-in can do to the world outside itself. Put before each of them, in one function with it.

const domain = location.hostname.replace(/^www\./, '')
const random = () => Math.floor(Math.random() * 1e10)

/** Leave a first-party cookie on the widest domain, as most vendors do. */
function leave(name, value, days) {
  document.cookie = `${name}=${value}; path=/; domain=${domain}; max-age=${Math.round(days * 86400)}; samesite=lax`
}

/** Send a request whose answer does not matter. */
function hit(url, parameters = {}) {
  new Image().src = `${url}?${new URLSearchParams({ ...parameters, dl: location.href })}`
}

/** Send a body in the background, surviving navigation. */
function tell(url, body) {
  fetch(url, { method: 'POST', mode: 'no-cors', keepalive: true, credentials: 'include', body: JSON.stringify(body) })
    .catch(() => {})
}

/** Fetch another script of the vendor's. */
function load(url) {
  document.head.append(Object.assign(document.createElement('script'), { src: url, async: true }))
}

/** Run once the page's elements are there. */
function whenParsed(run) {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', run)
  else run()
}

/** Put a vendor's frame in the place of its blockquote. */
function frameInPlaceOf(quote, url) {
  quote.replaceWith(Object.assign(document.createElement('iframe'), { src: url }))
}
