// Pinterest tag: while consent is set to false it sends nothing and leaves nothing.

const tags = []
let allowed = true

function take([command, first]) {
  if (command === 'setconsent') allowed = first
  if (command === 'load') {
    tags.push(first)
    load('https://s.pinimg.com/ct/lib/main.stand-in.js')
  }
  if (!allowed || (command !== 'page' && command !== 'track')) return
  leave('_pin_unauth', 'stand-in', 365)
  for (const tid of tags) hit('https://ct.pinterest.com/v3/', { tid, event: command === 'page' ? 'pagevisit' : first })
}

const { queue } = window.pintrk
queue.splice(0).forEach((call) => take([...call]))
queue.push = (call) => take([...call])
