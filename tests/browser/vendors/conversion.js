// Google Ads, the older conversion and remarketing tag: global variables instead of a queue.

const conversion = window.google_conversion_id
if (conversion) {
  leave('_gcl_au', `1.1.${random()}`, 90)
  hit(`https://googleads.g.doubleclick.net/pagead/viewthroughconversion/${conversion}/`)
}
window.google_trackConversion = (options) =>
  hit(`https://www.googleadservices.com/pagead/conversion/${options.google_conversion_id}/`)
