// Meta Pixel: fetches each pixel's settings at once; while consent is revoked it holds events and leaves no cookie.

const fbq = window.fbq
const pixels = []
const held = []
let revoked = false

function take([method, ...rest]) {
  if (method === 'consent') {
    revoked = rest[0] === 'revoke'
    if (!revoked) held.splice(0).forEach(take)
  } else if (method === 'init') {
    pixels.push(rest[0])
    load(`https://connect.facebook.net/signals/config/${rest[0]}`)
  } else if (revoked) {
    held.push([method, ...rest])
  } else if (method === 'track' || method === 'trackCustom') {
    leave('_fbp', `fb.1.${Date.now()}.${random()}`, 90)
    for (const id of pixels) hit('https://www.facebook.com/tr/', { id, ev: rest[0] })
  }
}

fbq.callMethod = (...call) => take(call)
fbq.queue.splice(0).forEach((call) => take([...call]))
