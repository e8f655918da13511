// YouTube's player API: fetches the real thing and tells the page when it is there.

load('https://www.youtube.com/s/player/stand-in/www-widgetapi.js')
window.YT = { loaded: 1, Player: function Player() {} }
window.onYouTubeIframeAPIReady?.()
