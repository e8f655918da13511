// The stub that most vendors document: a function that queues its calls until their library takes over.

// Makes `window[name]` queue calls in its own `list`, or hand them to its method `taker` once the
// library has added that. A function the page made itself stays; returns whichever is there.
export function queue(window, name, list, taker) {
  const stub = (window[name] ||= function () {
    // The libraries read Arguments objects, so they are queued as they are.
    stub[taker] ? stub[taker].apply(stub, arguments) : stub[list].push(arguments);
  });
  stub[list] ||= [];
  return stub;
}
