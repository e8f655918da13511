// Clarity: under denied consent it leaves no cookie but goes on recording.

const id = new URL(document.currentScript.src).pathname.split('/').pop()
let stored = true
function take([command, value]) {
  if (command === 'consentv2') stored = value.analytics_Storage === 'granted'
  if (command === 'consent') stored = value !== false
}
const early = (window.clarity && window.clarity.q) || []
early.forEach((call) => take([...call]))
window.clarity = (...call) => take(call)

if (stored) {
  leave('_clck', 'stand-in', 365)
  leave('_clsk', 'stand-in', 1)
  hit('https://c.clarity.ms/c.gif')
  hit('https://c.bing.com/c.gif')
}
load('https://www.clarity.ms/s/stand-in/clarity.js')
tell('https://k.clarity.ms/collect', { id })
