// Pinterest buttons and pins: fetches its main script, asks for each pin's data and reports the view.

load('https://assets.pinterest.com/js/pinit_main.js')
whenParsed(() => {
  for (const pin of document.querySelectorAll('[data-pin-do]')) {
    hit('https://widgets.pinterest.com/v3/pidgets/pins/info/', { pin: pin.href })
  }
  hit('https://log.pinterest.com/', { type: 'pidget' })
})
