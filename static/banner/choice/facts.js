// Hands over the facts of one language: every vendor and every necessary item, for the second layer.

export function start(facts) {
  window.CookieGuard._ = facts;
}
