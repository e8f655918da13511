// X posts: asks for its settings and turns each quoted post into a frame.

function scan() {
  for (const quote of document.querySelectorAll('blockquote.twitter-tweet')) {
    const links = [...quote.querySelectorAll('a')].map((link) => link.href.match(/\/status\/(\d+)/))
    const id = links.find(Boolean)?.[1] ?? ''
    frameInPlaceOf(quote, `https://platform.twitter.com/embed/Tweet.html?id=${id}`)
  }
}

window.twttr = { widgets: { load: scan } }
hit('https://syndication.twitter.com/settings')
whenParsed(scan)
