// Microsoft Advertising: events go out either way, cookies only where ad storage is not denied.

window.UET = function UET({ ti, q }) {
  let stored = true
  this.push = (name, action, value) => {
    if (name === 'consent') stored = value.ad_storage !== 'denied'
    if (name !== 'pageLoad') return
    if (stored) {
      leave('_uetsid', 'stand-in', 1)
      leave('_uetvid', 'stand-in', 390)
    }
    hit(`https://bat.bing.com/action/0`, { ti, Ver: 2, evt: 'pageLoad', asc: stored ? 'G' : 'D' })
  }
  // The stub is an array, so `push('consent', 'default', {…})` has left three entries behind.
  for (let at = 0; at < q.length; at += 1) if (q[at] === 'consent') this.push('consent', q[at + 1], q[at + 2])
}
