// Google Tag Manager: a container with one tag in it, Google Analytics, to show that a container brings others along.

window.dataLayer = window.dataLayer || []
function gtag() { window.dataLayer.push(arguments) }
gtag('config', 'G-CONTAINER')
load('https://www.googletagmanager.com/gtag/js?id=G-CONTAINER&cx=c')
