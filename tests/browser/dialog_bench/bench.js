/** Plays the core for the dialog alone: remembers every call, applies a choice as the core would. */

import { mount } from "./ui/mount.js";

const query = new URLSearchParams(location.search);
const data = await (await fetch("data.json" + location.search)).json();
const all = (value) => Object.fromEntries(data.vendors.map(({ id }) => [id, value]));
const allCategories = (value) => Object.fromEntries(data.categories.map(({ id }) => [id, value]));
const calls = [];
let state = { decided: false, categories: allCategories(false), vendors: all(false), record: null };

if (query.has("hostile")) {
  const hostile = document.createElement("link");
  hostile.rel = "stylesheet";
  hostile.href = "hostile.css";
  await new Promise((loaded) => {
    hostile.onload = loaded;
    document.head.append(hostile);
  });
}

function decide(method, choice, layer) {
  calls.push([method, choice, layer]);
  const granted = Object.values(choice.vendors).includes(true);
  state = { decided: true, ...choice, record: granted ? "5f2a90c4e1b34d7f8a6b0c9d2e3f4a51" : null };
  dialog.close();
}

const port = {
  nonce: "",
  state: () => state,
  act(method, layer, wanted) {
    const every = method === "accept-all";
    const choice = method === "save" ? wanted : { categories: allCategories(every), vendors: all(every) };
    decide(method, choice, layer);
    const granted = Object.values(choice.vendors).includes(true);
    dialog.announce(data.texts[granted ? "saved" : "refused"]);
  },
  facts: async () => ({ vendors: data.vendors, necessary: data.necessary }),
  shown: (layer) => calls.push(["shown", layer]),
  closed: () => calls.push(["closed"]),
};

// The facts come on their own, as they do from the server.
const dialog = mount({ ...data, vendors: undefined, necessary: undefined }, port);
if (query.has("granted")) {
  state = { decided: true, categories: allCategories(true), vendors: all(true), record: "5f2a90c4e1b34d7f8a6b0c9d2e3f4a51" };
} else {
  dialog.open(1);
}
document.getElementById("settings").addEventListener("click", () => dialog.open(2));
window.bench = { calls, dialog, data, port };
document.documentElement.dataset.bench = "ready";
