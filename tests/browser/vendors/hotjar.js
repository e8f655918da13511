// Hotjar: two cookies, a marker in both storages, a second script, and what the visitor does sent to its own domain.

const id = document.currentScript.src.match(/hotjar-(\d+)\.js/)[1]
leave(`_hjSessionUser_${id}`, 'stand-in', 365)
leave(`_hjSession_${id}`, 'stand-in', 1 / 48)
localStorage.setItem('hjActiveViewportIds', 'stand-in')
sessionStorage.setItem('hjViewportId', 'stand-in')
load('https://script.hotjar.com/modules.stand-in.js')
tell(`https://content.hotjar.io/?site_id=${id}`, { url: location.href })
