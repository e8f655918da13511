// Instagram posts: turns each quoted post into a frame.

function scan() {
  for (const quote of document.querySelectorAll('blockquote.instagram-media')) {
    const post = new URL(quote.dataset.instgrmPermalink)
    frameInPlaceOf(quote, `https://www.instagram.com${post.pathname}embed/captioned/`)
  }
}

window.instgrm = { Embeds: { process: scan } }
whenParsed(scan)
