// TikTok pixel: while consent is held it sends nothing; revoking drops what was held.

const { searchParams } = new URL(document.currentScript.src)
const sdkid = searchParams.get('sdkid')
const queue = window.ttq
let held = null

function send(event) {
  if (held) return held.push(event)
  leave('_ttp', 'stand-in', 390)
  tell('https://analytics.tiktok.com/api/v2/pixel', { event, context: { pixel: sdkid } })
}

const commands = {
  holdConsent: () => { held = held || [] },
  grantConsent: () => { const events = held || []; held = null; events.forEach(send) },
  revokeConsent: () => { held = [] },
  page: () => send('Pageview'),
  track: (event) => send(event),
}
const take = ([name, ...values]) => commands[name]?.(...values)
if (Array.isArray(queue)) queue.splice(0).forEach(take)
for (const name of Object.keys(commands)) queue[name] = (...values) => take([name, ...values])
