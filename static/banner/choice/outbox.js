// Delivers choices: kept on the device until the server has acknowledged each, through navigation, closing and outages.
// The server knows an event by its id, so sending it twice records it once.

const OUTBOX = "cg_outbox";
const LIMIT = 20;
// Answers that no further try would change.
const FINAL = [400, 403, 404, 409, 413, 415, 422];

// url: where to send; acknowledged(answer) is told of every recorded choice.
export function createOutbox(url, acknowledged) {
  let memory; // in place of storage where that is blocked or full
  let pause = 1000;
  let timer;
  const sending = new Set();

  function read() {
    try {
      const kept = memory || JSON.parse(localStorage[OUTBOX] || "[]");
      return Array.isArray(kept) ? kept.filter((body) => body?.event) : [];
    } catch {
      return [];
    }
  }

  function write(events) {
    try {
      if (events.length) localStorage[OUTBOX] = JSON.stringify(events.slice(-LIMIT));
      else localStorage.removeItem(OUTBOX);
      memory = null;
    } catch {
      memory = events;
    }
  }

  async function send(body) {
    const { event } = body;
    if (sending.has(event)) return;
    sending.add(event);
    try {
      const answer = await fetch(url, {
        method: "POST",
        keepalive: true,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      if (answer.ok) acknowledged(await answer.json());
      else if (!FINAL.includes(answer.status)) throw answer;
      write(read().filter((kept) => kept.event !== event));
      pause = 1000;
    } catch {
      clearTimeout(timer);
      timer = setTimeout(flush, pause * (1 + Math.random()));
      pause = Math.min(pause * 2, 3600000);
    }
    sending.delete(event);
  }

  const flush = () => read().forEach(send);
  addEventListener("online", flush);
  return {
    flush,
    post(body) {
      write([...read(), body]);
      send(body);
    },
  };
}
