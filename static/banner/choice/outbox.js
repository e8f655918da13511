// Delivers choices: kept on the device until the server has acknowledged each, through navigation, closing and outages.
// The server knows an event by its id, so sending it twice records it once.

const OUTBOX = "cg_outbox";
const LIMIT = 20;
const FINAL = [400, 403, 404, 409, 413, 415, 422];

// url: where to send; acknowledged(answer) is told of every recorded choice.
export function createOutbox(url, acknowledged) {
  let memory = null; // in place of storage where that is blocked or full
  let pause = 1000;
  let timer = 0;
  const sending = new Set();

  function read() {
    try {
      const kept = memory || JSON.parse(localStorage[OUTBOX] || "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  function write(events) {
    try {
      if (events.length) localStorage[OUTBOX] = JSON.stringify(events.slice(-LIMIT));
      else localStorage.removeItem(OUTBOX);
    } catch {
      memory = events;
    }
  }

  const drop = (event) => write(read().filter((kept) => kept.event !== event.event));

  async function send(event) {
    if (sending.has(event.event)) return;
    sending.add(event.event);
    try {
      const answer = await fetch(url, {
        method: "POST",
        keepalive: true,
        credentials: "omit",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(event),
      });
      if (answer.ok) acknowledged(await answer.json());
      if (answer.ok || FINAL.includes(answer.status)) drop(event);
      if (answer.ok) pause = 1000;
      else if (FINAL.includes(answer.status)) console.warn("CookieGuard: choice refused", answer.status);
      else later();
    } catch {
      later();
    } finally {
      sending.delete(event.event);
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(flush, pause * (1 + Math.random()));
    pause = Math.min(pause * 2, 3600000);
  }

  function flush() {
    read().forEach(send);
  }

  addEventListener("online", flush);
  return {
    flush,
    post(event) {
      write([...read(), event]);
      send(event);
    },
  };
}
