// Matomo: reads window._paq; its consent modes hold everything, or cookies alone.

const state = { tracker: '', site: '', consent: true, cookies: true, held: [] }

function track() {
  if (!state.consent) return state.held.push(track)
  if (state.cookies) {
    document.cookie = `_pk_id.${state.site}.ffff=stand-in; path=/; max-age=${393 * 86400}; samesite=lax`
    document.cookie = `_pk_ses.${state.site}.ffff=1; path=/; max-age=1800; samesite=lax`
  }
  hit(state.tracker, { idsite: state.site, rec: 1 })
}

const commands = {
  setTrackerUrl: (url) => { state.tracker = url },
  setSiteId: (site) => { state.site = site },
  requireConsent: () => { state.consent = false },
  setConsentGiven: () => { state.consent = true; state.held.splice(0).forEach((run) => run()) },
  forgetConsentGiven: () => { state.consent = false },
  requireCookieConsent: () => { state.cookies = false },
  setCookieConsentGiven: () => { state.cookies = true },
  disableCookies: () => { state.cookies = false },
  trackPageView: track,
}
const take = ([name, ...values]) => commands[name]?.(...values)
// Settings count for everything in the queue, wherever they stand in it.
const early = [...(window._paq || [])]
const isAct = ([name]) => name === 'trackPageView'
early.filter((call) => !isAct(call)).forEach(take)
early.filter(isAct).forEach(take)
window._paq = { push: (...calls) => calls.forEach(take) }
