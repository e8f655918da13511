// Runs released scripts as the parser would have: every attribute kept, at their place, in document order,
// fetched side by side; async ones at once, deferred ones and modules after the document.

// Only what the browser will fetch and run tells when it is done.
const RUNS = /^$|module|(java|ecma)script/i;
const MARKERS = ["type", "src", "data-cg-src", "data-cg-type"];

export function createOrder() {
  const line = []; // scripts whose order matters and that have not finished
  const deferred = [];

  function run(held) {
    const script = revive(held);
    const module = script.type === "module";
    held.type = "-"; // still inert, and not found again while it waits
    if (script.async && (script.src || module)) held.replaceWith(script);
    else if (module || (script.defer && script.src)) deferred.push([held, script]);
    else join(held, script);
  }

  function join(held, script) {
    line.push([held, script]);
    advance();
  }

  // Externals enter the document at once, so that they load together; an inline one waits for those before it.
  function advance() {
    for (const entry of [...line]) {
      const [held, script, entered] = entry;
      const outside = !!script.src || script.type === "module";
      const waits = held.isConnected && script.src && RUNS.test(script.type) && !script.noModule;
      if (entered || (!outside && line[0] !== entry)) continue;
      entry[2] = true;
      if (waits) script.onload = script.onerror = () => leave(entry);
      const restore = !outside && catchWrites(script);
      held.replaceWith(script);
      if (restore) restore();
      if (!waits) leave(entry);
    }
  }

  function leave(entry) {
    const position = line.indexOf(entry);
    if (position >= 0) line.splice(position, 1);
    advance();
  }

  // Lets deferred ones follow all that was released with them.
  const finish = () => document.readyState !== "loading" && deferred.splice(0).forEach((pair) => join(...pair));
  return [run, finish];
}

function revive(held) {
  const script = document.createElement("script");
  for (const { name, value } of held.attributes) {
    if (!MARKERS.includes(name)) script.setAttribute(name, value);
  }
  const source = held.dataset.cgSrc ?? held.getAttribute("src");
  if (held.dataset.cgType) script.type = held.dataset.cgType;
  script.nonce = held.nonce;
  script.async = held.hasAttribute("async");
  if (source) script.src = source;
  else script.text = held.text;
  return script;
}

// The parser does not stand where this script is, so its document.write would wipe the page: put the markup beside it.
function catchWrites(script) {
  const { write, writeln } = document;
  let last = script;
  document.write = document.writeln = (...markup) => {
    const written = document.createRange().createContextualFragment(markup.join(""));
    const end = written.lastChild || last;
    last.after(written);
    last = end;
  };
  return () => Object.assign(document, { write, writeln });
}
