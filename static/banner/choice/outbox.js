// Delivers choices: kept on the device until the server has acknowledged each, through navigation, closing and outages.
// The server knows an event by its id, so sending it twice records it once.

const OUTBOX = "cg_outbox";
const LIMIT = 20;
// url: where to send; acknowledged(answer) is told of every recorded choice.
export function createOutbox(url, acknowledged) {
  let memory; // in place of storage where that is blocked or full
  let pause = 1000;
  let timer;
  let busy;

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
    const answer = await fetch(url, {
      method: "POST",
      keepalive: true,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const { status, headers } = answer;
    // A refusal by the server itself is final; whatever else stands between says nothing about the choice.
    const refused = status < 500 && status !== 429 && headers.get("Content-Type")?.includes("problem");
    if (!answer.ok && !refused) throw answer;
    const told = answer.ok && (await answer.json());
    if (told) acknowledged(told);
    // What the visitor did meanwhile belongs to the same record.
    const key = told && body.granted.length && { record: told.record, receipt: told.receipt };
    write(read().filter(({ event }) => event !== body.event).map((later) => ({ ...key, ...later })));
  }

  // One after the other, in the order they were made.
  async function flush() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    try {
      for (let body; (body = read()[0]); pause = 1000) await send(body);
    } catch {
      timer = setTimeout(flush, pause * (1 + Math.random()));
      pause = Math.min(pause * 2, 3600000);
    }
    busy = false;
  }

  addEventListener("online", flush);
  return {
    flush,
    post(body) {
      write([...read(), body]);
      flush();
    },
  };
}
