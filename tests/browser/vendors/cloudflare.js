// Cloudflare Web Analytics: takes its token from its own tag, leaves no cookie, and reports the view.

const tag = document.currentScript || document.querySelector('script[data-cf-beacon]')
const { token } = JSON.parse(tag.dataset.cfBeacon)
tell('https://cloudflareinsights.com/cdn-cgi/rum', { siteToken: token, location: location.href })
